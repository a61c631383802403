"""People, for the platform's staff. Nobody is added or deleted here: people sign up, and are closed."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest

from wholesale.accounts.models import User
from wholesale.accounts.services import end_sessions
from wholesale.audit.staff import AuditedAdmin

# What a person may do in the admin: only a superuser gives and takes it, or staff could give it to themselves.
RIGHTS = ("is_staff", "is_superuser", "groups")
admin.site.unregister(Group)


@admin.register(Group)
class RightsOfGroups(GroupAdmin):
    """What a group of staff may do; a superuser's to say."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)


@admin.register(User)
class UserAdmin(AuditedAdmin):
    """Find a person; close or reopen their account; as a superuser, make them staff."""

    list_display = ("email", "name", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)
    fields = ("email", "name", "language", "time_zone", "is_active", "is_staff", "is_superuser", "groups")
    readonly_fields = ("email", "last_login", "date_joined")
    filter_horizontal = ("groups",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave signing up to people themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave a superuser's account to superusers."""
        is_above = obj is not None and obj.is_superuser and not _is_superuser(request)
        return not is_above and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Let staff read what a person may do, and only a superuser change it."""
        return self.readonly_fields if _is_superuser(request) else (*self.readonly_fields, *RIGHTS)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep people: what they did stays on record under their name."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[Any]", change: bool) -> None:  # noqa: FBT001
        """Sign a person out everywhere whose account is closed or whose rights change."""
        super().save_model(request, obj, form, change)
        if {"is_active", "is_staff", "is_superuser", "groups"} & set(form.changed_data):
            end_sessions(person_id=obj.pk)


def _is_superuser(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_active and user.is_superuser)
