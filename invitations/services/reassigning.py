"""Platform staff hand a claimed company to whoever it belongs to, and take that back (SPEC.md N6, P7).

In the staff's context. People and companies are written as the app role.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invitations import emails, queries
from invitations.enums import ApartState, ClaimState, RequestState
from invitations.errors import ClaimRefused
from invitations.models import AccessRequest, ApartCustomer, ClaimCase
from retailers.enums import Relation
from retailers.models import CalendarFeed, Customer, DirectoryEmail, DirectoryEntry
from retailers.services import join_customer, name_contact, set_customer_apart
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.api.models import ApiToken
from wholesale.audit.services import record_change
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import MemberInvitation, Membership
from wholesale.organizations.services import withdraw_membership
from wholesale.tenancy.contexts import act_for_platform


@transaction.atomic
def reassign_company(*, case: ClaimCase, reason: str, by: User) -> ClaimCase:
    """Hand a company to the person of a case; the people that it had lose it, and are signed out everywhere.

    What suppliers opened to those people is not opened to who comes: such a customer stands apart, ended, until its
    supplier says that it is the same one; only where the supplier itself wrote the claimant's address down it stays
    (P7). Tokens, feeds and open invitations of colleagues end.

    Locks:  the case, the entry, the customers.
    Emails: the claimant, whoever loses the company, and the suppliers that are asked.
    Raises: ClaimRefused; then nothing is written.
    Source: N6, P7.
    """
    case, entry = _locked(case, ClaimState.OPEN)
    claimant = _person_of(case, entry)
    members = queries.members_of(entry.pk)
    if claimant.pk in {member.user_id for member in members}:
        raise ClaimRefused(_("The claimant belongs to this company meanwhile: decline the case."))
    now = timezone.now()
    case.removed = _let_go(members, by)
    _end_ways_in(entry, now)
    Membership.objects.create(user=claimant, organization=entry.retailer, role=MemberRole.ADMIN)
    DirectoryEmail.objects.get_or_create(retailer=entry.retailer, email=case.email)
    opened = queries.opened_customers(entry.pk)
    name_contact(customers=_stay(opened, case), person=claimant)
    apart = _set_apart(case, [each for each in opened if each not in _stay(opened, case)], by)
    case.person, case.state, case.decided_at = claimant, ClaimState.REASSIGNED, now
    case.decided_by, case.decided_by_name, case.reason = by, str(by)[:120], reason
    case.save()
    _record(case, entry, "company_handed_over", by)
    emails.queue_claim_reassigned(case, entry, [member.user for member in members])
    emails.queue_customers_set_apart(case, apart)
    return case


@transaction.atomic
def decline_claim(*, case: ClaimCase, reason: str, by: User) -> ClaimCase:
    """Leave a company with its people, and tell the claimant why.

    Locks:  the case.
    Emails: the claimant.
    Raises: ClaimRefused if it was decided; then nothing is written.
    Source: N6.
    """
    case = queries.lock_case(case)
    if case.state != ClaimState.OPEN:
        raise ClaimRefused(_("This case was decided already."))
    case.state, case.decided_at, case.reason = ClaimState.DECLINED, timezone.now(), reason
    case.decided_by, case.decided_by_name = by, str(by)[:120]
    case.save()
    emails.queue_claim_declined(case)
    return case


@transaction.atomic
def undo_reassignment(*, case: ClaimCase, reason: str, by: User) -> ClaimCase:
    """Give a company back to the people who lost it; those who have it now lose it, and are signed out everywhere.

    Customers that still stand apart come back as they were. What was opened since, to the people who go, stands apart
    in its turn: its supplier is asked. Tokens that ended stay ended.

    Locks:  the case, the entry, the customers.
    Emails: both sides, and the suppliers that are asked.
    Raises: ClaimRefused (a later decision lies on top; the company was merged away); then nothing is written.
    Source: N6.
    """
    case, entry = _locked(case, ClaimState.REASSIGNED)
    later = ClaimCase.objects.filter(retailer=entry.pk, state=ClaimState.REASSIGNED)
    if later.filter(decided_at__gt=case.decided_at).exists():
        raise ClaimRefused(_("The company was handed over once more since. Undo that first."))
    going = queries.members_of(entry.pk)
    _let_go(going, by)
    _end_ways_in(entry, timezone.now())
    back = _restore(case, entry)
    since = [each for each in queries.opened_customers(entry.pk) if _is_since(each, case)]
    _bring_back(case, entry, by)
    apart = _set_apart(case, since, by)
    if back:
        name_contact(customers=queries.opened_customers(entry.pk), person=back[0])
    case.state, case.undone_at, case.undone_reason = ClaimState.UNDONE, timezone.now(), reason
    case.undone_by_name = str(by)[:120]
    case.save()
    _record(case, entry, "company_handed_back", by)
    emails.queue_claim_undone(case, entry, [member.user for member in going], back)
    emails.queue_customers_set_apart(case, apart)
    return case


def _locked(case: ClaimCase, state: ClaimState) -> tuple[ClaimCase, DirectoryEntry]:
    case = queries.lock_case(case)
    if case.state != state:
        raise ClaimRefused(_("This case was decided already."))
    entry = queries.lock_handed_entry(case.retailer_id)
    if entry is None:
        raise ClaimRefused(
            _("The company is not in the directory any more, or nobody's: it was merged, or ended.")
        )
    if entry.retailer.sells or entry.retailer.delivers:
        raise ClaimRefused(
            _("%(name)s also sells or delivers: who runs that is not decided here.") % {"name": entry.name}
        )
    return case, entry


def _person_of(case: ClaimCase, entry: DirectoryEntry) -> User:
    """Return the claimant's account; whoever has none signs in by code, for the address is proven."""
    with act_for_platform():
        found = case.person or User.objects.filter(email=case.email).first()
        return found or register_person(
            email=case.email,
            name=case.person_name,
            language=case.language,
            time_zone=entry.retailer.time_zone,
        )


def _let_go(members: Iterable[Membership], by: User) -> list[dict[str, Any]]:
    """End these memberships, and return what is needed to give them back."""
    gone = []
    for member in members:
        gone.append(
            {
                "user": str(member.user_id),
                "name": str(member.user),
                "email": member.user.email,
                "role": member.role,
                "created_at": member.created_at.isoformat(),
            }
        )
        withdraw_membership(membership=member, by=by)
    return gone


def _end_ways_in(entry: DirectoryEntry, now: datetime) -> None:
    """End what opens the company without a membership: tokens of its own, its calendar, colleagues asked to join."""
    ApiToken.objects.filter(organization=entry.pk, revoked_at=None).update(revoked_at=now)
    CalendarFeed.objects.filter(retailer=entry.pk).delete()
    waiting = MemberInvitation.objects.filter(organization=entry.pk, accepted_at=None, revoked_at=None)
    waiting.update(revoked_at=now)


def _stay(opened: list[Customer], case: ClaimCase) -> list[Customer]:
    return [each for each in opened if each.private.contact_email == case.email]


def _set_apart(case: ClaimCase, customers: Iterable[Customer], by: User) -> list[ApartCustomer]:
    apart = []
    for customer in customers:
        asked = AccessRequest.objects.filter(supplier=customer.supplier_id, customer=customer)
        asked.filter(state=RequestState.OPEN).update(state=RequestState.WITHDRAWN, decided_at=timezone.now())
        row = ApartCustomer(
            supplier=customer.supplier,
            customer=customer,
            case=case,
            company_id=case.retailer_id,
            was_relation=customer.relation if customer.is_registered else Relation.NONE,
            was_active=customer.is_active,
            holder=set_customer_apart(customer=customer),
        )
        row.save(force_insert=True)
        record_change(
            organization_id=customer.supplier_id,
            by=by,
            verb="customer_set_apart",
            subject=customer,
            subject_name=customer.private.display_name,
            before={"is_active": customer.is_active},
            after={"is_active": False},
        )
        apart.append(row)
    return apart


def _is_since(customer: Customer, case: ClaimCase) -> bool:
    """Tell whether a customer was opened to the people who go, and not to those who come back."""
    confirmed = ApartCustomer.objects.filter(case=case, customer=customer, state=ApartState.CONFIRMED)
    if confirmed.exists() or customer.registered_at is None:
        return True
    return case.decided_at is not None and customer.registered_at > case.decided_at


def _restore(case: ClaimCase, entry: DirectoryEntry) -> list[User]:
    back = []
    for kept in case.removed:
        person = User.objects.filter(pk=kept["user"], is_active=True).first()
        if person:
            Membership.objects.create(
                user=person,
                organization=entry.retailer,
                role=kept["role"],
                created_at=datetime.fromisoformat(kept["created_at"]),
            )
            back.append(person)
    return back


def _bring_back(case: ClaimCase, entry: DirectoryEntry, by: User) -> None:
    """Let the customers that still stand apart be the company's again, unless their supplier has decided otherwise."""
    waiting = ApartCustomer.objects.filter(case=case, state=ApartState.WAITING)
    for row in waiting.select_related("customer__private", "holder__directory_entry"):
        taken = Customer.objects.filter(supplier=row.supplier_id, retailer=entry.pk).exists()
        if not taken and not row.holder.directory_entry.is_claimed:
            join_customer(
                customer=row.customer,
                to=entry.retailer,
                relation=row.was_relation,
                is_active=row.was_active,
            )
            row.state, row.decided_at, row.decided_by_name = (
                ApartState.RETURNED,
                timezone.now(),
                str(by)[:120],
            )
            row.save(update_fields=["state", "decided_at", "decided_by_name"])


def _record(case: ClaimCase, entry: DirectoryEntry, verb: str, by: User) -> None:
    record_change(
        organization_id=entry.pk,
        by=by,
        verb=verb,
        subject=case,
        subject_name=entry.name,
        after={"email": case.email},
    )
