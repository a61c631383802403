"""What platform staff see before and after two entries become one (SPEC.md C7). In the staff's context."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retailers.details import PUBLIC_FIELDS, EntryDetails
from retailers.enums import CustomerStatus
from retailers.errors import MergeRefused
from retailers.joining import joined_private, joined_standing
from retailers.merging import LOCKED
from retailers.models import Customer, DirectoryEntry, Merge

Choices = Mapping[str, str]  # public field to "kept" or "gone"
_NAMES: dict[str, Promise] = {
    "orders.Order": gettext_lazy("Orders"),
    "orders.Cart": gettext_lazy("Carts"),
    "invitations.Invitation": gettext_lazy("Invitations"),
    "organizations.Membership": gettext_lazy("People"),
    "retailers.ShipToAddress": gettext_lazy("Ship-to addresses"),
    "retailers.DirectoryEmail": gettext_lazy("Email addresses"),
}
_COUNTED = dict.fromkeys(_NAMES, "retailer") | {"organizations.Membership": "organization"}


@dataclass(frozen=True, slots=True)
class Joined:
    """A supplier that has both as customers, and what the one customer will be."""

    kept: Customer
    gone: Customer

    @property
    def private(self) -> Mapping[str, object]:
        """Return what the supplier will keep of it."""
        return joined_private(vars(self.kept.private), vars(self.gone.private))

    @property
    def status(self) -> CustomerStatus:
        """Return where it will stand."""
        return CustomerStatus(joined_standing(vars(self.kept), vars(self.gone))["status"])


@dataclass(frozen=True, slots=True)
class Field:
    """A public field of two entries, and whose value stays: "kept" or "gone"."""

    name: str
    label: Any
    kept: str
    gone: str
    stays: str

    @property
    def differs(self) -> bool:
        """Tell whether there is anything to choose."""
        return self.kept != self.gone


@dataclass(frozen=True)
class MergePreview:
    """What a merge would do."""

    kept: DirectoryEntry
    gone: DirectoryEntry
    details: EntryDetails
    joined: list[Joined] = field(default_factory=list)
    moved: list[Customer] = field(default_factory=list)

    @property
    def asks_one_company(self) -> bool:
        """Tell whether both have people, so that a person must say that they are one company."""
        return self.kept.is_claimed and self.gone.is_claimed

    @property
    def kept_public(self) -> dict[str, str]:
        """Return the public columns of the one that stays as they are."""
        return {name: getattr(self.kept, name) for name in PUBLIC_FIELDS}

    def fields(self, choices: Choices) -> list["Field"]:
        """Return the public fields of both, side by side, with which one stays."""
        return [
            Field(
                name,
                _label(name),
                _shown(self.kept, name),
                _shown(self.gone, name),
                stays=choices.get(name) or ("kept" if getattr(self.kept, name) else "gone"),
            )
            for name in PUBLIC_FIELDS
        ]

    @property
    def touched(self) -> list[Customer]:
        """Return the customers that a supplier is told of: those that will be one, and those that move."""
        return [each.kept for each in self.joined] + self.moved


def lock_both(kept: UUID, gone: UUID) -> list[DirectoryEntry]:
    """Lock two entries, then what those who order or accept would lock, each in key order."""
    entries = DirectoryEntry.objects.filter(pk__in=(kept, gone)).select_related("retailer")
    locked = list(entries.order_by("pk").select_for_update(of=("self",)))
    for label in LOCKED:
        model: Any = apps.get_model(label)
        rows = model.objects.filter(retailer__in=(kept, gone))
        list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    return locked


def merge_preview(entries: list[DirectoryEntry], kept: UUID, gone: UUID, choices: Choices) -> MergePreview:
    """Return what merging these two would do.

    Args:
        choices: as chosen; of a field that is not named, the one that stays has its say, the other if it has none.
    Raises: MergeRefused where the two cannot be merged.
    """
    found = {entry.pk: entry for entry in entries if entry.is_listed}
    if kept == gone or len(found) != 2:
        raise MergeRefused(_("Choose two different entries that are in the directory."))
    stays, goes = found[kept], found[gone]
    if goes.is_claimed and not stays.is_claimed:
        raise MergeRefused(_("The entry that a company has claimed is the one that stays."))
    if goes.retailer.sells or goes.retailer.delivers:
        raise MergeRefused(
            _("%(name)s also sells or delivers: only a company that does nothing but buy can go.")
            % {"name": goes.name}
        )
    joined, moved = _customers_of_both(kept, gone)
    return MergePreview(stays, goes, _details(stays, goes, choices), joined, moved)


def in_order(
    entries: list[DirectoryEntry], preferred: UUID | None = None
) -> tuple[DirectoryEntry, DirectoryEntry]:
    """Return which of two entries stays, then the other: a claimed one before one that nobody has claimed.

    Between two alike the preferred one, else one that also sells or delivers, else the older.
    """

    def rank(entry: DirectoryEntry) -> tuple[bool, bool, bool, str]:
        company = entry.retailer
        busy = company.sells or company.delivers
        return (not entry.is_claimed, not busy, entry.pk != preferred, str(entry.pk))

    first, second = sorted(entries, key=rank)
    return first, second


def both_entries(one: UUID, other: UUID) -> list[DirectoryEntry]:
    """Return two entries with their companies; 404 unless both are there."""
    found = list(DirectoryEntry.objects.filter(pk__in=(one, other)).select_related("retailer"))
    if len(found) != 2:
        raise Http404
    return found


def merges() -> QuerySet[Merge]:
    """Return every merge, the last one first."""
    return Merge.objects.select_related("kept", "gone").order_by("-at", "-id")


def merge_by_id(merge_id: UUID) -> Merge:
    """Return a merge; 404 if there is none."""
    try:
        return merges().get(pk=merge_id)
    except Merge.DoesNotExist as error:
        raise Http404 from error


def lock_merge(merge: Merge) -> Merge:
    """Lock a merge until the transaction ends, and return it as it stands now."""
    return Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)


def counts_of(retailer: UUID) -> list[tuple[Promise, int]]:
    """Return how much of each kind belongs to a retailer, in the words of the result page."""
    found = {}
    for label, column in _COUNTED.items():
        model: Any = apps.get_model(label)
        found[label] = model.objects.filter(**{column: retailer}).count()
    return named(found)


def named(moved: Mapping[str, int]) -> list[tuple[Promise, int]]:
    """Return how many rows moved, under their names on screen; what has none is left out."""
    return [(_NAMES[label], moved[label]) for label in _NAMES if moved.get(label)]


def _customers_of_both(kept: UUID, gone: UUID) -> tuple[list[Joined], list[Customer]]:
    customers = Customer.objects.filter(retailer__in=(kept, gone)).select_related("private", "supplier")
    by_key = {
        (each.retailer_id, each.supplier_id): each for each in customers.order_by("supplier__name", "pk")
    }
    joined, moved = [], []
    for (retailer, supplier), customer in by_key.items():
        if retailer == gone:
            twin = by_key.get((kept, supplier))
            if twin:
                joined.append(Joined(twin, customer))
            else:
                moved.append(customer)
    return joined, moved


def _details(stays: DirectoryEntry, goes: DirectoryEntry, choices: Choices) -> EntryDetails:
    def value(name: str) -> str:
        mine, theirs = getattr(stays, name), getattr(goes, name)
        if choices.get(name) == "gone":
            return str(theirs)
        return str(mine if choices.get(name) == "kept" else mine or theirs)

    return EntryDetails(**{name: value(name) for name in PUBLIC_FIELDS})


def _shown(entry: DirectoryEntry, name: str) -> str:
    return entry.industry_name if name == "industry" else str(getattr(entry, name))


def _label(name: str) -> Any:
    field: Any = DirectoryEntry._meta.get_field(name)
    return field.verbose_name
