"""The mails about a proposed buyer."""

from django.urls import reverse

from invitations.enums import ProposalState
from invitations.models import BuyerProposal
from invitations.queries import supplier_context
from invitations.queries.proposals import customer_of, people_managers_of
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations.models import Organization, Person
from wholesale.tenancy.contexts import act_as, act_for_platform


def queue_buyer_proposed(proposal: BuyerProposal, supplier: Organization) -> None:
    """Ask those of the retailer who run its people; the supplier does not learn who they are."""
    with act_for_platform():
        retailer = Organization.objects.select_related("directory_entry").get(pk=proposal.retailer_id)
        place = {"organization": retailer.slug}
        facts = {
            "supplier_name": supplier.name,
            "retailer_name": retailer.directory_entry.name,
            "inviter_name": proposal.by_name,
            "buyer_name": proposal.name,
            "buyer_email": proposal.email,
            "action_url": absolute(reverse("invitations:buyer_proposal_list", kwargs=place)),
        }
        for person in people_managers_of(retailer.pk):
            queue_email(
                organization_id=None,
                to=person.email,
                language=person.language,
                template="invitations/buyer_proposed",
                context=facts | {"greeting_name": person.name},
                key=f"buyer_proposal:{proposal.pk}:{person.pk}",
                supplier=supplier,
            )


def queue_buyer_decided(proposal: BuyerProposal) -> None:
    """Tell whoever proposed a buyer what the retailer said, if they are still a colleague there; no more than that."""
    with act_as(supplier_context(proposal.supplier_id)):
        proposer = Person.objects.filter(user=proposal.by_id).first()
        if proposer is None:
            return
        customer = customer_of(proposal)
        place = {"organization": customer.supplier.slug, "customer": customer.pk}
        queue_email(
            organization_id=proposal.supplier_id,
            to=proposer.email,
            language=proposer.language,
            template="invitations/buyer_decided",
            context={
                "greeting_name": proposer.name,
                "retailer_name": customer.private.display_name,
                "buyer_email": proposal.email,
                "is_added": proposal.state == ProposalState.ACCEPTED,
                "action_url": absolute(reverse("invitations:customer_invitations", kwargs=place)),
            },
            key=f"buyer_proposal:{proposal.pk}:decided",
        )
