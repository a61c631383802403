"""Customers' days of service by sheets: what a row would do, and doing it (SPEC.md C15)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retailers import queries
from retailers.delivery_days import LineDetails
from retailers.models import Customer, ScheduleLine
from retailers.queries import Level
from retailers.schedule_sheet import COLUMNS, first_delivery, read_cells
from retailers.services.schedules import set_schedule, words_of_lines
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.sheets.enums import VerdictKind
from wholesale.sheets.importables import Keys, Line, Verdict, Words

_OF_LINE = ("deadline_weekday", "deadline_time", "every_weeks", "is_on")


class _Customers:
    """The customers that some rows name, each with the days of service that are set for it alone."""

    def __init__(self, supplier: Organization, numbers: set[str], represents: UUID | None) -> None:
        found = queries.all_customers_of(supplier).filter(private__number__in=numbers)
        if represents:
            found = found.filter(private__representative=represents)
        self.by_number: dict[str, Customer] = {each.private.number: each for each in found}
        self.lines: dict[UUID, list[LineDetails]] = {}
        self.versions: dict[UUID, int] = {}
        for customer in self.by_number.values():
            lines, self.versions[customer.pk] = queries.lines_set(Level(supplier, customer))
            self.lines[customer.pk] = [queries.details_of(line) for line in lines]


class Schedules:
    """What wholesale.sheets asks of days of service.

    A row is the line of that customer with the same first delivery; else its only line on that weekday; else a new
    one. An empty cell changes nothing.
    """

    columns = COLUMNS
    permission = Permission.MANAGE_CUSTOMERS
    words = Words(
        title=gettext_lazy("Import delivery days"),
        lead=gettext_lazy(
            "One row for each delivery day of a retailer. Nothing is written until you confirm."
        ),
        list_url_name="retailers:schedule_update",
        list_label=gettext_lazy("Delivery days"),
        found=gettext_lazy("Retailers are found by their customer number."),
        file_stem="delivery-days",
    )

    def keys_in(self, organization: Organization) -> Keys:
        """Return what reads the keys of a row."""
        return _keys_of

    def missing_key(self, chosen: Sequence[str]) -> str:
        """Ask for the columns that tell one line from another."""
        if {"number", "delivery_day"} <= set(chosen):
            return ""
        return _("Choose which columns are the customer number and the delivery day.")

    def check(
        self, organization: Organization, lines: Sequence[Line], by: User | None, represents: UUID | None
    ) -> list[Verdict]:
        """Say what each row would do."""
        customers = self._customers(organization, lines, represents)
        return [self._judged(customers, line)[0] for line in lines]

    @transaction.atomic
    def write(
        self, organization: Organization, lines: Sequence[Line], by: User | None, represents: UUID | None
    ) -> list[Verdict]:
        """Do what each row says.

        Locks: the schedules that change.
        """
        customers = self._customers(organization, lines, represents)
        verdicts, touched = [], {}
        for line in lines:
            verdict, customer = self._judged(customers, line)
            verdicts.append(verdict)
            if customer and verdict.kind in (VerdictKind.CREATE, VerdictKind.UPDATE):
                touched[customer.pk] = customer
        for key, customer in touched.items():
            level = Level(organization, customer)
            version = customers.versions[key]
            set_schedule(level=level, lines=customers.lines[key], version=version, by=by)
        return verdicts

    def export_headings(self) -> list[str]:
        """Return the headings of an export, in the reader's language; an import knows them in any."""
        return [column.heading for column in COLUMNS]

    def export_rows(self, customers: QuerySet[Customer]) -> list[list[Any]]:
        """Return the days of service that are set for these customers alone; imported again they change nothing.

        Customers without a number of the supplier's are left out: no row could name them. Read at once: the answer
        is sent after the transaction that may read them.
        """
        lines = ScheduleLine.objects.filter(schedule__customer__in=customers.values("pk"))
        numbered = lines.exclude(schedule__customer__private__number="")
        order = ("schedule__customer__private__number", "starts_on", "pk")
        return [_cells_of(line) for line in numbered.annotate(number=F(order[0])).order_by(*order)]

    def _customers(
        self, supplier: Organization, lines: Sequence[Line], represents: UUID | None
    ) -> _Customers:
        numbers = {" ".join(line.values.get("number", "").split()) for line in lines} - {""}
        return _Customers(supplier, numbers, represents)

    def _judged(self, customers: _Customers, line: Line) -> tuple[Verdict, Customer | None]:
        """Return what a row does, and do it to the lines that are kept of its customer here."""
        cells, faults = read_cells(line.values)
        customer = customers.by_number.get(str(cells.get("number", "")))
        if customer is None and not faults:
            faults = [_("You have no retailer with this customer number.")]
        if customer and not faults and "delivery_day" not in cells:
            faults = [_("%(column)s is missing.") % {"column": _("Delivery day")}]
        if customer is None or faults:
            return Verdict(VerdictKind.REFUSED, tuple(faults)), None
        present = customers.lines[customer.pk]
        old = _meant(present, cells, line.subject)
        if old is None and not {"deadline_weekday", "deadline_time"} <= cells.keys():
            missing = _("A new delivery day needs deadline day and time.")
            return Verdict(VerdictKind.REFUSED, (missing,)), None
        new = _changed(old, cells)
        if old == new:
            return Verdict(VerdictKind.UNCHANGED, subject=new.pk), customer
        present[:] = [new if each is old else each for each in present] if old else [*present, new]
        kind = VerdictKind.UPDATE if old else VerdictKind.CREATE
        told = words_of_lines([new])
        said = _("%(before)s → %(after)s") % {"before": words_of_lines([old]), "after": told} if old else told
        return Verdict(kind, (said,), subject=old.pk if old else None), customer


def _keys_of(values: Mapping[str, str]) -> dict[str, str]:
    """Return number, weekday and start of a row as one key: no two rows of a file may share them."""
    parts = (values.get(name, "").strip().casefold() for name in ("number", "delivery_day", "starts_on"))
    key = " ".join(parts).strip()
    return {"number": key} if key else {}


def _cells_of(line: Any) -> list[Any]:
    cells = {
        "number": line.number,
        "delivery_day": queries.weekday_name(line.starts_on.weekday()),
        "is_on": _("yes") if line.is_on else _("no"),
        "deadline_weekday": queries.weekday_name(line.deadline_weekday),
        "deadline_time": line.deadline_time.strftime("%H:%M:%S"),
        "starts_on": line.starts_on,
        "every_weeks": line.every_weeks,
    }
    return [cells[column.key] for column in COLUMNS]


def _meant(present: list[LineDetails], cells: dict[str, Any], subject: UUID | None) -> LineDetails | None:
    """Return which line a row is about: the previewed one, that of the same start, the only one of its weekday."""
    start = _start(cells)
    same_day = [each for each in present if each.starts_on.weekday() == cells["delivery_day"]]
    for found in (
        [each for each in same_day if subject and each.pk == subject],
        [each for each in same_day if each.starts_on == start],
        same_day if len(same_day) == 1 and same_day[0].pk else [],
    ):
        if found:
            return found[0]
    return None


def _changed(old: LineDetails | None, cells: dict[str, Any]) -> LineDetails:
    said: dict[str, Any] = {name: cells[name] for name in _OF_LINE if name in cells}
    start = _start(cells)
    if old:
        return replace(old, **said | ({"starts_on": start} if start else {}))
    return LineDetails(starts_on=start or first_delivery(timezone.localdate(), cells["delivery_day"]), **said)


def _start(cells: dict[str, Any]) -> date | None:
    return first_delivery(cells["starts_on"], cells["delivery_day"]) if "starts_on" in cells else None


SCHEDULES = Schedules()
