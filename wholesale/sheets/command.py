"""An import as a command: the engine and the verdicts of the page."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from wholesale.errors import DomainError
from wholesale.organizations.enums import Side
from wholesale.organizations.queries import supplier_by_slug
from wholesale.sheets import direct
from wholesale.sheets.enums import ImportMode
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


class ImportCommand(BaseCommand):
    """Read, check and, without --preview, write; nothing is sent. A subclass says the kind."""

    kind: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--supplier", required=True, help="slug of the supplier whose they are")
        parser.add_argument("--preview", action="store_true", help="write nothing")
        parser.add_argument("--all-or-nothing", action="store_true", help="write nothing if a row is refused")
        parser.add_argument("--json", action="store_true", help="answer in JSON, every row with its verdict")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="HEADING=COLUMN",
            help="where a heading is not known",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        supplier = supplier_by_slug(options["supplier"])
        if supplier is None:
            raise CommandError(f"There is no supplier {options['supplier']}.")
        mode = ImportMode.ALL_OR_NOTHING if options["all_or_nothing"] else ImportMode.GOOD_ROWS
        try:
            content = options["file"].read_bytes()
            with (
                act_as(Context(Role.SUPPLIER, supplier_id=supplier.pk)),
                translation.override(supplier.language),
            ):
                found = direct.import_file(
                    organization=supplier,
                    side=Side.SELLING,
                    kind=self.kind,
                    name=options["file"].name,
                    content=content,
                    columns=dict(pair.rpartition("=")[::2] for pair in options["column"]),
                    mode=None if options["preview"] else mode,
                )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except DomainError as error:
            raise CommandError(error.message) from error
        self._say(found, as_json=options["json"])

    def _say(self, found: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for row in found["rows"]:
            if row["verdict"] == "refused":
                self.stdout.write(f"row {row['row']}: refused: {' '.join(row['reasons'])}")
        for heading in found["left_out"]:
            self.stdout.write(f"left out: {heading}")
        counts = ", ".join(f"{found[kind]} {kind}" for kind in ("create", "update", "unchanged", "refused"))
        self.stdout.write(f"{counts}{'' if found['written'] else ': nothing was written'}")
