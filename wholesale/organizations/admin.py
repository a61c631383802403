"""Companies and their people, for the platform's staff."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest

from wholesale.audit.staff import AuditedAdmin
from wholesale.organizations import services
from wholesale.organizations.models import Membership, Organization


@admin.register(Organization)
class OrganizationAdmin(AuditedAdmin):
    """Find a company; mend its details and hats. Its slug stands in addresses that people keep."""

    list_display = ("name", "slug", "sells", "delivers", "buys", "country", "created_at")
    list_filter = ("sells", "delivers", "buys", "country")
    search_fields = ("name", "slug")
    ordering = ("name",)
    fields = (
        "name", "slug", "sells", "delivers", "buys", "private_to", "country", "time_zone", "currency",
        "language", "brand_color", "requires_second_factor",
    )  # fmt: skip
    autocomplete_fields = ("private_to",)

    def organization_id_of(self, obj: Organization) -> UUID | None:
        """Keep the change in the company's own log."""
        return obj.pk

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Let the slug be chosen once."""
        return ("slug",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep companies: their orders outlive them."""
        return False


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    """Who works where, as what; for a company that has lost its admin."""

    list_display = ("user", "organization", "role", "guest_of", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "organization", "guest_of")
    search_fields = ("user__email", "organization__name")
    fields = ("user", "organization", "role", "guest_of")
    autocomplete_fields = ("user", "organization", "guest_of")

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Name the memberships alone: what else ends with them is no table of the staff's."""
        return [str(each) for each in objs], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        """End a membership by the service, which notes it."""
        user: Any = request.user
        services.withdraw_membership(membership=obj, by=user)
