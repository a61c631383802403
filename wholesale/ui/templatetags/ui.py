"""Template tags of the screen: icons, states, amounts, times, fields, pages of a list."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from babel import Locale
from babel.numbers import format_decimal, format_percent
from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from wholesale.money import format_money, reader_locale
from wholesale.ui import icons, marks, replies, times
from wholesale.ui.context import bars_of, tabs_of
from wholesale.ui.forms import widget_attrs

register = template.Library()

TONES = frozenset({"ok", "warn", "bad", "info", "violet", "idle"})


def reader_locale_of(context: Context) -> Locale:
    """Return the reader's locale: the page's language, as written in the acting organization's country."""
    organization = getattr(getattr(context.get("request"), "acting", None), "organization", None)
    country = str(getattr(organization, "country", "") or "")
    return reader_locale(get_language() or "en", country)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; without a label it is decoration that a screen reader skips."""
    return _drawn(name, str(label))


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str) -> SafeString:
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" '
        'stroke-linejoin="round" {}>{}</svg>',
        spoken,
        mark_safe(icons.shapes(name)),  # noqa: S308
    )


@register.simple_tag
def status(value: Any, tone: str = "", *, hollow: bool = False) -> SafeString:
    """Show a state: a word, a colour, a dot (hollow = not there yet, or refused).

    Args:
        value: the word, or an enum member with `label` and optionally `tone` and `hollow`.
        tone: ok, warn, bad, info, violet or idle; default the member's own, else idle.
    """
    word = getattr(value, "label", value)
    chosen = tone or getattr(value, "tone", "idle")
    if chosen not in TONES:
        raise ValueError(f"{chosen} is not a tone of a state")
    is_hollow = hollow or bool(getattr(value, "hollow", False))
    return format_html(
        '<span class="cb-status is-{}{}">{}</span>', chosen, " cb-status--open" if is_hollow else "", word
    )


@register.simple_tag
def mark(name: str, size: str = "") -> SafeString:
    """Show the square with an organization's initials; the same name has the same colour everywhere."""
    return format_html(
        '<span class="cb-mark cb-mark--{}{}" aria-hidden="true">{}</span>',
        marks.colour_of(name),
        f" cb-mark--{size}" if size else "",
        marks.initials_of(name),
    )


@register.inclusion_tag("ui/_can.html")
def can(name: str, kind: str = "can") -> dict[str, Any]:
    """Draw a product that has no picture: a can, or with kind "keg" a keg, in the colour of its name."""
    return {"colour": marks.colour_of(name) % 6 + 1, "is_keg": kind == "keg"}


@register.filter
def initials(name: str) -> str:
    """Return the one or two letters that stand for a name."""
    return marks.initials_of(name)


@register.filter
def toast_look(message: Message) -> dict[str, str]:
    """Return the tone and icon of a message, and where its undo is posted to, if it can be undone."""
    tone, symbol = replies.TONES.get(message.level, ("idle", "info-circle"))
    undo = next((tag for tag in (message.extra_tags or "").split() if tag.startswith("undo:")), "")
    return {"tone": tone, "icon": symbol, "undo_url": undo.removeprefix("undo:")}


@register.simple_tag(takes_context=True)
def money(context: Context, amount: Decimal | None, currency: str) -> SafeString:
    """Write an amount with its currency as the reader writes it; place it in a `.num` cell."""
    return format_html(
        '<span class="cb-num">{}</span>', format_money(amount, currency, reader_locale_of(context))
    )


@register.simple_tag(takes_context=True)
def plain_money(context: Context, amount: Decimal | None, currency: str) -> str:
    """Write an amount with its currency and nothing around it: for mails and labels."""
    return format_money(amount, currency, reader_locale_of(context))


@register.simple_tag(takes_context=True)
def percent(context: Context, rate: Decimal) -> str:
    """Write a rate in percent as the reader writes it: "8.5%", "8,5 %"."""
    written: str = format_percent(rate / 100, locale=reader_locale_of(context), decimal_quantization=False)
    return written


@register.simple_tag(takes_context=True)
def tax_name(context: Context, tax: Any) -> str:
    """Write what a tax is called: its name, its rate, and the number that it is registered by, if it is."""
    return f"{tax.name} {percent(context, tax.rate_percent)}" + (f" ({tax.number})" if tax.number else "")


@register.simple_tag(takes_context=True)
def quantity(context: Context, count: Decimal | int | None, pack: str = "") -> SafeString:
    """Write a number as the reader writes it, with the product's pack if given."""
    if count is None:
        return mark_safe("–")
    written = format_decimal(count, locale=reader_locale_of(context))
    number = format_html('<span class="cb-num">{}</span>', written)
    return format_html('{} <span class="cb-3">{}</span>', number, pack) if pack else number


def _with_distance(moment: datetime, locale: Locale, exact: times.Writing) -> str:
    return format_html(
        '{} <span class="cb-3">{}</span>', exact(moment, locale), times.relative(moment, locale)
    )


_STYLES: dict[str, times.Writing] = {
    "exact": times.exact,
    "within": times.within_a_sentence,
    "last": times.last,
    "relative": times.relative,
    "both": partial(_with_distance, exact=times.exact),
    "sentence": partial(_with_distance, exact=times.within_a_sentence),
}


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | None, style: str = "both") -> SafeString:
    """Write a moment in the reader's form and time zone, and how long ago or ahead it is.

    Args:
        style: "both" (exact, then relative), "sentence" (the same after other words), "exact", "within" (exact
            after other words), "last" (after "until": midnight closes the day before) or "relative".
    """
    if moment is None:
        return mark_safe("–")
    locale = reader_locale_of(context)
    inner = _STYLES[style](moment, locale)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        times.spelled_out(moment, locale),
        inner,
    )


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None) -> SafeString:
    """Write a day in the reader's form: "Thu 26 Nov", with the year only if it is another one."""
    if value is None:
        return mark_safe("–")
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), times.day(value, reader_locale_of(context))
    )


@register.simple_tag(takes_context=True)
def moves_written(context: Context, text: str) -> str:
    """Write a stored text with the days of each move in it in the reader's form."""
    return times.moves_written(text, reader_locale_of(context))


@register.simple_tag(takes_context=True)
def clock(context: Context, value: time) -> str:
    """Write a time of day in the reader's form, whatever its zone: "16:30", "4:30 PM"."""
    return times.clock(value, reader_locale_of(context))


@register.simple_tag(takes_context=True)
def today(context: Context) -> str:
    """Write the day it is for the reader, with its weekday: "Tuesday 24 November"."""
    return times.today(reader_locale_of(context))


@register.inclusion_tag("ui/_pagination.html", takes_context=True)
def pagination(context: Context, page: Any, target: str = "", label: str = "") -> dict[str, Any]:
    """Show previous and next of a keyset page, and how many there are.

    Args:
        page: what `wholesale.ui.paging.keyset_page` returned.
        target: id of the fragment that htmx swaps; without it the links load the page.
        label: what it pages through, where a page holds more than one list.
    """
    request = context["request"]
    return {
        "page": page,
        "target": target,
        "label": label,
        "previous_url": _with_cursor(request.GET, page.previous),
        "next_url": _with_cursor(request.GET, page.next),
    }


def _with_cursor(query: Any, cursor: str | None) -> str:
    if cursor is None:
        return ""
    changed = query.copy()
    changed["cursor"] = cursor
    return f"?{changed.urlencode()}"


@register.inclusion_tag("ui/_tabs.html", takes_context=True)
def tabs(context: Context, thing: str, current: str, label: str) -> dict[str, Any]:
    """Show the tabs that the apps offer an object's page (parts.TABS); the page's own URL kwargs are handed on.

    Args:
        thing: "customer".
        current: key of the tab that is shown.
        label: the object's name.
    """
    return {"tabs": tabs_of(context["request"], thing, current), "label": label}


@register.simple_tag(takes_context=True)
def bars(context: Context, kind: str, thing: Any) -> SafeString:
    """Show what the apps have to say above every page of an object (parts.BARS).

    Args:
        kind: "customer".
        thing: the object.
    """
    return bars_of(context["request"], kind, thing)


@register.inclusion_tag("ui/_sort.html")
def sort_link(filters: Any, key: str, label: str) -> dict[str, Any]:
    """Put the link that sorts a list by one column into its `<th>`; see wholesale.ui.filters."""
    return {"label": label, "url": filters.sort_url(key), "direction": filters.direction_of(key)}


@register.simple_tag
def form_field(field: BoundField, template_name: str = "ui/field.html") -> SafeString:
    """Show one field: label, control, help, errors."""
    return field.render(template_name)


@register.simple_tag
def field_widget(field: BoundField) -> SafeString:
    """Show the bare control of a field with the kit's classes, its help and errors announced with it."""
    return field.as_widget(attrs=widget_attrs(field))


SOURCES: Mapping[str, tuple[str, str]] = {
    "own": ("user", "cb-source cb-source--own"),
    "group": ("users-group", "cb-source"),
    "default": ("building", "cb-source"),
}


@register.simple_tag
def source(kind: str, group: str = "") -> SafeString:
    """Say where an inherited value comes from.

    Args:
        kind: "own" (this object's), "group" (name it) or "default" (the organization's).
    """
    words = {
        "own": gettext("set for this customer"),
        "group": gettext("from group %(group)s") % {"group": group},
        "default": gettext("your default"),
    }
    symbol, css = SOURCES[kind]
    return format_html('<span class="{}">{}{}</span>', css, icon(symbol), words[kind])
