"""What a supplier types about the posters of its invite link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from invitations.models import InviteTag
from wholesale.ui.forms import OneLine, Versioned


class TagForm(forms.Form):
    """What a poster or campaign is called."""

    name = OneLine(
        wordless=_("Enter a name."),
        label=_("Name"),
        max_length=60,
        help_text=_(
            "Where it hangs or goes: Spring fair, van, newsletter. It stands in the address, for everybody to read."
        ),
    )


class TagRenameForm(Versioned, TagForm):
    """Another name, based on what its author has seen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Only you see it. Address and printed codes stay as they are.")

    @staticmethod
    def values_of(tag: InviteTag) -> dict[str, Any]:
        """Return what is kept now, to begin with."""
        return {"name": tag.name, "version": tag.version}

    def told_of(self, tag: InviteTag) -> list[tuple[str, str]]:
        """Rebase the form on what stands now; return label and present value of what differs from what was typed."""
        self.rebase(tag.version)
        differs = self.cleaned_data["name"] != tag.name
        return [(str(self.fields["name"].label), tag.name)] if differs else []
