"""PDF by typst, with the fonts that it brings along: the same data give the same bytes on every machine."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

_LONGEST_WORD = 20
_BREAK = "\u200b"


def pdf_of(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template (.typ) with this data.

    Args:
        data: what JSON holds. The template reads it as `json(bytes(sys.inputs.data))`: what people have typed comes as
            text and never as markup.
    """
    made: bytes = _compiled(template, data, format="pdf")
    return made


def pictures_of(template: Path, data: Mapping[str, Any], *, ppi: int = 96) -> list[bytes]:
    """Return the same as one PNG for each page."""
    made = _compiled(template, data, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def breakable(text: str) -> str:
    """Return a text that may be broken within a word too long for a column: such as nobody meant."""
    return " ".join(_broken(word) for word in text.split(" "))


def _broken(word: str) -> str:
    pieces = [word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD)]
    return _BREAK.join(pieces)


def _compiled(template: Path, data: Mapping[str, Any], **options: Any) -> Any:
    return typst.compile(
        str(template),
        root=str(template.parent),
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
        **options,
    )
