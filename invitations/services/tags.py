"""Tags tell the posters of a supplier's invite link apart (SPEC.md N5). In the supplier's context."""

import itertools
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from invitations import queries
from invitations.errors import TagChangedMeanwhile
from invitations.models import InviteTag
from retailers.errors import DetailsRefused
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.models import Organization

_MOST = 200  # in use; a program that makes more is mistaken
_STEM = 34  # letters, so that a number fits behind


@transaction.atomic
def make_tag(*, supplier: Organization, name: str, by: User) -> InviteTag:
    """Make a tag with an address of its own, which never changes.

    Locks:  the supplier's link.
    Raises: DetailsRefused (the name is taken, in any letter case; there are too many); then nothing is written.
    Source: N5.
    """
    others = _locked_tags(supplier)
    if sum(not other.archived_at for other in others) >= _MOST:
        raise DetailsRefused({"name": _("There are %(n)s tags already. Archive some.") % {"n": _MOST}})
    _check_name(name, others)
    tag = InviteTag(supplier=supplier, name=name, slug=_free_slug(name, {other.slug for other in others}))
    tag.save(force_insert=True)
    _record(tag, by, "invite_tag_made", after={"name": name})
    return tag


@transaction.atomic
def rename_tag(*, tag: InviteTag, name: str, version: int, by: User) -> InviteTag:
    """Call a tag something else, if nobody has since it was read; its address stays.

    Locks:  the supplier's link.
    Raises: TagChangedMeanwhile, DetailsRefused (the name is taken); then nothing is written.
    Source: B4, N5.
    """
    tag, others = _locked(tag)
    if tag.version != version:
        raise TagChangedMeanwhile(tag)
    if tag.name == name:
        return tag
    if not tag.archived_at:
        _check_name(name, others)
    before, tag.name = tag.name, name
    _save(tag, "name")
    _record(tag, by, "invite_tag_renamed", before={"name": before}, after={"name": name})
    return tag


@transaction.atomic
def archive_tag(*, tag: InviteTag, by: User) -> InviteTag:
    """Put a tag away; its printed codes still work and still count. Away already: nothing happens.

    Locks:  the supplier's link.
    Source: N5.
    """
    tag, _others = _locked(tag)
    if not tag.archived_at:
        tag.archived_at = timezone.now()
        _save(tag, "archived_at")
        _record(tag, by, "invite_tag_archived")
    return tag


@transaction.atomic
def restore_tag(*, tag: InviteTag, by: User) -> InviteTag:
    """Take an archived tag out again. In use already: nothing happens.

    Locks:  the supplier's link.
    Raises: DetailsRefused if another one in use has its name now; then nothing is written.
    Source: N5.
    """
    tag, others = _locked(tag)
    if tag.archived_at:
        _check_name(tag.name, others)
        tag.archived_at = None
        _save(tag, "archived_at")
        _record(tag, by, "invite_tag_restored")
    return tag


def _locked_tags(supplier: Organization) -> list[InviteTag]:
    queries.lock_link_in_use(supplier)
    return list(queries.tags_of(supplier))


def _locked(tag: InviteTag) -> tuple[InviteTag, list[InviteTag]]:
    """Return the tag as it stands now, and the supplier's others."""
    tags = _locked_tags(tag.supplier)
    now = tags.pop(tags.index(tag))
    return now, tags


def _check_name(name: str, others: list[InviteTag]) -> None:
    taken = {other.name.lower() for other in others if not other.archived_at}
    if name.lower() in taken:
        raise DetailsRefused({"name": _("You have a tag of this name already.")})


def _free_slug(name: str, taken: set[str]) -> str:
    stem = slugify(name)[:_STEM].strip("-_") or "tag"
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([stem], numbered) if slug not in taken)


def _save(tag: InviteTag, field: str) -> None:
    tag.version += 1
    tag.save(update_fields=[field, "version"])


def _record(tag: InviteTag, by: User, verb: str, **changed: dict[str, Any]) -> None:
    record_change(
        organization_id=tag.supplier_id, by=by, verb=verb, subject=tag, subject_name=tag.name, **changed
    )
