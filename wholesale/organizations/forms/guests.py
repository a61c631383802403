"""What a supplier types about its guests, and whoever wants to be one about themselves (SPEC.md I1)."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.details import GuestAccess, GuestDetails
from wholesale.organizations.enums import GuestLimit, MemberRole, Side
from wholesale.organizations.forms.companies import VersionedForm
from wholesale.organizations.roles import roles_of
from wholesale.ui.forms import OnceForm, OneLine


class GuestAccessForm(forms.Form):
    """As what a distributor's person works in the supplier's account, and what is kept back of it."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in roles_of(Side.DELIVERING)],
        initial=MemberRole.DISPATCHER,
        help_text=_("An admin also grants what is its company’s to grant; a driver sees deliveries alone."),
    )
    limit = forms.ChoiceField(label=_("Limit"), choices=GuestLimit.choices, initial=GuestLimit.NONE)

    def access(self) -> GuestAccess:
        """Return what was chosen, for the service."""
        data = self.cleaned_data
        return GuestAccess(MemberRole(data["role"]), GuestLimit(data["limit"]))


class GuestChangeForm(VersionedForm, GuestAccessForm):
    """Another role or limit of a guest."""


class GuestInvitationForm(OnceForm, GuestAccessForm):
    """Whom to give access by mail."""

    name = OneLine(wordless=_("Enter a name."), label=_("Name"), max_length=120, required=False)
    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    field_order = ("email", "name", "role", "limit", "language")

    def details(self) -> GuestDetails:
        """Return what was typed, for the service."""
        data = self.cleaned_data
        return GuestDetails(
            email=data["email"], name=data["name"], language=data["language"], access=self.access()
        )


class GuestLinkForm(forms.Form):
    """The link that was seen, so that of two the second changes nothing it has not seen."""

    seen = forms.UUIDField()


class GuestRequestForm(forms.Form):
    """Who asks for access as a distributor's person."""

    name = OneLine(
        wordless=_("Enter your name."),
        label=_("Your name"),
        max_length=120,
        help_text=_("What you do is on record under it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    message = forms.CharField(
        label=_("Who you are"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you do there, and who may confirm it. The supplier reads it before it decides."),
    )
