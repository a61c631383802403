"""Mails about a company that was claimed by others than its own people; in the name of the platform."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from invitations.models import ApartCustomer, ClaimCase
from invitations.queries import buyers_of, platform_staff
from retailers.models import DirectoryEntry
from wholesale.accounts.models import User
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import colleagues
from wholesale.organizations.roles import Permission
from wholesale.tenancy.contexts import act_for_platform


def queue_claim_opened(case: ClaimCase, entry: DirectoryEntry) -> None:
    """Tell the claimant that somebody looks at it, and the platform's staff that a case waits; as the app role."""
    facts = {"name": entry.name, "address": entry.full_address, "person": str(case), "message": case.message}
    queue_email(
        organization_id=None,
        to=case.email,
        language=case.language,
        template="invitations/claim_opened",
        context=facts,
        key=f"claim:{case.pk}:opened",
    )
    path = reverse("admin:invitations_claimcase_change", args=[case.pk])
    for member in platform_staff():
        queue_email(
            organization_id=None,
            to=member.email,
            language=member.language,
            template="invitations/claim_waiting",
            context=facts | {"action_url": absolute(path)},
            key=f"claim:{case.pk}:waiting:{member.pk}",
        )


def queue_claim_reassigned(case: ClaimCase, entry: DirectoryEntry, removed: Iterable[User]) -> None:
    """Tell the claimant that the company is theirs, and those who lost it; in the staff's context."""
    facts = {"name": entry.name, "reason": case.reason}
    sign_in = {"action_url": absolute(reverse("account_login")), "email": case.email}
    with act_for_platform():
        _tell(case, case.email, case.language, "claim_reassigned", facts | sign_in)
        for person in removed:
            _tell(case, person.email, person.language, "claim_lost", facts)


def queue_claim_declined(case: ClaimCase) -> None:
    """Tell the claimant that the company stays with its people, and why; in the staff's context."""
    with act_for_platform():
        facts = {"name": case.retailer.name, "reason": case.reason}
        _tell(case, case.email, case.language, "claim_declined", facts)


def queue_claim_undone(
    case: ClaimCase, entry: DirectoryEntry, going: Iterable[User], back: Iterable[User]
) -> None:
    """Tell those who lose the company again, and those who have it back; in the staff's context."""
    facts = {"name": entry.name, "reason": case.undone_reason}
    sign_in = {"action_url": absolute(reverse("account_login"))}
    with act_for_platform():
        for person in going:
            _tell(case, person.email, person.language, "claim_lost", facts, part="undone")
        for person in back:
            _tell(case, person.email, person.language, "claim_back", facts | sign_in)


def queue_customers_set_apart(case: ClaimCase, apart: Iterable[ApartCustomer]) -> None:
    """Ask each supplier's people who may invite whether it is the same customer; in the staff's context.

    A supplier hears of its own customer alone.
    """
    with act_for_platform():
        for row in apart:
            kwargs = {"organization": row.supplier.slug, "customer": row.customer_id}
            path = reverse("invitations:customer_confirmation", kwargs=kwargs)
            facts = {"name": row.customer.private.display_name, "action_url": absolute(path)}
            for person in colleagues(row.supplier_id, Permission.INVITE_CUSTOMERS):
                _tell(case, person.email, person.language, "customer_apart", facts, part=str(row.pk))


def queue_customer_confirmed(apart: ApartCustomer, home: Organization) -> list[User]:
    """Tell the people of a company who may order that a supplier has confirmed it; return them.

    In the supplier's context, which learns nothing of them.
    """
    path = reverse("organizations:root")
    with act_for_platform():
        people = buyers_of(home.pk)
        for person in people:
            queue_email(
                organization_id=None,
                to=person.email,
                language=person.language,
                template="invitations/customer_confirmed",
                context={
                    "name": home.name,
                    "supplier_name": apart.supplier.name,
                    "action_url": absolute(path),
                },
                key=f"apart:{apart.pk}:confirmed:{person.pk}",
                supplier=apart.supplier,
            )
    return people


def _tell(
    case: ClaimCase, to: str, language: str, template: str, context: dict[str, Any], part: str = ""
) -> None:
    queue_email(
        organization_id=None,
        to=to,
        language=language,
        template=f"invitations/{template}",
        context=context,
        key=f"claim:{case.pk}:{template}:{part}:{to}",
    )
