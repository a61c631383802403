"""What may stand in a sheet, column by column, and which of a file's headings means which."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise

from wholesale.sheets.reading.values import heading_key

IGNORED = "-"  # chosen by a person: leave this column out


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an import and of its export.

    Args:
        key: its name in code and API.
        synonyms: other headings it is known by, in any language; case, accents and signs do not matter.
        is_required: a new row needs it.
        is_shown_only: an export has it, an import leaves it alone.
        is_from_export: an import takes it, but only an export fills it.
        may_be_given: the page that leads to the import may say it for all rows that do not.
        example: two cells of the sample file.
        help: what may stand in it.
    """

    key: str
    label: Promise
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    is_shown_only: bool = False
    is_from_export: bool = False
    may_be_given: bool = False
    max_length: int = 200
    example: tuple[str, str] = ("", "")
    help: Promise | str = ""

    @property
    def is_in_sample(self) -> bool:
        """Tell whether the sample file has it: what a person may fill in."""
        return not (self.is_shown_only or self.is_from_export)

    @property
    def heading(self) -> str:
        """Return the heading of an export, in the reader's language; a required one is starred."""
        return f"{self.label}*" if self.is_required else str(self.label)


def headings_known(columns: Sequence[Column], languages: Sequence[str]) -> dict[str, str]:
    """Return heading key to column key: labels in every language, keys and synonyms."""
    known: dict[str, str] = {}
    for language in languages:
        with translation.override(language):
            for column in columns:
                known.setdefault(heading_key(str(column.label)), column.key)
    for column in columns:
        for text in (column.key, *column.synonyms):
            known.setdefault(heading_key(text), column.key)
    return known


def guessed_mapping(headings: Sequence[str], known: dict[str, str]) -> list[str]:
    """Return for each heading the column it means, or nothing; the first of two equal ones has it."""
    mapping: list[str] = []
    for heading in headings:
        key = known.get(heading_key(heading), "")
        mapping.append("" if key in mapping else key)
    return mapping
