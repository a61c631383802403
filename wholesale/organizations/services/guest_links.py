"""The link by which a guest distributor's people ask for access: made, off, on, replaced (I1). For the supplier."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wholesale.accounts.models import User
from wholesale.accounts.sealing import seal
from wholesale.organizations import queries
from wholesale.organizations.errors import GuestDoorClosed, GuestLinkReplaced
from wholesale.organizations.models import Agreement, GuestLink
from wholesale.organizations.queries.guests import SEALED_AS
from wholesale.organizations.services.agreements import record_on_both
from wholesale.organizations.tokens import hash_of, new_token


@transaction.atomic
def make_guest_link(*, agreement: Agreement, by: User) -> GuestLink:
    """Give a distributor's people an address at which they ask for access; the one in use, if there is one.

    Locks:  the agreement.
    Raises: GuestDoorClosed; then nothing is written.
    Source: SPEC.md I1.
    """
    locked = lock_open_agreement(agreement)
    if standing := queries.guest_link_in_use(locked):
        return standing
    link = _new_link(locked, by)
    record_on_both(locked, by=by, verb="guest_link_made")
    return link


@transaction.atomic
def switch_guest_link_off(*, agreement: Agreement, seen: UUID, by: User) -> GuestLink:
    """Let nobody ask by this link for now; whoever has asked waits on. Off already: nothing happens.

    Args:
        seen: the link that `by` has read.
    Locks:  the agreement, the link.
    Raises: GuestLinkReplaced; then nothing is written.
    """
    return _switch(agreement, seen, "guest_link_switched_off", on=False, by=by)


@transaction.atomic
def switch_guest_link_on(*, agreement: Agreement, seen: UUID, by: User) -> GuestLink:
    """Let people ask by this link again. On already: nothing happens.

    Args:
        seen: the link that `by` has read.
    Locks:  the agreement, the link.
    Raises: GuestLinkReplaced; then nothing is written.
    """
    return _switch(agreement, seen, "guest_link_switched_on", on=True, by=by)


@transaction.atomic
def replace_guest_link(*, agreement: Agreement, seen: UUID, by: User) -> GuestLink:
    """Give the distributor's people another link; nobody asks by the old one any more. Guests and requests stay.

    Args:
        seen: the link that `by` has read, so that a second click replaces nothing.
    Locks:  the agreement, the link.
    Raises: GuestDoorClosed, GuestLinkReplaced; then nothing is written.
    """
    locked = lock_open_agreement(agreement)
    old = _locked(locked, seen)
    old.replaced_at = timezone.now()
    old.save(update_fields=["replaced_at"])
    link = _new_link(locked, by)
    record_on_both(locked, by=by, verb="guest_link_replaced")
    return link


def lock_open_agreement(agreement: Agreement) -> Agreement:
    """Lock an agreement that lets guests in, until the transaction ends. Raises: GuestDoorClosed."""
    locked = queries.lock_agreement(agreement)
    if reason := queries.closed_to_guests(locked):
        names = {"supplier": locked.supplier.name, "distributor": locked.distributor.name}
        raise GuestDoorClosed(reason, **names)
    return locked


def _new_link(agreement: Agreement, by: User) -> GuestLink:
    token = new_token()
    link = GuestLink(
        supplier_id=agreement.supplier_id,
        distributor_id=agreement.distributor_id,
        token_hash=hash_of(token),
        sealed_token=seal(token.encode(), purpose=SEALED_AS).decode(),
        by=by,
        by_name=str(by)[:120],
    )
    link.save(force_insert=True)
    return link


def _switch(agreement: Agreement, seen: UUID, verb: str, *, on: bool, by: User) -> GuestLink:
    locked = queries.lock_agreement(agreement)
    link = _locked(locked, seen)
    if link.is_on == on:
        return link
    link.is_on = on
    link.save(update_fields=["is_on"])
    record_on_both(locked, by=by, verb=verb)
    return link


def _locked(agreement: Agreement, seen: UUID) -> GuestLink:
    link = queries.lock_guest_link(agreement)
    if link is None or link.pk != seen:
        raise GuestLinkReplaced
    return link
