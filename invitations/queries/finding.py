"""A retailer looks for a supplier, and sees where it stands with each (SPEC.md N10). In the retailer's context."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet
from django.http import Http404

from invitations.enums import AskingState, LinkState, RequestState
from invitations.models import AccessRequest, Findability, InviteLink, InviteTag
from invitations.queries.invitations import invitations_to_company
from invitations.queries.links import link_by_code, tag_by_slug
from retailers.enums import Relation
from retailers.models import Customer, DirectoryEntry
from wholesale.organizations.localities import country_choices
from wholesale.organizations.models import Organization

LEAST_LETTERS = 2
MOST_WORDS = 8


class PlainText(Func):
    """A text without accents, in small letters."""

    template = "lower(regexp_replace(normalize(%(expressions)s, NFKD), '[\u0300-\u036f]', '', 'g'))"
    output_field = CharField()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a retailer stands with a supplier."""

    supplier: Organization
    state: AskingState
    customer: Customer | None = None
    request: AccessRequest | None = None

    @property
    def country_name(self) -> str:
        """Return the supplier's country in the reader's language."""
        return dict(country_choices()).get(self.supplier.country, self.supplier.country)

    @property
    def may_ask(self) -> bool:
        """Tell whether asking leads anywhere now."""
        return self.state in (AskingState.NONE, AskingState.REJECTED, AskingState.ENDED)


@dataclass(frozen=True, slots=True)
class Door:
    """A supplier that a retailer may ask, and the link that it came by, if it did."""

    supplier: Organization
    link: InviteLink | None = None
    tag: InviteTag | None = None


def findable_suppliers(retailer: Organization, text: str) -> QuerySet[Organization]:
    """Return suppliers whose name has these words, or whose country is called so, without accents and case.

    Those that do not want to be found, or that one supplier alone knows, are left out; so is everybody below two
    letters, and for a company that a supplier made up to test its store.
    """
    words = _plain(text).split()[:MOST_WORDS]
    if sum(map(len, words)) < LEAST_LETTERS or retailer.private_to_id:
        return Organization.objects.none()
    found = _selling(retailer).alias(plain=PlainText(F("name"))).exclude(_is_hidden())
    for word in words:
        found = found.filter(Q(plain__contains=word) | Q(country__in=_countries(word)))
    return found


def standings_with(retailer: Organization, suppliers: Collection[Organization]) -> list[Standing]:
    """Return where a retailer stands with each of these suppliers, in three statements."""
    keys = [supplier.pk for supplier in suppliers]
    customers = {
        each.supplier_id: each for each in Customer.objects.filter(retailer=retailer, supplier__in=keys)
    }
    last = AccessRequest.objects.filter(retailer=retailer, supplier__in=keys)
    requests = {
        each.supplier_id: each for each in last.order_by("supplier", "-asked_at", "-id").distinct("supplier")
    }
    inviting = set(
        invitations_to_company(retailer).filter(supplier__in=keys).values_list("supplier", flat=True)
    )
    return [
        _standing(supplier, customers.get(supplier.pk), requests.get(supplier.pk), inviting)
        for supplier in suppliers
    ]


def last_requests(retailer: Organization) -> QuerySet[AccessRequest]:
    """Return a retailer's requests, each with whether it may order there by now and whether it is the newest one."""
    newer = AccessRequest.objects.filter(
        retailer=retailer, supplier=OuterRef("supplier"), asked_at__gt=OuterRef("asked_at")
    )
    active = Customer.objects.filter(retailer=retailer, pk=OuterRef("customer"), is_active=True)
    asked = AccessRequest.objects.filter(retailer=retailer).select_related("supplier")
    return asked.annotate(may_order=Exists(active), was_repeated=Exists(newer))


def door_to(retailer: Organization, slug: str, *, via: str = "", tag: str = "") -> Door:
    """Return a supplier that this retailer may ask: one that is found, is known to it, or whose link it holds.

    404 for any other, as if it did not exist.

    Args:
        via: the code of the invite link that it came by; tag: the poster's word in its address.
    """
    supplier = _selling(retailer).annotate(is_hidden=_is_hidden()).filter(slug=slug).first()
    if supplier is None or retailer.private_to_id:
        raise Http404
    link = _link_of(supplier, via)
    if supplier.is_hidden and link is None:
        (standing,) = standings_with(retailer, [supplier])
        if standing.state == AskingState.NONE and standing.request is None:
            raise Http404
    return Door(supplier, link, tag_by_slug(link, tag) if link and tag else None)


def last_request_to(retailer: Organization, slug: str) -> AccessRequest:
    """Return what this company asked a supplier last; 404 if it never did."""
    asked = AccessRequest.objects.filter(retailer=retailer, supplier__slug=slug).select_related("supplier")
    if found := asked.order_by("-asked_at", "-id").first():
        return found
    raise Http404


def has_entry(retailer_id: UUID) -> bool:
    """Tell whether a company has an entry, by which a supplier sees who asks."""
    return DirectoryEntry.objects.filter(pk=retailer_id).exists()


def is_findable(supplier_id: UUID) -> bool:
    """Tell whether retailers find this supplier; in its own context."""
    return not Findability.objects.filter(supplier=supplier_id, is_findable=False).exists()


def has_asked_or_buys(retailer_id: UUID) -> bool:
    """Tell whether a company has a supplier, or waits for one's answer."""
    asked = AccessRequest.objects.filter(retailer=retailer_id)
    return asked.exists() or Customer.objects.filter(retailer=retailer_id).exists()


def _selling(retailer: Organization) -> QuerySet[Organization, Any]:
    return Organization.objects.filter(sells=True, private_to=None).exclude(pk=retailer.pk)


def _is_hidden() -> Exists:
    return Exists(Findability.objects.filter(supplier=OuterRef("pk"), is_findable=False))


def _link_of(supplier: Organization, code: str) -> InviteLink | None:
    link = link_by_code(code)
    return link if link and link.supplier_id == supplier.pk and link.state == LinkState.ON else None


def _standing(
    supplier: Organization, customer: Customer | None, request: AccessRequest | None, inviting: set[UUID]
) -> Standing:
    def stands(state: AskingState) -> Standing:
        return Standing(supplier, state, customer, request)

    if customer and customer.is_connected:
        return stands(AskingState.ACTIVE if customer.is_active else AskingState.APPROVED)
    if request and request.is_open:
        return stands(AskingState.WAITING)
    if supplier.pk in inviting:
        return stands(AskingState.INVITED)
    if customer and customer.relation == Relation.ENDED:
        return stands(AskingState.ENDED)
    if request and request.state == RequestState.REJECTED:
        return stands(AskingState.REJECTED)
    return stands(AskingState.NONE)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).lower()


def _countries(word: str) -> list[str]:
    """Return the countries whose name begins with a word, in the reader's language."""
    return [
        code
        for code, name in country_choices()
        if len(word) > LEAST_LETTERS and _plain(name).startswith(word)
    ]
