"""What the tests of imports share."""

from io import StringIO
from typing import Any

from django.core.management import call_command

from tests.sheets.making import workbook
from tests.world import World
from wholesale.organizations.enums import Side
from wholesale.sheets import services
from wholesale.sheets.models import SheetImport
from wholesale.tenancy.contexts import act_as
from wholesale.tenancy.testing import acting_as

HEADER = [
    "Customer number",
    "Company name*",
    "Email*",
    "Phone",
    "Street and number",
    "City",
    "Country",
    "Nickname",
]
CORMORAN = [
    "1307",
    "Bar Le Cormoran",
    "Bar@Cormoran.example.com",
    "+1 514 555 0148",
    "48 rue Laurendeau",
    "Montréal",
]
MOULIN = [
    "1308",
    "Deux Moulins",
    "moulin@example.com",
    "+1 418 555 0199",
    "2450 Elm Street",
    "Québec",
    "Canada",
]


def csv_of(*rows: list[str], header: list[str] | None = None) -> bytes:
    """Return a CSV of rows below the usual header."""
    return "\n".join(";".join(row) for row in [header or HEADER, *rows]).encode()


def start(
    world: World, content: bytes, *, name: str = "customers.csv", supplier: str = "alder"
) -> SheetImport:
    """Let a supplier's admin upload a file."""
    with acting_as(world.context(supplier)):
        return services.start_import(
            organization=world.orgs[supplier],
            side=Side.SELLING,
            kind="customers",
            name=name,
            content=content,
            by=world.users[supplier],
        )


def work(world: World, made: SheetImport, supplier: str = "alder") -> SheetImport:
    """Let a worker bring it as far as it comes."""
    with act_as(world.context(supplier)):
        services.work_on(made.pk)
    with acting_as(world.context(supplier)):
        made.refresh_from_db()
    return made


def run(world: World, file: Any, *options: str, supplier: str = "alder") -> dict[str, Any]:
    """Call the command and return its answer."""
    import json

    said = StringIO()
    call_command("import_customers", str(file), "--json", "--supplier", supplier, *options, stdout=said)
    found: dict[str, Any] = json.loads(said.getvalue())
    return found


__all__ = ["CORMORAN", "HEADER", "MOULIN", "csv_of", "run", "start", "work", "workbook"]
