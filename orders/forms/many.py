"""One step for many orders, as the page sends it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.enums import Missing, Move
from wholesale.ui.forms import OnceForm

REASONED = frozenset({Move.DECLINE, Move.CANCEL})


class ManyMoveForm(OnceForm):
    """A remark, which is a reason where the step ends an order; at shipping what becomes of what is not there."""

    note = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everyone on these orders reads it."),
    )
    missing = forms.ChoiceField(
        label=gettext_lazy("What is not there"),
        required=False,
        help_text=gettext_lazy("Of orders with something back-ordered; without a choice they are left."),
    )

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing: Any = self.fields["missing"]
        missing.choices = [("", _("Leave such orders")), *Missing.choices]
        if move != Move.SHIP:
            del self.fields["missing"]
        if move in REASONED:
            note = self.fields["note"]
            note.label, note.required = _("Reason"), True

    @property
    def of_missing(self) -> Missing | None:
        """Return what becomes of what is not there, if it was chosen."""
        return Missing(chosen) if (chosen := self.cleaned_data.get("missing")) else None


def versions_in(query: QueryDict) -> dict[UUID, int | None]:
    """Return the orders named by a list's boxes, "id:version", with what was looked at; what is neither is left out."""
    found: dict[UUID, int | None] = {}
    for value in query.getlist("order"):
        key, _colon, version = value.partition(":")
        try:
            order_id = UUID(key)
        except ValueError:
            continue
        is_number = version.isascii() and version.isdigit() and len(version) < 10
        found[order_id] = int(version) if is_number else None
    return found
