"""Many customers invited at once: each once, and whoever cannot be is told why (SPEC.md N4).

What takes a mail to an address is done set-wise: a handful of statements, and two more for each mail. Who has asked
for access, and companies that are asked through their own people, are few and go one by one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from invitations import emails, queries
from invitations.errors import AlreadyInvited, NoContactEmail
from invitations.models import Invitation
from invitations.services.sending import audited, invite_customer, new_row, renew
from retailers.enums import Relation, SkipReason
from retailers.models import Customer
from retailers.queries import bounced_among, lock_customers
from retailers.services import can_be_invited, record_many_invited
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.errors import DomainError
from wholesale.mail.queries import suppressed_among
from wholesale.organizations.models import Organization

_AT_ONCE = 500
Skipped = dict[UUID, SkipReason]


@dataclass
class _Known:
    """What is known of a piece's customers, read once."""

    rows: dict[str, Invitation]  # the supplier's invitations, by address
    invited: set[UUID]  # customers that somebody may still accept for
    dead: set[str]  # addresses that get no more mail, or from which the last came back
    tokens: dict[UUID, str] = field(default_factory=dict)


@transaction.atomic
def invite(
    *, supplier: Organization, customer_ids: Sequence[UUID], choice: dict[str, Any], by: User
) -> Skipped:
    """Invite these customers; return whom not, and why. One that is invited already gets no second mail.

    Whoever asks for access is left out: inviting would approve, unseen, perhaps somebody whose company it is not.

    Locks:  the customers, in key order, then the invitations of their addresses.
    Emails: as invite_customer.
    Source: N4.
    """
    customers = lock_customers(supplier, customer_ids)
    known = _known_of(supplier, customers)
    skipped = {each.pk: reason for each in customers if (reason := _reason_against(each, known))}
    able = [each for each in customers if each.pk not in skipped]
    by_mail = [each for each in able if each.private.contact_email]
    skipped |= _invite_by_mail(supplier, by_mail, known, by)
    for customer in able:
        if customer not in by_mail and (reason := _invited(customer, by)):
            skipped[customer.pk] = reason
    return skipped


def _known_of(supplier: Organization, customers: Sequence[Customer]) -> _Known:
    addresses = [each.private.contact_email for each in customers if each.private.contact_email]
    rows = queries.lock_rows(supplier, addresses)
    return _Known(
        rows={row.email: row for row in rows},
        invited=queries.still_invited(supplier, customers),
        dead=set(suppressed_among(addresses)) | bounced_among(supplier, addresses),
    )


def _reason_against(customer: Customer, known: _Known) -> SkipReason | None:
    if customer.relation == Relation.ACCEPTED:
        return SkipReason.REGISTERED_ALREADY
    if customer.relation == Relation.ASKED_BY_RETAILER:
        return SkipReason.ASKS
    if customer.pk in known.invited:
        return SkipReason.INVITED_ALREADY
    if not can_be_invited(customer):
        return SkipReason.REFUSED
    address = customer.private.contact_email
    if address in known.dead:
        return SkipReason.BOUNCED
    row = known.rows.get(address)
    is_taken = row is not None and row.customer_id != customer.pk and row.waits
    return SkipReason.EMAIL_TAKEN if is_taken else None


def _invite_by_mail(
    supplier: Organization, customers: Sequence[Customer], known: _Known, by: User
) -> Skipped:
    """Write invitations to addresses, one row each, and their mails."""
    prefetch_related_objects(customers, "retailer__directory_entry", "distributor")
    written, fresh = [], []
    for customer in customers:
        customer.supplier = supplier
        if row := known.rows.get(customer.private.contact_email):
            known.tokens[row.pk] = renew(row, customer, by)
            written.append(row)
        else:
            row, token = new_row(customer, customer.private.contact_email, by)
            known.tokens[row.pk] = token
            fresh.append(row)
    Invitation.objects.bulk_update(written, _RENEWED, batch_size=_AT_ONCE)
    Invitation.objects.bulk_create(fresh, batch_size=_AT_ONCE, ignore_conflicts=True)
    stored = queries.ids_among(supplier, fresh)
    written += [row for row in fresh if row.pk in stored]
    record_many_invited(customers=[row.customer for row in written], by=by)
    AuditEntry.objects.bulk_create(
        [audited(row, by, "invitation_sent") for row in written], batch_size=_AT_ONCE
    )
    _send(supplier, written, known)
    # Somebody invited the address in the same moment, for another customer.
    return {row.customer_id: SkipReason.EMAIL_TAKEN for row in fresh if row.pk not in stored}


def _send(supplier: Organization, rows: Iterable[Invitation], known: _Known) -> None:
    for row in rows:
        row.supplier, row.retailer = supplier, row.customer.retailer
        emails.queue_invitation(row, known.tokens[row.pk])


_RENEWED = [
    each.name
    for each in Invitation._meta.concrete_fields
    if each.name not in ("id", "supplier", "email", "created_at")
]


def _invited(customer: Customer, by: User) -> SkipReason | None:
    try:
        with transaction.atomic():
            invite_customer(customer=customer, by=by)
    except NoContactEmail:
        return SkipReason.NO_EMAIL
    except AlreadyInvited:
        return SkipReason.EMAIL_TAKEN
    except DomainError:
        return SkipReason.REFUSED
    return None
