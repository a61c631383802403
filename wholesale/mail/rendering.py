"""From a template's name to a mail: subject, text and HTML, in the reader's language."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from wholesale.mail.branding import brand_of
from wholesale.mail.links import absolute
from wholesale.organizations.models import Organization

MANY_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
SUBJECT_MAX = 250
STYLE = Path(__file__).with_name("mail.css")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail as it will be sent."""

    subject: str
    text: str
    html: str


def render_mail(
    template: str, context: dict[str, Any], *, language: str, supplier: Organization | None
) -> Rendered:
    """Render `templates/emails/<template>.{subject.txt,txt,html}`.

    The templates get, beside the context, `brand`, `site_url`, `language` and (not the subject) `subject`.
    Times are in the zone of the supplier where one speaks, else in `time_zone` of the context.
    """
    zone = supplier.time_zone if supplier else context.get("time_zone", settings.TIME_ZONE)
    shared = {"brand": brand_of(supplier), "site_url": absolute("/"), "language": language, "style": _style()}
    shared |= context
    with translation.override(language), timezone.override(zone):
        subject = " ".join(_render(f"emails/{template}.subject.txt", shared).split())[:SUBJECT_MAX]
        shared["subject"] = subject
        text = _render(f"emails/{template}.txt", shared)
        html = _render(f"emails/{template}.html", shared, autoescape=True)
    return Rendered(subject, MANY_BLANK_LINES.sub("\n\n", text).strip() + "\n", _inliner().inline(html))


def _render(name: str, context: dict[str, Any], *, autoescape: bool = False) -> str:
    """Render outside any request. Plain text is not escaped: "Alder & Sons" stays as it is written."""
    template: Any = get_template(name)
    rendered: str = template.template.render(Context(context, autoescape=autoescape))
    return rendered


@cache
def _style() -> SafeString:
    return mark_safe(STYLE.read_text())  # noqa: S308 - a file of ours


@cache
def _inliner() -> css_inline.CSSInliner:
    # What cannot be inlined stays in its style tag: the rules for narrow screens and for dark mode.
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
