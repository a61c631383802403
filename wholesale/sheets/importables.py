"""What an app declares so that its things can be imported: columns, keys, and what becomes of rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from wholesale.accounts.models import User
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.sheets.columns import Column, headings_known
from wholesale.sheets.enums import RowTag, VerdictKind

# By kind, as it stands in addresses. An app above the platform is named, not imported, as in ui/parts.py.
IMPORTABLES: dict[str, str] = {
    "customers": "retailers.services.sheets.CUSTOMERS",
    "products": "catalogs.services.product_sheets.PRODUCTS",
    "schedules": "retailers.services.schedule_sheets.SCHEDULES",
    "prices": "catalogs.services.price_sheets.PRICES",
    "counts": "inventory.services.count_sheets.COUNTS",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row by columns. A column that the file lacks is no key; an empty cell is an empty text.

    `subject` is what its preview's verdict said.
    """

    number: int
    values: Mapping[str, str]
    subject: UUID | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a line, in words of the language in force."""

    kind: VerdictKind
    reasons: tuple[str, ...] = ()
    tag: RowTag | str = ""
    subject: UUID | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages of an import say."""

    title: Promise
    lead: Promise
    list_url_name: str
    list_label: Promise
    found: Promise
    file_stem: str = field(default="sheet")


Keys = Callable[[Mapping[str, str]], dict[str, str]]


class Importable(Protocol):
    """A kind of thing that comes in and goes out by sheets. Its methods run in the company's context."""

    columns: tuple[Column, ...]
    words: Words
    permission: Permission

    def keys_in(self, organization: Organization) -> Keys:
        """Return what reads of a row, column to value, normalised, what no two rows of a file may share."""

    def missing_key(self, chosen: Sequence[str]) -> str:
        """Return what to say if a row could not be told from another by these columns, else nothing."""

    def check(
        self, organization: Organization, lines: Sequence[Line], by: User | None, represents: UUID | None
    ) -> list[Verdict]:
        """Return a verdict for each line; write nothing."""

    def write(
        self, organization: Organization, lines: Sequence[Line], by: User | None, represents: UUID | None
    ) -> list[Verdict]:
        """Write what check allows, set-wise; return what became of each line."""


@cache
def importable(kind: str) -> Importable:
    """Return what is imported under this name.

    Raises: KeyError.
    """
    found: Importable = import_string(IMPORTABLES[kind])
    return found


@cache
def known_headings(kind: str) -> dict[str, str]:
    """Return heading key to column key, of every language."""
    return headings_known(importable(kind).columns, [code for code, _ in settings.LANGUAGES])
