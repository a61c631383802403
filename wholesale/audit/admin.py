"""The audit log of every company, for the platform's staff to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from wholesale.audit.models import AuditEntry
from wholesale.audit.staff import ModelAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ModelAdmin):
    """Look; nobody changes it."""

    list_display = ("at", "organization", "by_name", "verb", "subject_name")
    list_select_related = ("organization",)
    search_fields = ("by_name", "subject_name", "organization__name")
    ordering = ("-at", "-id")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave writing to services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep it as it was written."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep it."""
        return False
