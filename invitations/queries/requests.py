"""Reads of requests for access: the supplier's, a retailer's own, and those that a person made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404

from invitations.enums import RequestState
from invitations.models import AccessRequest
from retailers.enums import CustomerEventKind
from retailers.models import Customer, CustomerEvent
from wholesale.accounts.models import User
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """What a person is shown of a request that they made: no more than it was told by mail."""

    id: UUID
    supplier_id: UUID
    supplier_name: str
    supplier_slug: str
    retailer_name: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    answer: str
    is_active: bool

    @property
    def standing(self) -> RequestState:
        """Return the state as it shows: with its word and colour."""
        return RequestState(self.state)


def requests_of(acting: Acting) -> QuerySet[AccessRequest]:
    """Return the requests of the retailers that this person of a supplier sees."""
    found = AccessRequest.objects.filter(supplier=acting.organization)
    if acting.represents:
        found = found.filter(customer__private__representative=acting.represents)
    return found.select_related("customer__private", "retailer__directory_entry", "tag")


def find_requests(acting: Acting, states: Sequence[str], search: str) -> QuerySet[AccessRequest]:
    """Return a supplier's requests in some states, or all, whose retailer or person is called so."""
    found = requests_of(acting)
    if states:
        found = found.filter(state__in=states)
    if search:
        named = Q(customer__private__display_name__icontains=search) | Q(person_name__icontains=search)
        found = found.filter(named | Q(email__icontains=search))
    return found


def request_for_member(acting: Acting, customer: Customer, request_id: UUID) -> AccessRequest:
    """Return a request of a customer that this person sees; 404 for any other, as if it did not exist."""
    try:
        return requests_of(acting).get(pk=request_id, customer=customer)
    except AccessRequest.DoesNotExist as error:
        raise Http404 from error


def open_requests_count(supplier_id: UUID, most: int) -> int:
    """Return how many requests wait for a supplier's decision, counted up to `most`."""
    waiting = AccessRequest.objects.filter(supplier=supplier_id, state=RequestState.OPEN)
    return waiting.values("pk")[:most].count()


def requests_by(customer: Customer) -> QuerySet[AccessRequest]:
    """Return all requests of one customer, newest first, as its supplier sees them."""
    found = AccessRequest.objects.filter(supplier_id=customer.supplier_id, customer=customer)
    return found.select_related("tag", "retailer__directory_entry").order_by("-asked_at", "-id")


def lock_open_request(customer: Customer) -> AccessRequest | None:
    """Lock the request of this customer that waits for a decision, if there is one."""
    waiting = AccessRequest.objects.filter(
        supplier_id=customer.supplier_id, customer=customer, state=RequestState.OPEN
    )
    related = ("supplier", "customer__private", "retailer__directory_entry")
    return waiting.select_for_update(of=("self",)).select_related(*related).first()


def last_refusal(request: AccessRequest) -> AccessRequest | None:
    """Return the last request of this customer that was rejected before this one."""
    before = requests_by(request.customer).filter(state=RequestState.REJECTED)
    return before.exclude(pk=request.pk).first()


def was_refused(customer: Customer) -> bool:
    """Tell whether the supplier has ever declined to let this customer in."""
    refused = CustomerEvent.objects.filter(supplier_id=customer.supplier_id, kind=CustomerEventKind.REJECTED)
    return refused.filter(customer=customer).exists()


def lock_request(request: AccessRequest) -> AccessRequest:
    """Lock a request until the transaction ends, and return it as it stands now."""
    locked = AccessRequest.objects.select_for_update(of=("self",))
    related = ("supplier", "customer__private", "retailer__directory_entry")
    return locked.select_related(*related).get(pk=request.pk)


def requests_of_retailer(retailer: Organization) -> QuerySet[AccessRequest]:
    """Return the requests that a company's own people made, newest first; in its context."""
    found = AccessRequest.objects.filter(retailer=retailer).select_related("supplier")
    return found.order_by("-asked_at", "-id")


def request_of_retailer(retailer: Organization, request_id: UUID) -> AccessRequest:
    """Return a request of this company; 404 for any other."""
    try:
        return requests_of_retailer(retailer).get(pk=request_id)
    except AccessRequest.DoesNotExist as error:
        raise Http404 from error


def requests_of_person(person: User) -> list[OwnRequest]:
    """Return the requests that a person made, newest first, whichever company they belong to by now, or none.

    One statement, by a pinned look-up: whoever has asked for an unclaimed entry is at no company yet.
    """
    with act_as(Context(Role.PUBLIC)), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.requests_of_person(%s)", [person.pk])
        names = [column.name for column in cursor.description]
        return [OwnRequest(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def request_of_person(person: User, request_id: UUID) -> AccessRequest:
    """Return a request that this person made, read for its supplier; 404 for anybody else's."""
    own = next((each for each in requests_of_person(person) if each.id == request_id), None)
    if own is None:
        raise Http404
    with act_as(Context(Role.SUPPLIER, supplier_id=own.supplier_id)):
        return AccessRequest.objects.select_related("supplier", "customer__private").get(pk=request_id)
