"""Customers told of new prices, and of their withdrawal: each once, of its own prices alone (SPEC.md K7).

Piece by piece in key order; how far it has come is written with the mails of each piece, so that a worker killed at any
point leaves nobody out and tells nobody twice.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from catalogs import emails
from catalogs.enums import ChangeState
from catalogs.models import PriceChange
from catalogs.queries.changes import payers_after, take_change
from catalogs.queries.effects import lines_for
from retailers.models import Customer

PIECE = 100
MOST_LINES = 30


@transaction.atomic
def tell_of_change(*, supplier_id: UUID, change_id: UUID) -> bool:
    """Tell the next hundred customers of a change of prices; return whether there may be more.

    Runs in the supplier's context.

    Locks:  the change; one that another worker has is left to it.
    Emails: the buyers of those customers whom it concerns, in their languages.
    Source: SPEC.md K7.
    """
    change = take_change(supplier_id, change_id)
    if change is None:
        return False
    if change.state == ChangeState.PUBLISHED and not change.told_at:
        payers = payers_after(change, change.told_through, limit=PIECE)
        _queue(change, payers, "catalogs/new_prices")
        return _note(change, payers, "told")
    if change.state == ChangeState.WITHDRAWN and not change.corrected_at:
        payers = payers_after(change, change.corrected_through, limit=PIECE)
        told = [each for each in payers if change.told_through and each.pk <= change.told_through]
        _queue(change, told, "catalogs/prices_withdrawn")
        return _note(change, told, "corrected")
    return False


def _queue(change: PriceChange, payers: list[Customer], template: str) -> None:
    if payers:
        lines = lines_for(change, [each.pk for each in payers], most=MOST_LINES)
        concerned = [each for each in payers if each.pk in lines]
        emails.queue_price_changes(change, concerned, lines, template=template)


def _note(change: PriceChange, payers: list[Customer], step: str) -> bool:
    if payers:
        setattr(change, f"{step}_through", payers[-1].pk)
    if len(payers) < PIECE:
        setattr(change, f"{step}_at", timezone.now())
    change.save(update_fields=[f"{step}_through", f"{step}_at"])
    return len(payers) == PIECE
