"""What the platform's staff change is always on record, in the log of the company that it concerns."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from wholesale.audit.services import record_change

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin  # not generic when it runs


class AuditedAdmin(ModelAdmin):
    """Write every addition, change and removal into the audit log, in the same transaction."""

    def organization_id_of(self, obj: Any) -> UUID | None:
        """Return whose log an object belongs to; nobody's where it is no company's."""
        return getattr(obj, "organization_id", None)

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:  # noqa: FBT001
        """Save, and note what differs."""
        super().save_model(request, obj, form, change)
        before = {name: _plain(form.initial.get(name)) for name in form.changed_data} if change else {}
        after = {name: _plain(form.cleaned_data.get(name)) for name in form.changed_data}
        self._record(request, obj, "staff_changed" if change else "staff_added", before, after)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Note what goes, then let it go."""
        self._record(request, obj, "staff_removed", {}, {})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Let the chosen go one by one, so that each is on record."""
        for obj in queryset:
            self.delete_model(request, obj)

    def _record(
        self, request: HttpRequest, obj: Model, verb: str, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        user: Any = request.user
        record_change(
            organization_id=self.organization_id_of(obj),
            by=user,
            verb=verb,
            subject=obj,
            subject_name=str(obj),
            before=before,
            after=after,
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, QuerySet | list):
        return [_plain(each) for each in value]
    return value
