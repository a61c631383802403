"""Which transfers a list shows, by search and filters."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from inventory import queries
from inventory.enums import TransferStatus
from inventory.models import Transfer
from wholesale.organizations.access import ActingRequest
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import suppliers_of
from wholesale.ui.filters import Filter, ListFilters

SORTS = {"newest": ["-id"], "oldest": ["id"]}


@dataclass
class Listed:
    """What the address asks for."""

    request: ActingRequest

    @cached_property
    def others(self) -> dict[str, Organization]:
        """Return the companies across the table by slug."""
        acting = self.request.acting
        if acting.side == Side.DELIVERING:
            return {each.slug: each for each in suppliers_of(acting.organization)}
        places = queries.places_of(acting.organization)
        return {place.keeper.slug: place.keeper for place in places if not place.is_own}

    @cached_property
    def filters(self) -> ListFilters:
        who = _("Distributor") if self.request.acting.side == Side.SELLING else _("Supplier")
        words = dict(TransferStatus.choices) | {TransferStatus.SENT.value: _("On its way")}
        states = list(words.items())
        offered = [
            Filter("status", _("State"), states),
            Filter("direction", _("Direction"), [("out", _("Going out")), ("in", _("Coming in"))]),
            Filter("company", who, [(slug, each.name) for slug, each in self.others.items()]),
        ]
        return ListFilters(self.request.GET, [each for each in offered if each.options], SORTS)

    @property
    def transfers(self) -> QuerySet[Transfer]:
        """Return the transfers that fit."""
        acting, filters = self.request.acting, self.filters
        found = queries.found_among(queries.transfers_of(acting.organization, acting.side), filters.search)
        if chosen := filters.values["status"]:
            found = found.filter(status__in=chosen)
        if company := next(iter(filters.values.get("company", ())), ""):
            found = queries.with_company(found, self.others[company])
        return queries.going(found, acting.organization, filters.one("direction"))
