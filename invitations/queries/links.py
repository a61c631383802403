"""Reads of invite links: the supplier's own with its tags, and the one that a visitor opens by its code."""

import re
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet
from django.http import Http404
from django.urls import reverse

from invitations.models import InviteLink, InviteTag
from invitations.queries.invitations import supplier_context
from wholesale.mail.links import absolute
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role

_WORD = re.compile(r"[-\w]{1,40}")
_CODE = re.compile(r"[A-Za-z0-9_-]{22}")


def link_by_code(code: str) -> InviteLink | None:
    """Return the link that this code names, with its supplier, also if off or replaced; None if there is none.

    The look-up is the only thing a visitor may ask; the link is then read in the context it gives.
    """
    if not _CODE.fullmatch(code):
        return None
    with act_as(Context(Role.PUBLIC)), connection.cursor() as cursor:
        cursor.execute("SELECT supplier_id, link_id FROM app.invite_link_by_code(%s)", [code])
        row = cursor.fetchone()
    if row is None:
        return None
    with act_as(supplier_context(row[0])):
        return InviteLink.objects.select_related("supplier").get(pk=row[1])


def tag_by_slug(link: InviteLink, slug: str) -> InviteTag | None:
    """Return the tag in an opened link's address, archived or not; None if there is none. In any context."""
    if not _WORD.fullmatch(slug):
        return None
    with act_as(supplier_context(link.supplier_id)):
        return InviteTag.objects.filter(supplier=link.supplier_id, slug=slug).first()


def link_in_use(supplier: Organization) -> InviteLink:
    """Return a supplier's link; it has had one since it began to sell."""
    return InviteLink.objects.select_related("supplier").get(supplier=supplier, replaced_at=None)


def lock_link_in_use(supplier: Organization) -> InviteLink:
    """Lock a supplier's link until the transaction ends; its tags change under this lock too.

    The first link that the supplier had is locked, whichever is in use: it is never replaced a second time, so
    those who wait for it all find what the one before them has left.
    """
    first = InviteLink.objects.filter(supplier=supplier).order_by("created_at", "id")
    first.select_for_update().values("pk")[:1].get()
    return link_in_use(supplier)


def address_of(link: InviteLink, tag: InviteTag | None = None) -> str:
    """Return the whole address of a link, or of one of its posters: what is copied, mailed and printed."""
    name, more = ("invitations:ask_tagged", [tag.slug]) if tag else ("invitations:ask", [])
    return absolute(reverse(name, args=[link.code, *more]))


def file_name_of(link: InviteLink, tag: InviteTag | None = None) -> str:
    """Return what the file of a printed code is called, without its ending."""
    return "-".join(filter(None, (link.supplier.slug, "invite", tag.slug if tag else "")))


def tags_of(supplier: Organization) -> QuerySet[InviteTag]:
    """Return a supplier's tags by name, those in use first."""
    newest_last = F("archived_at").asc(nulls_first=True)
    return InviteTag.objects.filter(supplier=supplier).order_by(newest_last, "name", "id")


def tag_for_supplier(supplier: Organization, tag_id: UUID) -> InviteTag:
    """Return a tag of this supplier; 404 for any other, as if it did not exist."""
    try:
        return InviteTag.objects.get(supplier=supplier, pk=tag_id)
    except InviteTag.DoesNotExist as error:
        raise Http404 from error
