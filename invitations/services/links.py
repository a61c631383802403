"""A supplier's invite link is switched off, on again, and replaced (SPEC.md N5). In the supplier's context."""

from django.db import transaction
from django.utils import timezone

from invitations import queries
from invitations.errors import LinkReplaced
from invitations.models import InviteLink
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.models import Organization


@transaction.atomic
def switch_link_off(*, supplier: Organization, code: str, by: User) -> InviteLink:
    """Let nobody ask by this link for now; it stays, and so do printed codes. Off already: nothing happens.

    Args:
        code: of the link that `by` has seen.
    Locks:  the link.
    Raises: LinkReplaced if it is no longer the one in use; then nothing is written.
    Source: N5.
    """
    return _switch(supplier, code, "invite_link_switched_off", on=False, by=by)


@transaction.atomic
def switch_link_on(*, supplier: Organization, code: str, by: User) -> InviteLink:
    """Let people ask by this link again. On already: nothing happens.

    Args:
        code: of the link that `by` has seen.
    Locks:  the link.
    Raises: LinkReplaced if it is no longer the one in use; then nothing is written.
    Source: N5.
    """
    return _switch(supplier, code, "invite_link_switched_on", on=True, by=by)


@transaction.atomic
def replace_link(*, supplier: Organization, code: str, by: User) -> InviteLink:
    """Give the supplier another link; the old one, and every code printed of it, asks for nothing any more.

    The new one is on or off as the old one was; tags and their counts stay.

    Args:
        code: of the link that `by` has seen.
    Locks:  the link.
    Raises: LinkReplaced if it is no longer the one in use, so that a second click replaces nothing.
    Source: N5.
    """
    old = _locked(supplier, code)
    old.replaced_at = timezone.now()
    old.save(update_fields=["replaced_at"])
    new = InviteLink(supplier=old.supplier, is_on=old.is_on, by=by, by_name=str(by)[:120])
    new.save(force_insert=True)
    record_change(
        organization_id=new.supplier_id,
        by=by,
        verb="invite_link_replaced",
        subject=new,
        subject_name=new.supplier.name,
        before={"address": queries.address_of(old)},
        after={"address": queries.address_of(new)},
    )
    return new


def _switch(supplier: Organization, code: str, verb: str, *, on: bool, by: User) -> InviteLink:
    link = _locked(supplier, code)
    if link.is_on == on:
        return link
    link.is_on = on
    link.save(update_fields=["is_on"])
    record_change(
        organization_id=link.supplier_id,
        by=by,
        verb=verb,
        subject=link,
        subject_name=link.supplier.name,
    )
    return link


def _locked(supplier: Organization, code: str) -> InviteLink:
    locked = queries.lock_link_in_use(supplier)
    if locked.code != code:
        raise LinkReplaced
    return locked
