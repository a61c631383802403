"""What a person says about a token."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.acting import Acting
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.roles import Permission, permissions_of, roles_of

MYSELF = ""


class TokenForm(forms.Form):
    """A new token: for what, as whom, with which rights, until when."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What will use it, such as “Webshop” or “Bookkeeping”.")
    )
    role = forms.ChoiceField(
        label=_("It acts as"),
        required=False,
        help_text=_("As you, it ends when you leave. With a role of its own it stays."),
    )
    permissions = forms.MultipleChoiceField(
        label=_("Only these rights"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a token that acts as you. None chosen means all of yours."),
    )
    expires_on = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        fitting = [r for r in roles_of(acting.side) if permissions_of(acting.side, r) <= acting.permissions]
        roles: Any = self.fields["role"]
        roles.choices = [(MYSELF, _("Yourself")), *((r.value, r.label) for r in fitting)]
        held = [p for p in Permission if p in acting.permissions and p != Permission.VIEW_ALL_CUSTOMERS]
        rights: Any = self.fields["permissions"]
        rights.choices = [(p.value, p.label) for p in held]

    def clean_expires_on(self) -> datetime | None:
        """Return the end of the chosen day, which lies ahead."""
        chosen = self.cleaned_data["expires_on"]
        if chosen is None:
            return None
        end = timezone.make_aware(datetime.combine(chosen + timedelta(days=1), time.min))
        if end <= timezone.now():
            raise forms.ValidationError(_("Choose a day that has not passed."))
        return end

    @property
    def chosen_role(self) -> MemberRole | None:
        """Return the token's own role; None if it acts as its maker."""
        role = self.cleaned_data["role"]
        return MemberRole(role) if role else None

    @property
    def chosen_permissions(self) -> set[Permission]:
        """Return the rights that it is limited to."""
        return {Permission(value) for value in self.cleaned_data["permissions"]}
