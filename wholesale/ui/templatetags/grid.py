"""The boxes of a grid: drawn by hand, because a page has hundreds of them."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from wholesale.ui.grid import Cell, Kind
from wholesale.ui.templatetags.ui import icon

register = template.Library()

_INPUT_MODES = {Kind.UNITS: "numeric", Kind.AMOUNT: "decimal"}


@register.simple_tag
def grid_cell(cell: Cell) -> SafeString:
    """Show a box of a grid as a cell of its table, with what is wrong below it."""
    classes = ["cb-grid__cell", f"is-{cell.kind}"]
    classes += ["stick"] if cell.is_first else []
    classes += ["is-invalid"] if cell.error else []
    classes += ["is-changed"] if cell.saved is not None and cell.saved != cell.value else []
    note = (
        format_html(
            '<small class="cb-grid__error" id="e-{}">{}{}</small>',
            cell.name,
            icon("alert-circle"),
            cell.error,
        )
        if cell.error
        else ""
    )
    return format_html('<td class="{}">{}{}</td>', " ".join(classes), _box(cell), note)


@register.simple_tag
def grid_words() -> SafeString:
    """Return what a grid says, as attributes of its table."""
    words = {
        "data-yes": gettext("yes"),
        "data-pasted": gettext("{n} cells were filled."),
        "data-surplus": gettext("{n} cells found no place, or do not fit theirs."),
        "data-leave": gettext("What you changed here is not saved. Leave it?"),
    }
    return format_html_join(" ", '{}="{}"', words.items())


def _box(cell: Cell) -> SafeString:
    attributes = _attributes(cell)
    if cell.kind == Kind.CHOICE:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            [(value, _flag("selected", on=value == cell.value), words) for value, words in cell.options],
        )
        return format_html('<select class="cb-grid__box"{}>{}</select>', attributes, options)
    if cell.kind == Kind.TICK:
        ticked = _flag("checked", on=bool(cell.value))
        return format_html('<input class="form-check-input" type="checkbox"{}{}>', attributes, ticked)
    return format_html(
        '<input class="cb-grid__box" type="text" value="{}" autocomplete="off"{}>', cell.value, attributes
    )


def _attributes(cell: Cell) -> SafeString:
    named: dict[str, object] = {"name": cell.name, "aria-label": cell.label}
    if cell.saved is not None:
        named["data-saved"] = cell.saved
    if cell.error:
        named |= {"aria-invalid": "true", "aria-describedby": f"e-{cell.name}"}
    if cell.kind in _INPUT_MODES:
        named["inputmode"] = _INPUT_MODES[cell.kind]
    if cell.max_length:
        named["maxlength"] = cell.max_length
    if cell.list_id:
        named["list"] = cell.list_id
    return format_html_join("", ' {}="{}"', named.items())


def _flag(name: str, *, on: bool) -> SafeString:
    return mark_safe(f" {name}") if on else mark_safe("")  # noqa: S308 - a constant
