"""What platform staff see of a case, and what a supplier is asked after one; in the staff's or supplier's context."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from invitations.enums import ApartState, ClaimState
from invitations.models import ApartCustomer, ClaimCase
from retailers.models import Customer, CustomerPrivate, DirectoryEmail, DirectoryEntry
from wholesale.accounts.models import User
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Membership

OPENED = Q(registered_at__isnull=False) | Q(relation="asked_by_retailer")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a case: an address, who it is, and how many suppliers wrote it down for this company."""

    email: str
    person: User | None
    role: str
    known_to: int
    is_listed: bool


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Both sides of a case as they stand now."""

    entry: DirectoryEntry | None
    claimant: Side
    members: list[Side]
    staying: list[Customer]
    set_apart: list[Customer]
    others: int


def claim_cases(*, is_open: bool) -> QuerySet[ClaimCase]:
    """Return the cases that wait, or those that were decided, the newest first."""
    waiting = Q(state=ClaimState.OPEN)
    found = ClaimCase.objects.filter(waiting if is_open else ~waiting)
    return found.select_related("retailer", "through").order_by("-opened_at", "-id")


def case_by_id(case_id: UUID) -> ClaimCase:
    """Return a case; 404 if there is none."""
    try:
        return ClaimCase.objects.select_related("retailer", "through", "person").get(pk=case_id)
    except ClaimCase.DoesNotExist as error:
        raise Http404 from error


def lock_case(case: ClaimCase) -> ClaimCase:
    """Lock a case until the transaction ends, and return it as it stands now."""
    locked = ClaimCase.objects.select_for_update(of=("self",))
    return locked.select_related("retailer", "person").get(pk=case.pk)


def lock_handed_entry(retailer_id: UUID) -> DirectoryEntry | None:
    """Lock the entry of a company that its people may lose: claimed and listed; None for any other."""
    found = DirectoryEntry.objects.filter(pk=retailer_id, claimed_at__isnull=False, is_listed=True)
    return found.select_for_update(of=("self",)).select_related("retailer").first()


def members_of(retailer_id: UUID) -> list[Membership]:
    """Return the people of a company, the first first."""
    found = Membership.objects.filter(organization=retailer_id, guest_of=None)
    return list(found.select_related("user", "person").order_by("created_at", "id"))


def opened_customers(retailer_id: UUID) -> list[Customer]:
    """Return the customers that a company's people see, or see asked for, with what their suppliers keep of them."""
    found = Customer.objects.filter(OPENED, retailer=retailer_id)
    return list(found.select_related("private", "supplier").order_by("supplier__name", "pk"))


def facts_of(case: ClaimCase) -> CaseFacts:
    """Return both sides' facts: who they are, and whose address the suppliers and the directory know."""
    retailer = case.retailer_id
    known = CustomerPrivate.objects.filter(customer__retailer=retailer).exclude(contact_email="")
    written = list(known.values_list("contact_email", flat=True))
    listed = set(DirectoryEmail.objects.filter(retailer=retailer).values_list("email", flat=True))

    def side(email: str, person: User | None, role: str) -> Side:
        return Side(email, person, role, written.count(email), email in listed)

    opened = opened_customers(retailer)
    stays = [each for each in opened if each.private.contact_email == case.email]
    return CaseFacts(
        entry=DirectoryEntry.objects.filter(pk=retailer).select_related("created_by_supplier").first(),
        claimant=side(case.email, case.person or User.objects.filter(email=case.email).first(), ""),
        members=[side(m.user.email, m.user, m.get_role_display()) for m in members_of(retailer)],
        staying=stays,
        set_apart=[each for each in opened if each not in stays],
        others=Customer.objects.filter(retailer=retailer).exclude(OPENED).count(),
    )


def apart_customers(acting: Acting) -> QuerySet[ApartCustomer]:
    """Return what a supplier is asked about the customers that this person sees, with who has each company now."""
    found = ApartCustomer.objects.filter(supplier=acting.organization, state=ApartState.WAITING)
    if acting.represents:
        found = found.filter(customer__private__representative=acting.represents)
    return found.select_related("company__directory_entry", "customer__private", "customer__contact")


def apart_customer(acting: Acting, customer_id: UUID) -> ApartCustomer:
    """Return what a supplier is asked about a customer that this person sees; 404 if nothing is asked."""
    try:
        return apart_customers(acting).get(customer=customer_id)
    except ApartCustomer.DoesNotExist as error:
        raise Http404 from error


def is_apart(customer: Customer) -> bool:
    """Tell whether the supplier is asked whose this customer is; in its context."""
    found = ApartCustomer.objects.filter(supplier=customer.supplier_id, customer=customer)
    return found.filter(state=ApartState.WAITING).exists()


def lock_apart(apart: ApartCustomer) -> ApartCustomer:
    """Lock what a supplier is asked until the transaction ends, and return it as it stands now."""
    locked = ApartCustomer.objects.select_for_update(of=("self",))
    return locked.select_related("company", "customer__private", "supplier").get(pk=apart.pk)
