"""How every form looks: labels above, required marked, help, errors beside the field and summed up on top.

`settings.FORM_RENDERER` names `Renderer`, so `{{ form }}` and `{% form_field form.name %}` both follow.
"""

from typing import Any

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


def widget_attrs(field: BoundField) -> dict[str, Any]:
    """Return the attributes that give a control the kit's look, and red when its field has errors."""
    widget = field.field.widget
    css = next(css for kind, css in _CLASSES if isinstance(widget, kind))
    own = widget.attrs.get("class", "")
    wrong = "is-invalid" if field.errors else ""
    classes = " ".join(filter(None, (css, own, wrong)))
    return {"class": classes} if classes else {}
