"""What the pages of an import show."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from wholesale.sheets import queries
from wholesale.sheets.columns import IGNORED
from wholesale.sheets.enums import ImportState, RowTag, VerdictKind
from wholesale.sheets.importables import Importable, importable
from wholesale.sheets.models import SheetImport, SheetRow
from wholesale.ui.paging import keyset_page

SHOWN_COLUMNS = 3
_AT = {
    None: 0,
    ImportState.READING: 0,
    ImportState.FAILED: 0,
    ImportState.MAPPING: 1,
    ImportState.CHECKING: 2,
    ImportState.PREVIEWED: 2,
    ImportState.CANCELLED: 2,
    ImportState.RUNNING: 3,
    ImportState.DONE: 4,
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A way to look at some of the rows."""

    label: str
    count: int
    url: str
    is_pressed: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the preview shows it."""

    row: SheetRow
    cells: list[str]


def given_to(what: Importable, query: QueryDict) -> dict[str, str]:
    """Return what the address of an import says for all rows that do not say it themselves, by column."""
    said = {
        column.key: query.get(column.key, "").replace("\x00", "")
        for column in what.columns
        if column.may_be_given
    }
    return {key: value[:200] for key, value in said.items() if value}


def given_words(what: Importable, query: QueryDict) -> list[tuple[str, str]]:
    """Return the label and value of what an address says for all rows."""
    given = given_to(what, query)
    return [(str(column.label), given[column.key]) for column in what.columns if column.key in given]


def steps_of(state: ImportState | None) -> list[dict[str, str]]:
    """Return the path of an import, for ui/_steps.html."""
    labels = (_("Choose"), _("Map columns"), _("Preview"), _("Result"))
    at = _AT[state]
    return [
        {"label": label, "note": "", "state": "done" if n < at else "now" if n == at else "todo"}
        for n, label in enumerate(labels)
    ]


def detail_context(found: SheetImport, query: QueryDict) -> dict[str, Any]:
    """Return what the page of an import needs, for every state."""
    counts = queries.verdict_counts(found)
    chosen = query.get("only", "")
    rows = queries.rows_of(found).exclude(verdict="")
    if chosen in VerdictKind.values:
        rows = rows.filter(verdict=chosen)
    elif chosen in RowTag.values:
        rows = rows.filter(tag=chosen)
    page = keyset_page(rows, order=["number"], cursor=query.get("cursor", ""), size=25)
    columns = _shown_columns(found)
    return {
        "sheet_import": found,
        "what": importable(found.kind),
        "kind": found.kind,
        "counts": counts,
        "kinds": [(kind, counts[kind]) for kind in VerdictKind],
        "checked": sum(counts[kind] for kind in VerdictKind),
        "page": page,
        "headings": [found.headings[at] for at in columns],
        "rows": [
            ShownRow(row, [row.cells[at] if at < len(row.cells) else "" for at in columns])
            for row in page.rows
        ],
        "chips": _chips(counts, chosen),
        "steps": steps_of(ImportState(found.state)),
        "left_out": [
            heading
            for heading, key in zip(found.headings, found.mapping, strict=False)
            if key == IGNORED and heading
        ],
        "will_write": counts[VerdictKind.CREATE] + counts[VerdictKind.UPDATE],
        "error": "",
    }


def _shown_columns(found: SheetImport) -> list[int]:
    """Return the columns by which a person knows a row again: those mapped first in our own order."""
    order = [column.key for column in importable(found.kind).columns if column.key != "number"]
    mapped = [(order.index(key), at) for at, key in enumerate(found.mapping) if key in order]
    return [at for _order, at in sorted(mapped)][:SHOWN_COLUMNS]


def _chips(counts: dict[str, int], chosen: str) -> list[Chip]:
    """Offer all rows, the refused, and those that were looked at apart; nothing that has no row."""
    offered: list[VerdictKind | RowTag] = [*VerdictKind, *RowTag]
    total = sum(counts[kind] for kind in VerdictKind)
    shown = [each for each in offered if counts.get(each, 0) or each.value == chosen]
    some = [
        Chip(str(each.label), counts.get(each, 0), f"?only={each.value}", each.value == chosen)
        for each in shown
    ]
    return [Chip(_("All"), total, "?", not chosen), *some]
