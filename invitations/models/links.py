"""A supplier's permanent invite link, and the tags that tell its posters apart (SPEC.md N5)."""

from secrets import token_urlsafe

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from invitations.enums import LinkState
from wholesale.tenancy.declarations import Access, TenantKey
from wholesale.tenancy.models import TenantModel


def new_code() -> str:
    """Return the public name of a link: 22 letters that nobody guesses."""
    return token_urlsafe(16)


class InviteLink(TenantModel):
    """The address that anybody may open to ask a supplier for access; one is in use, and stays.

    The database gives a company its first link when it begins to sell. The code is public and names nobody.
    """

    code = models.CharField(max_length=22, default=new_code, editable=False)
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            TenantKey(name="invite_link_key"),
            models.UniqueConstraint(fields=["code"], name="invite_link_code_key"),
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(replaced_at=None), name="invite_link_in_use_once"
            ),
            Access(name="invite_link_access", supplier="select, insert, update(is_on, replaced_at)"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state(self) -> LinkState:
        """Tell what the link does for whoever opens it."""
        if self.replaced_at:
            return LinkState.REPLACED
        return LinkState.ON if self.is_on else LinkState.OFF


class InviteTag(TenantModel):
    """A poster or campaign with an address of its own, so that it shows what became of those it brought.

    Its slug stands in printed codes and never changes; archived, it still works.
    """

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(max_length=40, db_index=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="invite_tag_key"),
            models.UniqueConstraint(fields=["supplier", "slug"], name="invite_tag_slug_once"),
            models.UniqueConstraint(
                "supplier", Lower("name"), condition=Q(archived_at=None), name="invite_tag_name_once"
            ),
            Access(name="invite_tag_access", supplier="select, insert, update(name, archived_at, version)"),
        ]

    def __str__(self) -> str:
        return self.name
