"""What an external distributor types on the page of its link, on a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.enums import ProblemKind, ReportKind
from wholesale.files import limits
from wholesale.ui.forms import OnceForm

ACCEPTED = "image/jpeg,image/png,image/webp"


class ReportForm(OnceForm):
    """What the three reports share."""

    kind: ReportKind

    note = forms.CharField(label=_("Note"), required=False, max_length=500, strip=True)

    def said(self) -> dict[str, Any]:
        """Return the arguments of services.reporting.Said; the photo a byte longer than is taken, if it is."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
        if file := values.pop("photo", None):
            file.seek(0)  # the view may be run a second time
            values["photo"] = file.read(limits.PHOTO_BYTES + 1)
        return values | {"kind": self.kind}


class PhotoField(forms.FileField):
    """A photo as a telephone takes it, if there is one."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Photo"),
            required=False,
            max_length=200,
            help_text=_("JPEG, PNG or WebP, at most 10 MB. Where it was taken is not kept."),
            widget=forms.FileInput(attrs={"accept": ACCEPTED}),
            error_messages={"empty": _("There is nothing in this file.")},
        )


class PickedForm(ReportForm):
    """The goods are on the way."""

    kind = ReportKind.PICKED


class DeliveredForm(ReportForm):
    """The goods were handed over."""

    kind = ReportKind.DELIVERED
    received_by = forms.CharField(label=_("Who received it"), max_length=80, strip=True)
    photo = PhotoField()
    field_order = ("received_by", "note", "photo")


class ProblemForm(ReportForm):
    """Something went wrong."""

    kind = ReportKind.PROBLEM
    problem = forms.ChoiceField(label=_("What went wrong"), choices=[("", _("Choose")), *ProblemKind.choices])
    photo = PhotoField()
    field_order = ("problem", "note", "photo")


FORMS: dict[str, type[ReportForm]] = {form.kind: form for form in (PickedForm, DeliveredForm, ProblemForm)}
