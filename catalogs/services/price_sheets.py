"""Prices by sheets: what a row would do, and doing it, in the drafts of the lists that it names (SPEC.md K2)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs import queries
from catalogs.models import PriceList, Product
from catalogs.price_sheet import COLUMNS, STEPS, cells_of
from catalogs.prices import ListPrice
from catalogs.quotes import breaks_written, price_written
from catalogs.services.drafts import draft_of, set_draft_lines
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.sheets.enums import VerdictKind
from wholesale.sheets.importables import Keys, Line, Verdict, Words

Lines = dict[UUID, ListPrice | None]


class _Judge:
    """The lists and products that some rows name, with what stands there, in two statements and two for each list."""

    def __init__(self, supplier: Organization, lines: Sequence[Line]) -> None:
        lists = list(queries.price_lists_of(supplier))
        self.default = next((each for each in lists if each.is_default), None)
        self.lists = {_key(each.name): each for each in lists}
        self.products = queries.ids_by_sku(supplier, {_sku(line.values) for line in lines})
        self.now: dict[UUID, Mapping[UUID, ListPrice | None]] = {}
        self.wanted: dict[UUID, Lines] = {}
        for line in lines:
            found, product = self.list_of(line), self.products.get(_sku(line.values))
            if found and product:
                self.wanted.setdefault(found.pk, {})[product] = None
        for found in lists:
            if keys := self.wanted.pop(found.pk, None):
                self.now[found.pk] = queries.charged_on(found, keys)

    def list_of(self, line: Line) -> PriceList | None:
        """Return the list that a row is about."""
        named = _key(line.values.get("price_list", ""))
        return self.lists.get(named) if named else self.default

    def of(self, line: Line) -> Verdict:
        """Return what a row does, and note what it wants."""
        found, product = self.list_of(line), self.products.get(_sku(line.values))
        cells = cells_of(line.values)
        faults = list(cells.faults)
        if found is None:
            faults.insert(0, _("You have no price list of this name."))
        if product is None:
            faults.insert(0, _("You have no product with this SKU."))
        if faults or found is None or product is None:
            return Verdict(VerdictKind.REFUSED, tuple(faults))
        was = self.now[found.pk].get(product)
        made, fault = cells.over(was, found.currency)
        if fault:
            return Verdict(VerdictKind.REFUSED, (fault,))
        if made == was:
            return Verdict(VerdictKind.UNCHANGED)
        self.wanted.setdefault(found.pk, {})[product] = made
        words = _("%(list)s: %(before)s → %(after)s") % {
            "list": found.name,
            "before": _written(was, found.currency),
            "after": _written(made, found.currency),
        }
        return Verdict(VerdictKind.UPDATE if was else VerdictKind.CREATE, (words,))


class Prices:
    """What wholesale.sheets asks of prices.

    Key: the list and the SKU. An empty cell changes nothing; a dash takes a product off the list. What is imported is
    drafted: nobody pays it before it is published.
    """

    columns = COLUMNS
    permission = Permission.MANAGE_PRODUCTS
    words = Words(
        title=gettext_lazy("Import prices"),
        lead=gettext_lazy(
            "Many at once, from a sheet, into the draft of each list. Nobody pays them before you publish."
        ),
        list_url_name="catalogs:price_list_list",
        list_label=gettext_lazy("Price lists"),
        found=gettext_lazy("Products are found by their SKU, lists by their name."),
        file_stem="prices",
    )

    def keys_in(self, organization: Organization) -> Keys:
        """Return what reads list and SKU of a row as one key; a row without a list is about the default one."""
        lists = queries.price_lists_of(organization)
        default = next((_key(each.name) for each in lists if each.is_default), "")

        def keys(values: Mapping[str, str]) -> dict[str, str]:
            sku = _sku(values)
            return {"sku": f"{_key(values.get('price_list', '')) or default}\n{sku}"} if sku else {}

        return keys

    def missing_key(self, chosen: Sequence[str]) -> str:
        """Ask for the column that tells one product from another."""
        return "" if "sku" in chosen else _("Choose which column is the SKU.")

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
        """Put into the drafts what each row says.

        Locks: the lists that it is about and those derived from them, their drafts.
        """
        judge = _Judge(organization, lines)
        verdicts = [judge.of(line) for line in lines]
        by_key = {each.pk: each for each in judge.lists.values()}
        for key in sorted(judge.wanted):
            set_draft_lines(change=draft_of(price_list=by_key[key]), lines=judge.wanted[key], version=None)
        return verdicts

    def export_headings(self) -> list[str]:
        """Return the headings of an export, in the reader's language; an import knows them in any."""
        return [column.heading for column in COLUMNS]

    def export_rows(self, price_list: PriceList, products: QuerySet[Product]) -> list[list[Any]]:
        """Return products with their price on a list, by name; imported again they change nothing.

        Read at once: the answer is sent after the transaction that may read them.
        """
        now, wanted = queries.in_force(price_list), queries.charged_on(price_list)
        rows = []
        for key, sku, name in products.order_by("name", "pk").values_list("pk", "sku", "name"):
            current = queries.listed_in(now[key].counts) if key in now else None
            cells = {
                "price_list": price_list.name,
                "sku": sku,
                "name": name,
                "currency": price_list.currency,
                "current": current and current.unit_price,
                **_cells_of(wanted.get(key)),
            }
            rows.append([cells.get(column.key) for column in COLUMNS])
        return rows


def _cells_of(price: ListPrice | None) -> dict[str, Any]:
    if price is None:
        return {}
    steps = price.breaks or ()
    if len(steps) > len(STEPS):  # more than the file has room for: not said, so that an import leaves them
        steps = ()
    cells: dict[str, Any] = {"price": price.unit_price}
    for n, (units, each) in enumerate(steps, start=1):
        cells |= {f"break_{n}_units": units, f"break_{n}_price": each}
    return cells


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _sku(values: Mapping[str, str]) -> str:
    return " ".join(values.get("sku", "").split())


def _written(price: ListPrice | None, currency: str) -> str:
    if price is None:
        return _("no price")
    steps = breaks_written(price, currency)
    return "; ".join(filter(None, (price_written(price.unit_price, currency), steps)))


PRICES = Prices()
