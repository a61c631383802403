"""Mails of an invitation."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from invitations.models import Invitation
from invitations.queries import buyers_of
from wholesale.accounts.models import User
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations.models import Person
from wholesale.tenancy.contexts import act_for_platform


def queue_invitation(invitation: Invitation, token: str) -> None:
    """Ask the invited address to register; replies go to whoever sent it."""
    queue_email(
        organization_id=invitation.supplier_id,
        to=invitation.email,
        language=invitation.language,
        template="invitations/invitation",
        context=_facts(invitation, token) | {"greeting_name": invitation.customer.private.contact_name},
        key=f"invitation:{invitation.pk}:{invitation.sent_count}",
        supplier=invitation.supplier,
        reply_to=_reply_to(invitation),
    )


def queue_invitation_to_company(invitation: Invitation, token: str) -> None:
    """Ask the people of a registered retailer who may order; the supplier does not learn who they are."""
    facts, reply_to = _facts(invitation, token), _reply_to(invitation)
    with act_for_platform():
        for person in buyers_of(invitation.retailer_id):
            queue_email(
                organization_id=None,
                to=person.email,
                language=person.language,
                template="invitations/connection",
                context=facts | {"greeting_name": person.name},
                key=f"invitation:{invitation.pk}:{invitation.sent_count}:{person.pk}",
                supplier=invitation.supplier,
                reply_to=reply_to,
            )


def queue_accepted(invitation: Invitation, by: User) -> None:
    """Tell whoever sent the invitation that the retailer can order now; in the supplier's context."""
    inviter = Person.objects.filter(user=invitation.by_id).first()
    if inviter is None:  # no longer a colleague
        return
    path = reverse(
        "retailers:customer_detail",
        kwargs={"organization": invitation.supplier.slug, "customer": invitation.customer_id},
    )
    queue_email(
        organization_id=invitation.supplier_id,
        to=inviter.email,
        language=inviter.language,
        template="invitations/accepted",
        context={
            "name": invitation.customer.private.display_name,
            "person": by.name or by.email,
            "greeting_name": inviter.name,
            "action_url": absolute(path),
        },
        key=f"invitation:{invitation.pk}:accepted",
    )


def _facts(invitation: Invitation, token: str) -> dict[str, Any]:
    entry = invitation.retailer.directory_entry
    path = reverse("invitations:invitation_open", kwargs={"token": token})
    return {
        "supplier_name": invitation.supplier.name,
        "retailer_name": entry.name,
        "city": entry.city,
        "distributor_name": invitation.customer.distributor.name if invitation.customer.distributor else "",
        "inviter_name": invitation.by_name,
        "expires_on": timezone.localdate(invitation.expires_at),
        "action_url": absolute(path),
    }


def _reply_to(invitation: Invitation) -> str:
    inviter = Person.objects.filter(user=invitation.by_id).first()
    return inviter.email if inviter else ""
