"""What a supplier says about the look and the words of its mails."""

from copy import copy
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from invitations.wording import (
    INTRO_MAX,
    MARKS,
    SIGNATURE_MAX,
    SUBJECT_MAX,
    Wording,
    mistakes_in,
    our_wording,
    tidied,
)
from wholesale.files import limits
from wholesale.mail.branding import SENDER_MAX, plain_sender
from wholesale.organizations.forms import ColourField, VersionedForm
from wholesale.organizations.models import Organization

WORDS = ("subject", "intro", "signature")


class LogoForm(forms.Form):
    """A picture that is to be the logo."""

    logo = forms.FileField(
        label=_("Logo"),
        help_text=_(
            "PNG, JPEG or WebP, at most 1.5 MB, best 480 pixels wide on a transparent or white ground."
        ),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={
            "empty": _("There is nothing in this file."),
            "required": _("Choose a picture first."),
        },
    )

    def content(self) -> bytes:
        """Return the file, or one byte more of it than is taken, so that it is refused as too big."""
        content: bytes = self.cleaned_data["logo"].read(limits.FILE_BYTES + 1)
        return content


class BrandingForm(VersionedForm):
    """Sender and colour of all mails; subject, intro and signature in one language."""

    sender_name = forms.CharField(
        label=_("Sender"),
        required=False,
        max_length=SENDER_MAX,
        validators=[plain_sender],
        help_text=_("Who your mails come from, such as “Maya of Northgate”. Empty: your company's name."),
    )
    brand_color = ColourField(
        label=_("Brand colour"), max_length=7, help_text=_("Your shop and your mails carry it.")
    )
    subject = forms.CharField(label=_("Subject of the invitation"), required=False, max_length=SUBJECT_MAX)
    intro = forms.CharField(
        label=_("What the invitation says"),
        required=False,
        max_length=INTRO_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        max_length=SIGNATURE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Of invitations, reminders and what else you write to retailers."),
    )
    wording_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, supplier: Organization, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.supplier, self.language = supplier, language
        self.fields["sender_name"].widget.attrs["placeholder"] = supplier.name
        with translation.override(language):
            ours = our_wording()
        for name in WORDS:
            self.fields[name].widget.attrs |= {"placeholder": getattr(ours, name), "lang": language}
        self.fields["subject"].help_text = _("You can write %(marks)s. Empty: what stands there in grey.") % {
            "marks": ", ".join(f"{{{mark}}}" for mark in MARKS)
        }

    @staticmethod
    def values_of(supplier: Organization, wording: Wording, version: int) -> dict[str, Any]:
        """Return what is saved now, to begin with."""
        look = {"sender_name": supplier.sender_name, "brand_color": supplier.brand_color}
        words = {name: getattr(wording, name) for name in WORDS}
        return look | words | {"version": supplier.version, "wording_version": version}

    def clean_sender_name(self) -> str:
        """Write the name on one line."""
        return " ".join(self.cleaned_data["sender_name"].split())

    def clean(self) -> dict[str, Any] | None:
        """Say beside its field which mark cannot be filled in."""
        for name, message in mistakes_in(self.wording()).items():
            if name not in self.errors:
                self.add_error(name, message)
        return super().clean()

    def wording(self) -> Wording:
        """Return the words as they were typed, be they right or wrong; else as they are saved."""
        source = self.data if self.is_bound else self.initial
        typed = (str(source.get(name) or "") for name in WORDS)
        limits_of = (SUBJECT_MAX, INTRO_MAX, SIGNATURE_MAX)
        return tidied(Wording(*(text[:most] for text, most in zip(typed, limits_of, strict=True))))

    def look(self) -> dict[str, str]:
        """Return colour and sender, for the service."""
        return {name: self.cleaned_data[name] for name in ("brand_color", "sender_name")}

    def seen(self) -> Organization:
        """Return the supplier as it would look, unsaved; what cannot be read is as it was."""
        shown, typed = copy(self.supplier), self.cleaned_data if self.is_bound else {}
        for name in ("brand_color", "sender_name"):
            setattr(shown, name, typed.get(name, getattr(shown, name)))
        return shown

    def differences(self, now: dict[str, Any]) -> list[tuple[str, str]]:
        """Return the label and the saved value of every field where something else was typed."""
        shown = [name for name in self.fields if "version" not in name]
        return [
            (str(self.fields[name].label), str(now[name]))
            for name in shown
            if str(now[name]) != str(self.cleaned_data.get(name, ""))
        ]

    def rebase_on(self, now: dict[str, Any]) -> None:
        """Keep what was typed, over what is saved now: saved again, it wins."""
        self.rebase(now["version"])
        self.data["wording_version"] = str(now["wording_version"])
