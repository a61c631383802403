"""What a person chooses: a file, its columns, what happens to refused rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wholesale.sheets.columns import IGNORED
from wholesale.sheets.enums import ImportMode
from wholesale.sheets.importables import importable
from wholesale.sheets.models import SheetImport
from wholesale.sheets.reading import limits


class FileForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV, at most 10 MB and 50,000 rows. Columns in any order."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={"empty": _("There is nothing in this file.")},
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too big before it is kept."""
        file = self.cleaned_data["file"]
        if file.size > limits.FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Split it."))
        return file


class MappingForm(forms.Form):
    """Which column each heading means; one field for each, in their order."""

    def __init__(self, *args: Any, sheet_import: SheetImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [c for c in importable(sheet_import.kind).columns if not c.is_shown_only]
        choices = [(IGNORED, _("Leave out")), *((c.key, c.heading) for c in columns)]
        shown_only = {c.key for c in importable(sheet_import.kind).columns if c.is_shown_only}
        for at, (heading, key) in enumerate(zip(sheet_import.headings, sheet_import.mapping, strict=True)):
            label = heading or _("Column %(n)s, without a heading") % {"n": at + 1}
            initial = IGNORED if not key or key in shown_only else key
            self.fields[f"column{at}"] = forms.ChoiceField(label=label, choices=choices, initial=initial)

    @property
    def chosen(self) -> list[str]:
        """Return the chosen columns in the order of the headings."""
        return [self.cleaned_data[name] for name in self.fields]


class TableForm(forms.Form):
    """Which sheet, and which of its rows is the header."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(label=_("Header in row"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, sheet_import: SheetImport, **kwargs: Any) -> None:
        kwargs["initial"] = {"sheet": sheet_import.sheet, "header_row": sheet_import.header_row}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sheet"]
        field.choices = [(name, name) for name in sheet_import.sheets]
        if len(sheet_import.sheets) < 2:
            field.widget = forms.HiddenInput()


class ConfirmationForm(forms.Form):
    """What happens to refused rows."""

    mode = forms.ChoiceField(
        label=_("If a row is refused"),
        choices=ImportMode.choices,
        initial=ImportMode.GOOD_ROWS,
        widget=forms.RadioSelect,
    )
