"""The platform staff's view of the outbox: what was given up, and addresses that get no mail."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wholesale.mail.models import OutboundEmail, Suppression
from wholesale.mail.outbox import requeue_mails


@admin.register(OutboundEmail)
class OutboundEmailAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Mails are read, never edited; a dead one can be put back."""

    list_display = ("subject", "to", "state", "attempts", "created_at", "next_at", "sent_at", "last_error")
    list_filter = ("state", "template", "language")
    search_fields = ("to", "key", "subject")
    ordering = ("-created_at",)
    actions = ("requeue",)
    exclude = ("text", "html", "lease_token")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_requeue_permission(self, request: HttpRequest) -> bool:
        """Ask for the right to change mails: who may only read them sends nothing."""
        user: Any = request.user
        return bool(user.has_perm("mail.change_outboundemail"))

    @admin.action(description=_("Send again"), permissions=["requeue"])
    def requeue(self, request: HttpRequest, queryset: QuerySet[OutboundEmail]) -> None:
        count = requeue_mails(mails=list(queryset.values_list("pk", flat=True)))
        self.message_user(
            request, ngettext("%(n)d mail put back.", "%(n)d mails put back.", count) % {"n": count}
        )


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Taking an address off this list lets mails to it leave again."""

    list_display = ("email", "reason", "at", "detail")
    list_filter = ("reason",)
    search_fields = ("email",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
