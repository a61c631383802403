"""Reads of the tour through a customer's steps; in the supplier's context."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from catalogs.queries import levels_that_set
from invitations.enums import TourState
from invitations.models import CustomerTour
from invitations.tour import STEPS, Tour, tour_for
from retailers.enums import Relation
from retailers.models import Customer, ScheduleLine
from retailers.queries import customers_of
from wholesale.organizations.access import Acting


def tour_of(acting: Acting, customer: Customer, path: str = "") -> Tour:
    """Return a customer's tour as this person sees it, also where nobody has started it; in one statement or two.

    Args:
        path: of the page that is shown.
    """
    row = _with_steps(CustomerTour.objects.filter(customer=customer), "customer_id").first()
    if row is None:
        [own] = _with_steps(Customer.objects.filter(pk=customer.pk), "pk")
        row = CustomerTour(customer=customer, state="")
        row.has_terms, row.has_days = own.has_terms, own.has_days  # type: ignore[attr-defined]
    return _seen(acting, customer, row, path)


def bar_of(request: HttpRequest, customer: Customer) -> Tour | None:
    """Return the tour that a customer's pages show on top: one that is not finished, to who may take a step of it.

    In one statement.
    """
    acting: Acting = request.acting  # type: ignore[attr-defined]
    if not customer.is_connected or not any(acting.may(step.right) for step in STEPS):
        return None
    row = _with_steps(_open().filter(customer=customer), "customer_id").first()
    return _seen(acting, customer, row, request.path) if row else None


def open_tours(acting: Acting) -> QuerySet[CustomerTour]:
    """Return the tours of customers that this person sees of which a step is left."""
    seen = customers_of(acting).filter(relation=Relation.ACCEPTED).values("pk")
    own = _open().filter(supplier=acting.organization, customer__in=seen)
    tours: QuerySet[CustomerTour] = _with_steps(own, "customer_id")
    left = Q(customer__is_active=False)
    left |= Q(has_terms=False, terms_confirmed=False) | Q(has_days=False, days_confirmed=False)
    return tours.filter(left).select_related("customer__private", "customer__supplier")


def seen_tour(acting: Acting, row: CustomerTour) -> Tour:
    """Return a row of open_tours as this person sees it."""
    return _seen(acting, row.customer, row, "")


def lock_tour(customer: Customer) -> CustomerTour:
    """Lock a customer's tour until the transaction ends, and return it as it stands; made if there was none."""
    keys = {"supplier": customer.supplier, "customer": customer}
    CustomerTour.objects.get_or_create(**keys, defaults={"state": TourState.LEFT})
    tours: QuerySet[CustomerTour] = _with_steps(CustomerTour.objects.filter(**keys), "customer_id")
    return tours.select_for_update(of=("self",)).get()


def _open() -> QuerySet[CustomerTour]:
    return CustomerTour.objects.exclude(state=TourState.FINISHED)


def _with_steps(rows: Any, customer: str) -> Any:
    """Add what is set for the customer itself."""
    own = {"supplier": OuterRef("supplier_id")}
    terms = levels_that_set().filter(customer=OuterRef(customer), **own)
    days = ScheduleLine.objects.filter(schedule__customer=OuterRef(customer), **own)
    return rows.annotate(has_terms=Exists(terms), has_days=Exists(days))


def done_of(customer: Customer, row: CustomerTour) -> set[str]:
    """Return the keys of the steps that are done."""
    facts = {
        "activation": customer.is_active,
        "terms": row.terms_confirmed or row.has_terms,  # type: ignore[attr-defined]
        "days": row.days_confirmed or row.has_days,  # type: ignore[attr-defined]
    }
    return {key for key, is_done in facts.items() if is_done}


def _seen(acting: Acting, customer: Customer, row: CustomerTour, path: str) -> Tour:
    place = [acting.organization.slug, customer.pk]
    return tour_for(
        state=TourState(row.state) if row.state else None,
        done=done_of(customer, row),
        rights=acting.permissions,
        urls={step.key: reverse(step.page, args=place) for step in STEPS},
        path=path,
    )
