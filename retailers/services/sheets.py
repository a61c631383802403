"""Customers by sheets: what a row would do, and doing it (SPEC.md C9)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retailers import queries
from retailers.models import Customer, CustomerGroup
from retailers.services.imported import write_new, write_updates
from retailers.services.judging import Judge
from retailers.services.naming import GROUPS_BETWEEN
from retailers.sheet import COLUMNS, OWN, number_key
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization, Person
from wholesale.organizations.roles import Permission
from wholesale.sheets.importables import Keys, Line, Verdict, Words

_AT_ONCE = 2000


class Customers:
    """What wholesale.sheets asks of a supplier's customers.

    Key: the ID of an export, else the customer number, else the email. An empty cell changes nothing.
    Creating sends nothing.
    """

    columns = COLUMNS
    permission = Permission.MANAGE_CUSTOMERS
    words = Words(
        title=gettext_lazy("Import retailers"),
        lead=gettext_lazy(
            "Many at once, from a sheet. Nothing is written until you confirm, and nothing is sent."
        ),
        list_url_name="retailers:customer_list",
        list_label=gettext_lazy("Retailers"),
        found=gettext_lazy("Companies that the directory has already are matched to it."),
        file_stem="retailers",
    )

    def keys_in(self, organization: Organization) -> Keys:
        """Return what reads the keys of a row."""
        return _keys_of

    def missing_key(self, chosen: Sequence[str]) -> str:
        """Ask for a column that tells one customer from another."""
        if {"number", "email", "cratebook_id"} & set(chosen):
            return ""
        return _("Choose which column is the email or the customer number.")

    def check(
        self, organization: Organization, lines: Sequence[Line], by: User | None, represents: UUID | None
    ) -> list[Verdict]:
        """Say what each row would do; matches new ones to the directory."""
        judge = Judge(organization, lines, represents)
        judge.match()
        return [judge.of(line).verdict for line in lines]

    @transaction.atomic
    def write(
        self, organization: Organization, lines: Sequence[Line], by: User | None, represents: UUID | None
    ) -> list[Verdict]:
        """Do what each row says: as it was previewed, if that is still allowed.

        Locks: the customers that change, in key order.
        """
        judge = Judge(organization, lines, represents)
        judge.match_again()
        judge.lock()
        plans = [judge.of(line) for line in lines]
        write_new(supplier=organization, plans=[plan for plan in plans if plan.is_new], by=by)
        write_updates(supplier=organization, plans=[plan for plan in plans if plan.is_update], by=by)
        return [plan.verdict for plan in plans]


def _keys_of(values: Mapping[str, str]) -> dict[str, str]:
    """Return number, email and ID of a row as they are compared within its file."""
    found = {
        "number": number_key(values.get("number", "")),
        "email": values.get("email", "").strip().lower(),
        "cratebook_id": values.get("cratebook_id", "").strip().lower(),
    }
    return {key: value for key, value in found.items() if value}


def export_headings() -> list[str]:
    """Return the headings of an export, in the reader's language; an import knows them in any."""
    return [column.heading for column in COLUMNS]


def export_rows(customers: QuerySet[Customer]) -> list[list[Any]]:
    """Return customers as rows, by name.

    Read at once: the answer is sent after the transaction that may read them.
    """
    found = list(customers.order_by("private__display_name", "id"))
    people = Person.objects.in_bulk({each.private.representative_id for each in found} - {None})
    rows: list[list[Any]] = []
    for start in range(0, len(found), _AT_ONCE):
        piece = found[start : start + _AT_ONCE]
        groups = queries.groups_of_customers(piece[0].supplier_id, [each.pk for each in piece])
        for customer in piece:
            cells = _cells_of(customer, groups.get(customer.pk, []), people)
            rows.append([cells[column.key] for column in COLUMNS])
    return rows


def _cells_of(
    customer: Customer, groups: Sequence[CustomerGroup], people: Mapping[UUID, Person]
) -> dict[str, Any]:
    """Return a customer as a row of an export; imported again it changes nothing."""
    entry, private = customer.retailer.directory_entry, customer.private
    last, person = customer.last_ordered_at, people.get(private.representative_id or UUID(int=0))
    return {
        **{key: getattr(entry, key) for key in queries.PUBLIC_FIELDS},
        **private.kept(),
        "email": private.contact_email,
        "distributor": customer.distributor.name if customer.distributor else OWN,
        "representative": person.email if person else "",
        "groups": GROUPS_BETWEEN.join(map(str, groups)),
        "labels": ", ".join(private.labels),
        "status": str(customer.standing.label),
        "is_active": _("yes") if customer.is_active else _("no"),
        "last_ordered": last.date() if last else None,
        "cratebook_id": str(customer.pk),
    }


CUSTOMERS = Customers()
