"""What a dispatcher types to plan rounds."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.models import Route, RouteStop
from wholesale.ui.forms import OneLine, Refusable, Versioned

LAST_POSITION = 9999


class RouteNameForm(Refusable, forms.Form):
    """What a round is called."""

    name = OneLine(
        label=_("Name"),
        max_length=60,
        wordless=_("Give the route a name."),
        help_text=_("Such as West, or Van 2."),
    )


class RouteForm(Versioned, RouteNameForm):
    """A round with the positions of its stops; an empty position takes a stop off."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, route: Route, stops: list[RouteStop], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stops = stops
        self.initial.update(name=route.name, version=route.version)
        for at, stop in enumerate(stops, 1):
            self.fields[_key(stop.pk)] = forms.IntegerField(
                label=stop.name,
                min_value=1,
                max_value=LAST_POSITION,
                required=False,
                initial=at,
                widget=forms.NumberInput({"class": "cb-qty", "inputmode": "numeric"}),
            )

    @property
    def rows(self) -> list[tuple[RouteStop, Any]]:
        """Return each stop with its field."""
        return [(stop, self[_key(stop.pk)]) for stop in self.stops]

    def positions(self) -> dict[UUID, int]:
        """Return what was typed for each stop that stays."""
        typed = {stop.pk: self.cleaned_data.get(_key(stop.pk)) for stop in self.stops}
        return {stop: position for stop, position in typed.items() if position}

    def leaving(self) -> list[UUID]:
        """Return the stops whose position was emptied."""
        return [stop.pk for stop in self.stops if not self.cleaned_data.get(_key(stop.pk))]


class AssignForm(forms.Form):
    """Which orders' places are put on which round."""

    NONE = "none"

    def __init__(self, *args: Any, routes: list[Route], orders: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(route.pk): route for route in routes}
        named = [(str(route.pk), route.name) for route in routes]
        self.fields["route"] = forms.ChoiceField(
            label=_("Route"), choices=[("", _("Choose")), *named, (self.NONE, _("No route"))]
        )
        self.by_key = {str(order.pk): order for order in orders}
        self.fields["order"] = forms.MultipleChoiceField(
            label=_("Stops"),
            choices=[(key, key) for key in self.by_key],
            error_messages={"required": _("Choose the stops first.")},
        )

    def chosen(self) -> list[Any]:
        """Return the orders that were ticked."""
        return [self.by_key[key] for key in self.cleaned_data["order"]]

    @property
    def target(self) -> Route | None:
        """Return the round that was chosen; None takes the stops off theirs."""
        return self.found.get(self.cleaned_data["route"])


def _key(stop: UUID) -> str:
    return f"stop-{stop}"
