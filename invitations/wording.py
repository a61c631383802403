"""What a supplier says in its mails in its own words: plain text with marks such as {retailer} (SPEC.md N2).

A mark is filled in once and what stands in for it is never read again; nothing in a wording is a template.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MARKS: dict[str, Promise] = {
    "retailer": gettext_lazy("the retailer's name"),
    "contact": gettext_lazy("who is written to"),
    "supplier": gettext_lazy("your company's name"),
    "colleague": gettext_lazy("whoever of you sends it"),
}
SUBJECT_MAX, INTRO_MAX, SIGNATURE_MAX = 150, 2_000, 500
_MARK = re.compile(r"\{+[^{}]*\}+")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_DIRECTIONS = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # they make text read as another


@dataclass(frozen=True, slots=True)
class Wording:
    """A supplier's own words in one language; what is empty is said in ours."""

    subject: str = ""
    intro: str = ""
    signature: str = ""


def our_wording() -> Wording:
    """Return what a mail says where a supplier says nothing, in the language in force; as its templates say it."""
    return Wording(
        _("Order from %(supplier_name)s online") % {"supplier_name": "{supplier}"},
        _(
            "From now on %(retailer_name)s can order from us on Cratebook: your own prices, what is in stock,"
            " and your delivery days, on the phone or at the desk."
        )
        % {"retailer_name": "{retailer}"},
        _("See you soon,") + "\n{colleague}",
    )


def tidied(wording: Wording) -> Wording:
    """Return a wording with a subject of one line, and without signs that are no text."""
    return Wording(
        " ".join(_printable(wording.subject).split()), _lines(wording.intro), _lines(wording.signature)
    )


def mistakes_in(wording: Wording) -> dict[str, str]:
    """Return what must be mended before a wording is kept, by field: marks that we could not fill in."""
    unknown = {name: unknown_marks(getattr(wording, name)) for name in ("subject", "intro", "signature")}
    return {
        name: _("We cannot fill in %(unknown)s. You can write %(known)s.")
        % {
            "unknown": ", ".join(marks),
            "known": ", ".join(f"{{{mark}}}" for mark in MARKS),
        }
        for name, marks in unknown.items()
        if marks
    }


def unknown_marks(text: str) -> list[str]:
    """Return what stands in braces and is none of our marks, each once, with its braces."""
    return list(dict.fromkeys(found for found in _MARK.findall(text) if found[1:-1] not in MARKS))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its marks filled in, in one pass; what we do not know stays as it is written."""
    return _MARK.sub(lambda found: values.get(found[0][1:-1], found[0]), text)


def _lines(text: str) -> str:
    lines = (line.rstrip() for line in _printable(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _printable(text: str) -> str:
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign
        for sign in whole
        if sign == "\n" or (unicodedata.category(sign) not in ("Cc", "Cs") and sign not in _DIRECTIONS)
    )
