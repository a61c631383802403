"""Counts of stock by sheets: what a row would correct, and correcting it (SPEC.md I3, X3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.queries import ids_by_sku
from inventory.count_sheet import COLUMNS
from inventory.enums import MovementKind
from inventory.models import StockBalance
from inventory.queries.places import Place, places_of
from inventory.queries.stock import StockRow
from inventory.services import ledger
from inventory.services.warehouses import warehouse_of
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.sheets.enums import VerdictKind
from wholesale.sheets.importables import Keys, Line, Verdict, Words

MOST_COUNTED = 1_000_000
Change = tuple[Place, UUID, int, str]


class _Judge:
    """The places and products that some rows name, with what lies there: four statements for any number of rows."""

    def __init__(self, supplier: Organization, lines: Sequence[Line]) -> None:
        self.supplier, places = supplier, places_of(supplier)
        self.main = places[0]
        self.places = {_key(place.name): place for place in places}
        self.products = ids_by_sku(supplier, {_sku(line.values) for line in lines})
        kept = StockBalance.objects.filter(
            supplier=supplier, product__in=list(self.products.values())
        ).values_list("warehouse_id", "product_id", "on_hand_units", "reserved_units")
        self.balances = {
            (warehouse, product): (units, reserved) for warehouse, product, units, reserved in kept
        }
        self.changes: dict[int, Change] = {}
        self.seen: set[tuple[UUID, UUID]] = set()

    def of(self, line: Line) -> Verdict:
        """Return what a row does, and note what it changes."""
        place, product = self._place(line), self.products.get(_sku(line.values))
        counted, faults = _counted(line.values)
        if place is None:
            faults.insert(0, _("You have no warehouse of this name."))
        elif not place.is_editable:
            refused = _("%(name)s keeps this stock and has not granted you to edit it.")
            faults.insert(0, refused % {"name": place.keeper.name})
        if product is None:
            faults.insert(0, _("You have no product with this SKU."))
        if faults or place is None or product is None:
            return Verdict(VerdictKind.REFUSED, tuple(faults))
        if (place.key, product) in self.seen:
            return Verdict(VerdictKind.REFUSED, (_("Another row counts this product in this warehouse."),))
        self.seen.add((place.key, product))
        key = (place.warehouse.pk if place.warehouse else None, product)
        on_hand, reserved = self.balances.get(key, (0, 0))  # type: ignore[arg-type]
        if counted is None or counted == on_hand:
            return Verdict(VerdictKind.UNCHANGED)
        if counted < reserved:
            text = _("%(n)s are reserved by orders, so that there cannot be fewer.")
            return Verdict(VerdictKind.REFUSED, (text % {"n": reserved},))
        reason = line.values.get("reason", "").strip() or _("Import of counts")
        self.changes[line.number] = (place, product, counted - on_hand, reason)
        words = _("%(place)s: %(before)s → %(after)s (%(change)s)")
        said = {"place": place.name, "before": on_hand, "after": counted, "change": f"{counted - on_hand:+d}"}
        return Verdict(VerdictKind.UPDATE, (words % said,))

    def _place(self, line: Line) -> Place | None:
        named = _key(line.values.get("warehouse", ""))
        return self.places.get(named) if named else self.main


class Counts:
    """What wholesale.sheets asks of counts. Key: the warehouse and the SKU. An empty cell changes nothing."""

    columns = COLUMNS
    permission = Permission.MANAGE_STOCK
    words = Words(
        title=gettext_lazy("Import counts"),
        lead=gettext_lazy(
            "What lies in your warehouses, and in those that you keep or may edit, corrected from a sheet."
        ),
        list_url_name="inventory:stock_list",
        list_label=gettext_lazy("Inventory"),
        found=gettext_lazy("Products are found by their SKU, warehouses by their name."),
        file_stem="counts",
    )

    def keys_in(self, organization: Organization) -> Keys:
        """Return what reads warehouse and SKU of a row as one key; a row without a warehouse is about the main one."""
        main = _key(places_of(organization)[0].name)

        def keys(values: Mapping[str, str]) -> dict[str, str]:
            sku = _sku(values)
            return {"sku": f"{_key(values.get('warehouse', '')) or main}\n{sku}"} if sku else {}

        return keys

    def missing_key(self, chosen: Sequence[str]) -> str:
        """Ask for the columns without which nothing is counted."""
        if "sku" not in chosen:
            return _("Choose which column is the SKU.")
        return "" if "counted_units" in chosen else _("Choose which column has the counted units.")

    def check(
        self, organization: Organization, lines: Sequence[Line], by: User | None, represents: UUID | None
    ) -> list[Verdict]:
        """Say what each row would do."""
        judge = _Judge(organization, lines)
        return [judge.of(line) for line in lines]

    @transaction.atomic
    def write(
        self, organization: Organization, lines: Sequence[Line], by: User | None, represents: UUID | None
    ) -> list[Verdict]:
        """Correct what each row says, by its difference from what is on hand now.

        Locks: the balances, in key order.
        """
        judge = _Judge(organization, lines)
        verdicts = {line.number: judge.of(line) for line in lines}
        too_late = _correct(organization, judge.changes, by)
        for number in too_late:
            verdicts[number] = Verdict(VerdictKind.REFUSED, (_("It changed meanwhile. Import it again."),))
        return [verdicts[line.number] for line in lines]

    def export_headings(self) -> list[str]:
        """Return the headings of an export, in the reader's language; an import knows them in any."""
        return [column.heading for column in COLUMNS]

    def export_rows(self, rows: Iterable[StockRow]) -> list[list[Any]]:
        """Return what lies in each place that may be counted; imported again it changes nothing."""
        return [
            [row.product["sku"], row.product["name"], place.name, cell.on_hand_units, ""]
            for row in rows
            for place, cell in row.cells
            if place.is_editable
        ]


def _correct(supplier: Organization, changes: Mapping[int, Change], by: User | None) -> list[int]:
    """Move what the rows change, one statement for each reason; return the rows that could not."""
    moved: set[tuple[UUID, UUID]] = set()
    by_place: dict[UUID, tuple[Place, list[UUID]]] = {}
    by_reason: dict[str, list[tuple[Place, UUID, int]]] = {}
    for place, product, units, reason in changes.values():
        by_place.setdefault(place.key, (place, []))[1].append(product)
        by_reason.setdefault(reason, []).append((place, product, units))
    at = {key: warehouse_of(place) for key, (place, _products) in by_place.items()}
    for key, (_place, products) in by_place.items():
        ledger.open_balances(supplier_id=supplier.pk, warehouse=at[key], products=products)
    _lock(supplier, [(at[place.key].pk, product) for place, product, _units, _why in changes.values()])
    for reason, rows in sorted(by_reason.items()):
        movements = [
            ledger.Movement(at[place.key].pk, product, MovementKind.ADJUSTMENT, on_hand_units=units)
            for place, product, units in rows
        ]
        cause = ledger.Cause(supplier.pk, by, reason=reason)
        moved |= {(row.warehouse_id, row.product_id) for row in ledger.move_given(movements, cause=cause)}
    return [
        number
        for number, (place, product, _units, _reason) in changes.items()
        if (at[place.key].pk, product) not in moved
    ]


def _lock(supplier: Organization, keys: list[tuple[UUID, UUID]]) -> None:
    """Lock balances in key order, since several statements move them."""
    rows = StockBalance.objects.select_for_update(no_key=True).filter(
        supplier=supplier,
        warehouse__in={at for at, _product in keys},
        product__in={each for _at, each in keys},
    )
    list(rows.order_by("warehouse_id", "product_id").values_list("pk"))


def _counted(values: Mapping[str, str]) -> tuple[int | None, list[str]]:
    """Return the units of a row, None where the cell is empty, and what is wrong with it."""
    text = values.get("counted_units", "").replace("\u00a0", "").replace(" ", "")
    if not text:
        return None, []
    whole = text.removesuffix(".0").removesuffix(".00")
    if not (whole.isascii() and whole.isdigit()) or len(whole) > 12 or int(whole) > MOST_COUNTED:
        wrong = _("Counted units: a whole number from 0 to %(most)s.") % {"most": f"{MOST_COUNTED:,}"}
        return None, [wrong]
    return int(whole), []


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _sku(values: Mapping[str, str]) -> str:
    return " ".join(values.get("sku", "").split())


COUNTS = Counts()
