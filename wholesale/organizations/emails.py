"""What companies tell their own people, and one another about their agreements."""

from django.urls import reverse
from django.utils.translation import override

from wholesale.accounts.models import User
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations.enums import AgreementEvent, AgreementMode, MemberRole, Party
from wholesale.organizations.models import Agreement, MemberInvitation, Organization, Person
from wholesale.organizations.queries import steps_of
from wholesale.tenancy.contexts import act_for_platform


def queue_member_invited(
    *, invitation: MemberInvitation, organization: Organization, token: str, by: User
) -> None:
    """Ask a colleague to join; the token is in this mail and nowhere else."""
    queue_email(
        organization_id=organization.pk,
        to=invitation.email,
        language=invitation.language,
        template="organizations/member_invited",
        context={
            "organization": organization.name,
            "role": invitation.get_role_display(),
            "by": str(by),
            "expires_at": invitation.expires_at,
            "action_url": absolute(reverse("organizations:joining_open", kwargs={"token": token})),
        },
        key=f"member_invitation:{invitation.pk}:{invitation.token_hash}",
        reply_to=by.email,
    )


def queue_agreement_proposed(agreement: Agreement, *, by: User) -> None:
    """Ask the other side to work together."""
    _tell(agreement, "organizations/agreement_proposed", party=Party(agreement.proposed_by), by=by)


def queue_agreement_moved(agreement: Agreement, event: AgreementEvent, *, party: Party, by: User) -> None:
    """Tell the other side that an agreement was accepted, declined, withdrawn or ended."""
    accepted = event == AgreementEvent.ACCEPT
    template = "organizations/agreement_accepted" if accepted else "organizations/agreement_ended"
    _tell(agreement, template, party=party, by=by)


def queue_agreement_changed(agreement: Agreement, *, party: Party, by: User) -> None:
    """Tell the other side who owes what from now on, and what was granted."""
    _tell(agreement, "organizations/agreement_changed", party=party, by=by)


def _tell(agreement: Agreement, template: str, *, party: Party, by: User) -> None:
    own, other = agreement.supplier, agreement.distributor
    if party == Party.DISTRIBUTOR:
        own, other = other, own
    for email, language in agreement_contacts(agreement, party.other):
        queue_email(
            organization_id=own.pk,
            to=email,
            language=language,
            template=template,
            context={
                "company": own.name,
                "reader": other.name,
                "by": by.name,
                "agreement": agreement,
                "was_accepted": agreement.accepted_at is not None,
                "steps": _steps_in_words(agreement, language),
                "action_url": _agreement_url(agreement, party.other),
            },
            key=f"agreement:{agreement.pk}:{agreement.version}:{template}:{email}",
            supplier=agreement.supplier if party == Party.SUPPLIER else None,
            thread=f"agreement:{agreement.pk}",
        )


def agreement_contacts(agreement: Agreement, party: Party) -> list[tuple[str, str]]:
    """Return email and language of whom mails to one side go to: its contact, before it has one its admins."""
    name = party.value
    if email := getattr(agreement, f"{name}_email"):
        return [(email, getattr(agreement, f"{name}_language"))]
    with act_for_platform():
        people = Person.objects.filter(
            memberships__organization_id=getattr(agreement, f"{name}_id"),
            memberships__role=MemberRole.ADMIN,
            memberships__guest_of=None,
        )
        return list(people.order_by("email").values_list("email", "language"))


def _agreement_url(agreement: Agreement, reader: Party) -> str:
    """Return the reader's own page of the agreement; nothing for a distributor without an account."""
    if reader == Party.SUPPLIER:
        args = [agreement.supplier.slug, agreement.pk]
        return absolute(reverse("organizations:agreement_detail", args=args))
    if agreement.mode != AgreementMode.CONNECTED:
        return ""
    args = [agreement.distributor.slug, agreement.pk]
    return absolute(reverse("organizations:delivering_agreement_detail", args=args))


def _steps_in_words(agreement: Agreement, language: str) -> list[dict[str, object]]:
    names = {Party.SUPPLIER: agreement.supplier.name, Party.DISTRIBUTOR: agreement.distributor.name}
    with override(language):
        return [
            {"step": row.get_step_display(), "owed_by": names[Party(row.owed_by)], "hours": row.limit_hours}
            for row in steps_of(agreement)
        ]
