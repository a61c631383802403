"""No cell of a CSV runs as a formula, and import(export(x)) = x (SPEC.md X3; DATA.md 00, Sheets).

CSV knows no types, so a text that a program would take for a formula gets an apostrophe in front; one that
begins with an apostrophe gets a second, and reading takes it off. XLSX has typed cells and needs neither.
"""

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
MARK = "'"
_ESCAPED = FORMULA_STARTS | {MARK}


def escaped(text: str) -> str:
    """Return a text as a CSV cell holds it."""
    return MARK + text if text[:1] in _ESCAPED and text else text


def unescaped(text: str) -> str:
    """Return the text of a CSV cell; an apostrophe that nobody needed stays."""
    return text[1:] if text[:1] == MARK and text[1:2] in _ESCAPED and text[1:] else text
