"""Tabler's outline icons, only those used, as SVG that takes its colour from the text."""

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent
_SHAPE = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*?/>", re.DOTALL)
_BACKGROUND = 'stroke="none" d="M0 0h24v24H0z"'


@cache
def shapes(name: str) -> str:
    """Return the drawing inside this icon's `<svg>`.

    Raises: FileNotFoundError if the icon is not here; `manage.py refresh_vendor --icon NAME` adds it.
    """
    source = (_FOLDER / f"{name}.svg").read_text()
    found = (match.group().replace(" />", "/>") for match in _SHAPE.finditer(source))
    return "".join(shape for shape in found if _BACKGROUND not in shape)


def names() -> list[str]:
    """Return the names of all icons shipped."""
    return sorted(path.stem for path in _FOLDER.glob("*.svg"))
