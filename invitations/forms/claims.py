"""What somebody types whose company was claimed by others."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from invitations.details import Claimant
from wholesale.accounts.models import User


class ClaimForm(forms.Form):
    """Who says that a company is theirs, and how that can be seen."""

    person_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    message = forms.CharField(
        label=_("How can we see that it is yours?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "What you do there, and a phone or website where we can check. We read it; nobody else does."
        ),
    )

    def claimant(self, *, email: str, person: User | None) -> Claimant:
        """Return who asks, for the services."""
        typed: dict[str, Any] = self.cleaned_data
        return Claimant(
            email=email,
            name=" ".join(typed["person_name"].split()),
            language=person.language if person else (get_language() or "en").split("-")[0],
            person=person,
            message=typed["message"].strip(),
        )


class DecisionForm(forms.Form):
    """Why the platform's staff decide as they do; both sides read it."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both sides read this in their mail."),
    )
