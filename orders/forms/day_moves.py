"""What a dispatcher types to move a whole day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.models import Route
from orders.moved_days import Moving
from orders.queries.routes import NO_ROUTE
from wholesale.ui.forms import OneLine, Refusable


class DayMoveForm(Refusable, forms.Form):
    """Which day, whose, where to and why; `digest` of what the preview showed."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}))
    route = forms.ChoiceField(label=_("Route"), required=False)
    new_day = forms.DateField(label=_("New day"), widget=forms.DateInput({"type": "date"}))
    reason = OneLine(
        label=_("Reason"),
        max_length=200,
        wordless=_("Say why: everybody concerned reads it."),
        help_text=_("Everybody concerned reads it, such as “Snow: the roads are closed”."),
    )
    digest = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, routes: list[Route], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(route.pk), route.name) for route in routes]
        field: Any = self.fields["route"]
        field.choices = [("", _("All routes")), *named, (NO_ROUTE, _("No route"))]

    def moving(self) -> Moving:
        """Return what is to be moved."""
        data = self.cleaned_data
        routes = [data["route"]] if data["route"] else []
        return Moving(data["day"], data["new_day"], data["reason"], routes)
