"""What companies tell their own people, and one another about their agreements."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from wholesale.accounts.models import User
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations.enums import AgreementEvent, AgreementMode, MemberRole, Party, Switch
from wholesale.organizations.models import (
    AccountInvitation,
    Agreement,
    ConnectionProposal,
    Person,
    StepProposal,
)
from wholesale.organizations.queries import steps_of
from wholesale.tenancy.contexts import act_for_platform


def queue_agreement_proposed(agreement: Agreement, *, by: User) -> None:
    """Ask the other side to work together."""
    _tell(agreement, "organizations/agreement_proposed", party=Party(agreement.proposed_by), by=by)


def queue_agreement_moved(agreement: Agreement, event: AgreementEvent, *, party: Party, by: User) -> None:
    """Tell the other side that an agreement was accepted, declined, withdrawn or ended."""
    accepted = event == AgreementEvent.ACCEPT
    template = "organizations/agreement_accepted" if accepted else "organizations/agreement_ended"
    _tell(agreement, template, party=party, by=by)


def queue_agreement_changed(agreement: Agreement, *, party: Party, by: User) -> None:
    """Tell the other side who owes what from now on."""
    _tell(agreement, "organizations/agreement_changed", party=party, by=by)


def queue_switch_changed(agreement: Agreement, switch: Switch, *, party: Party, by: User) -> None:
    """Tell the other side what it is granted from now on, or no longer."""
    _tell(
        agreement,
        "organizations/switch_changed",
        party=party,
        by=by,
        switch=switch,
        is_granted=agreement.granted_since(switch) is not None,
    )


def queue_switch_asked(agreement: Agreement, switch: Switch, *, party: Party, by: User) -> None:
    """Ask the other side to grant something; once a day, however often it is asked."""
    _tell(
        agreement,
        "organizations/switch_asked",
        party=party,
        by=by,
        once=f"{switch.value}:{timezone.now():%Y-%m-%d}",
        switch=switch,
    )


def queue_step_proposed(agreement: Agreement, proposal: StepProposal, *, by: User) -> None:
    """Ask the supplier whether a step may change."""
    _tell(
        agreement,
        "organizations/step_proposed",
        party=Party.DISTRIBUTOR,
        by=by,
        once=f"proposal:{proposal.pk}",
        proposal=proposal,
        owed_by=_names(agreement)[Party(proposal.owed_by)],
    )


def queue_step_answered(agreement: Agreement, proposal: StepProposal, *, party: Party, by: User) -> None:
    """Tell whoever proposed a step what became of it; the supplier, that it was taken back."""
    _tell(
        agreement,
        "organizations/step_answered",
        party=party,
        by=by,
        once=f"proposal:{proposal.pk}:{proposal.state}",
        proposal=proposal,
        owed_by=_names(agreement)[Party(proposal.owed_by)],
    )


def queue_mode_changed(agreement: Agreement, *, party: Party, by: User) -> None:
    """Tell the other side how the two work together from now on."""
    _tell(agreement, "organizations/mode_changed", party=party, by=by)


def queue_account_offered(
    agreement: Agreement, invitation: AccountInvitation, *, token: str, by: User
) -> None:
    """Ask a distributor without account to take its own over; the token is in this mail and nowhere else."""
    queue_email(
        organization_id=agreement.supplier_id,
        to=invitation.email,
        language=invitation.language,
        template="organizations/account_offered",
        context={
            "company": agreement.supplier.name,
            "reader": agreement.distributor.name,
            "by": by.name,
            "expires_at": invitation.expires_at,
            "action_url": absolute(reverse("organizations:account_open", kwargs={"token": token})),
        },
        key=f"account_invitation:{invitation.pk}",
        supplier=agreement.supplier,
        reply_to=by.email,
    )


def queue_account_taken_over(agreement: Agreement, *, by: User) -> None:
    """Tell the supplier that its distributor has an account of its own now; in the supplier's context."""
    _tell_supplier(agreement, "organizations/account_taken_over", agreement.supplier_id, by)


def queue_connection_proposed(agreement: Agreement, proposal: ConnectionProposal, *, by: User) -> None:
    """Ask the people who run a company with an account whether it is the distributor that a supplier kept."""
    args = [proposal.distributor.slug, proposal.pk]
    for email, language in admins_of(proposal.distributor_id):
        queue_email(
            organization_id=agreement.supplier_id,
            to=email,
            language=language,
            template="organizations/connection_proposed",
            context={
                "company": agreement.supplier.name,
                "reader": proposal.distributor.name,
                "former": proposal.former_name,
                "by": by.name,
                "action_url": absolute(reverse("organizations:connection_detail", args=args)),
            },
            key=f"connection:{proposal.pk}:{email}",
            supplier=agreement.supplier,
        )


def queue_connection_answered(agreement: Agreement, proposal: ConnectionProposal, *, by: User) -> None:
    """Tell the supplier whether the company took its agreement over; in that company's context."""
    facts = {"proposal": proposal, "company": proposal.distributor.name}
    _tell_supplier(agreement, "organizations/connection_answered", proposal.distributor_id, by, **facts)


def _tell_supplier(
    agreement: Agreement, template: str, organization_id: UUID, by: User, **facts: Any
) -> None:
    for email, language in agreement_contacts(agreement, Party.SUPPLIER):
        queue_email(
            organization_id=organization_id,
            to=email,
            language=language,
            template=template,
            context={
                "company": agreement.distributor.name,
                "reader": agreement.supplier.name,
                "by": by.name,
                "action_url": _agreement_url(agreement, Party.SUPPLIER),
                **facts,
            },
            key=f"agreement:{agreement.pk}:{agreement.version}:{template}:{email}",
            thread=f"agreement:{agreement.pk}",
        )


def _tell(
    agreement: Agreement, template: str, *, party: Party, by: User, once: str = "", **facts: Any
) -> None:
    """Mail the other side.

    Args:
        once: what makes it the same mail as an earlier one, where that is not the agreement's version.
        facts: what the template says beside the two companies and the steps.
    """
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
                **facts,
            },
            key=f"agreement:{agreement.pk}:{once or agreement.version}:{template}:{email}",
            supplier=agreement.supplier if party == Party.SUPPLIER else None,
            thread=f"agreement:{agreement.pk}",
        )


def agreement_contacts(agreement: Agreement, party: Party) -> list[tuple[str, str]]:
    """Return email and language of whom mails to one side go to: its contact, before it has one its admins."""
    name = party.value
    if email := getattr(agreement, f"{name}_email"):
        return [(email, getattr(agreement, f"{name}_language"))]
    return admins_of(getattr(agreement, f"{name}_id"))


def admins_of(organization_id: UUID) -> list[tuple[str, str]]:
    """Return email and language of the people who run a company."""
    with act_for_platform():
        people = Person.objects.filter(
            memberships__organization_id=organization_id,
            memberships__role=MemberRole.ADMIN,
            memberships__guest_of=None,
        )
        return list(people.order_by("email").values_list("email", "language"))


def _agreement_url(agreement: Agreement, reader: Party) -> str:
    """Return the reader's own page of the agreement; nothing for a distributor that nobody signs in for."""
    if reader == Party.SUPPLIER:
        args = [agreement.supplier.slug, agreement.pk]
        return absolute(reverse("organizations:agreement_detail", args=args))
    if agreement.mode == AgreementMode.EXTERNAL and agreement.distributor.private_to_id:
        return ""
    args = [agreement.distributor.slug, agreement.pk]
    return absolute(reverse("organizations:delivering_agreement_detail", args=args))


def _names(agreement: Agreement) -> dict[Party, str]:
    return {Party.SUPPLIER: agreement.supplier.name, Party.DISTRIBUTOR: agreement.distributor.name}


def _steps_in_words(agreement: Agreement, language: str) -> list[dict[str, object]]:
    names = _names(agreement)
    with override(language):
        return [
            {"step": row.get_step_display(), "owed_by": names[Party(row.owed_by)], "hours": row.limit_hours}
            for row in steps_of(agreement)
        ]
