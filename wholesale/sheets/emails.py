"""What whoever has begun an import is told when they no longer look at it."""

from datetime import timedelta

from django.urls import reverse

from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations.models import Person
from wholesale.sheets.enums import ImportState
from wholesale.sheets.models import SheetImport
from wholesale.sheets.queries import verdict_counts

LONG = timedelta(seconds=30)  # who has waited so long has turned to something else


def queue_import_finished(sheet_import: SheetImport) -> None:
    """Tell whoever began an import that took long how it ended; a command or an integration has nobody to tell.

    Source: SPEC.md 9, M1.
    """
    reader = Person.objects.filter(pk=sheet_import.by_id).first() if sheet_import.by_id else None
    if reader is None:
        return
    organization = sheet_import.organization
    keys = {"organization": organization.slug, "kind": sheet_import.kind, "sheet_import": sheet_import.pk}
    queue_email(
        organization_id=organization.pk,
        to=reader.email,
        language=reader.language,
        template="sheets/import_finished",
        context={
            "file": sheet_import.file_name,
            "organization": organization.name,
            "is_done": sheet_import.state == ImportState.DONE,
            "message": sheet_import.message,
            "counts": verdict_counts(sheet_import),
            "action_url": absolute(reverse("sheets:import_detail", kwargs=keys)),
        },
        key=f"sheet_import:{sheet_import.pk}:{sheet_import.state}:{sheet_import.step_at.isoformat()}",
    )
