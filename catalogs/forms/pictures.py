"""What a person says of a product's pictures."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wholesale.files import limits
from wholesale.ui.forms import OnceForm

MOST_AT_ONCE = 12
PIECE_BYTES = 4_000_000
ACCEPTED = "image/png,image/jpeg,image/webp"


class ManyFilesInput(forms.FileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, in the order in which they were chosen."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files; one that is empty is refused like any other that is no picture, later and by name."""
        files = [file for file in data or [] if file]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_AT_ONCE:
            words = ngettext(
                "Choose at most %(n)s picture.", "Choose at most %(n)s pictures at once.", MOST_AT_ONCE
            )
            raise forms.ValidationError(words % {"n": MOST_AT_ONCE})
        return files


class PicturesForm(forms.Form):
    """Pictures to add to a product."""

    pictures = ManyFilesField(
        label=_("Add pictures"),
        help_text=_("PNG, JPEG or WebP, at most 10 MB each. Drop them here, or choose them."),
        required=False,  # nobody has to add any; sent without one, it asks for it
        widget=ManyFilesInput(attrs={"accept": ACCEPTED, "data-drop-files": ""}),
        error_messages={"required": _("Choose a picture first.")},
    )

    def contents(self) -> list[tuple[str, bytes]]:
        """Return name and bytes of each; of one that is too big a byte more than is taken, so that it is refused."""
        found = []
        for file in self.cleaned_data["pictures"]:
            file.seek(0)  # the view may be run a second time
            found.append((str(file.name), file.read(limits.PHOTO_BYTES + 1)))
        return found


class DescriptionForm(forms.Form):
    """What a picture shows."""

    alt = forms.CharField(max_length=200, required=False, strip=True)

    def words(self) -> str:
        """Return the description on one line."""
        return " ".join(self.cleaned_data["alt"].split())


class PlaceForm(forms.Form):
    """Where a picture goes."""

    position = forms.IntegerField(min_value=1, max_value=100)


class ArchiveForm(OnceForm):
    """A ZIP of pictures named by SKU."""

    archive = forms.FileField(
        label=_("ZIP file"),
        help_text=_("At most 100 MB and 2,000 pictures, each a PNG, JPEG or WebP of at most 10 MB."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "empty": _("There is nothing in this file."),
            "required": _("Choose a ZIP file first."),
        },
    )

    def pieces(self) -> Iterator[bytes]:
        """Yield the file, some megabytes at a time."""
        file = self.cleaned_data["archive"]
        file.seek(0)  # the view may be run a second time
        yield from file.chunks(PIECE_BYTES)
