"""How every form looks: labels above, required marked, help, errors beside the field and summed up on top.

`settings.FORM_RENDERER` names `Renderer`, so `{{ form }}` and `{% form_field form.name %}` both follow.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting

from wholesale.tenancy.models import uuid7

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.HiddenInput, ""),
    (forms.Widget, "form-control"),
)


class Renderer(TemplatesSetting):
    """Render forms with the templates of this project."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class OnceForm(forms.Form):
    """A form whose change must happen once, however often it is sent: back button, reload, double click.

    Its template holds `{{ form.form_key }}`; its view asks `api.idempotency.is_first_submission` before the change.
    """

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)


class Versioned:
    """A form with a field `version`: what its writer has read, so that of two the second is told (SPEC.md B4)."""

    data: Any
    add_prefix: Any

    def rebase(self, version: object) -> None:
        """Keep what was typed, over the version that is stored now and shown: saved again, it wins."""
        data = self.data.copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data


class Refusable:
    """A form that says what a service refused: `fields` of the error, by column.

    `field_of_column` names the field of a column that is called otherwise.
    """

    fields: Any
    add_error: Any
    field_of_column: ClassVar[Mapping[str, str]] = {}

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Say it beside the fields; above them what belongs to none."""
        for column, message in errors.items():
            name = self.field_of_column.get(column, column)
            self.add_error(name if name in self.fields else None, message)


class OneLine(forms.CharField):
    """Words on one line: in single spaces.

    Args:
        wordless: what to say where neither a letter nor a digit is in it; empty takes that.
    """

    def __init__(self, *, wordless: Any = "", **options: Any) -> None:
        super().__init__(**options)
        self.wordless = wordless

    def clean(self, value: Any) -> str:
        """Return the words."""
        line = " ".join((super().clean(value) or "").split())
        if self.wordless and not any(letter.isalnum() for letter in line):
            raise forms.ValidationError(self.wordless)
        return line


def widget_attrs(field: BoundField) -> dict[str, Any]:
    """Return the attributes that give a control the kit's look, and red when its field has errors."""
    widget = field.field.widget
    css = next(css for kind, css in _CLASSES if isinstance(widget, kind))
    own = widget.attrs.get("class", "")
    wrong = "is-invalid" if field.errors else ""
    classes = " ".join(filter(None, (css, own, wrong)))
    return {"class": classes} if classes else {}
