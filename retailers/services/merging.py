"""Two entries of the directory become one, by platform staff (SPEC.md C7). All run in the staff's context."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from retailers import queries
from retailers.enums import CustomerEventKind
from retailers.errors import MergeRefused
from retailers.indexing import found_by
from retailers.joining import FILLED, STANDING, joined_private, joined_standing
from retailers.models import Customer, CustomerEvent, CustomerPrivate, Merge, MergedCustomer
from retailers.queries.merging import Choices, MergePreview, lock_both, merge_preview
from retailers.services.customers import name_customer
from retailers.services.moving import Journal
from retailers.services.repointing import Pairs, refresh, repoint
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.audit.services import change_of
from wholesale.organizations.models import Organization

PLATFORM = "Cratebook"  # what suppliers read: not which person of the staff it was


@transaction.atomic
def merge_retailers(*, kept: UUID, gone: UUID, choices: Choices, is_one_company: bool, by: User) -> Merge:
    """Make two entries one: customers, orders, invitations, people of the one become the other's.

    What was printed stays as it was: orders carry the names they were placed under. Done once: a second call finds
    the first one's merge. A fixed number of statements, whatever the number of orders.

    Args:
        choices: of which of the two each public field stays.
        is_one_company: said by a person, where both have claimed their entry: the people of both will see it all.
    Locks:  both entries, carts, invitations, customers, each in key order.
    Raises: MergeRefused; then nothing is written.
    Source: C7, DATA.md 00.
    """
    entries = lock_both(kept, gone)
    if earlier := Merge.objects.filter(kept=kept, gone=gone, undone_at=None).first():
        return earlier
    preview = merge_preview(entries, kept, gone, choices)
    if preview.asks_one_company and not is_one_company:
        raise MergeRefused(_("Both companies have people of their own. Say that they are one company."))
    merge = Merge(kept_id=kept, gone_id=gone, by=by, by_name=str(by)[:120])
    merge.kept_name, merge.gone_name = preview.kept.name, preview.gone.name
    merge.save(force_insert=True)
    pairs = Pairs(
        gone,
        kept,
        customers={each.gone.pk: each.kept.pk for each in preview.joined},
        suppliers=[each.gone.supplier_id for each in preview.joined],
    )
    journal = Journal(merge, pairs.values())
    moved = repoint(journal)
    _join_private(journal, preview)
    _join_customers(journal, preview)
    _join_entries(journal, preview)
    refresh([each.pk for each in preview.touched])
    merge.moved = {label: count for label, count in moved.items() if count}
    merge.save(update_fields=["moved"])
    _point_on(merge, preview)
    write_history(merge, preview.touched, CustomerEventKind.MERGED, merge.gone_name)
    record_on_all(merge, preview.touched, "retailers_merged", by, preview.details.public())
    return merge


def write_history(merge: Merge, customers: list[Customer], kind: CustomerEventKind, note: str) -> None:
    """Tell each supplier concerned in the history of its customer."""
    CustomerEvent.objects.bulk_create(
        CustomerEvent(
            supplier_id=customer.supplier_id,
            customer=customer,
            kind=kind,
            status_before=customer.status,
            status_after=customer.status,
            by_name=PLATFORM,
            note=note[:200],
        )
        for customer in customers
    )


def record_on_all(
    merge: Merge, customers: list[Customer], verb: str, by: User, after: Mapping[str, object]
) -> None:
    """Put a merge or its end into the logs of both retailers and of every supplier concerned."""
    said = {"gone": merge.gone_name, "kept": merge.kept_name}
    log = [
        change_of(
            organization_id=company, by=by, verb=verb, subject=merge, subject_name=str(merge),
            after={**said, **after},
        )
        for company in (merge.kept_id, merge.gone_id)
    ]  # fmt: skip
    log += [
        change_of(
            organization_id=customer.supplier_id, by=None, verb=verb, subject=customer,
            subject_name=merge.kept_name, after=said,
        )
        for customer in customers
    ]  # fmt: skip
    AuditEntry.objects.bulk_create(log)


def _join_private(journal: Journal, preview: MergePreview) -> None:
    """Fill what a supplier keeps of the one that stays with what it kept of the other; then name them all."""
    name, rows = preview.details.name, []
    for each in preview.joined:
        private = each.kept.private
        own = CustomerPrivate(pk=private.pk, search_text=private.search_text)
        for column, value in joined_private(vars(private), vars(each.gone.private)).items():
            setattr(own, column, value)
        name_customer(own, Organization(name=name))
        rows.append(vars(own))
    columns = (*FILLED, "representative_id", "note", "labels", "search_text")
    for column in columns:
        journal.rewrite(
            "retailers_customerprivate", [column], [{key: row[key] for key in ("id", column)} for row in rows]
        )
    moved = [each.pk for each in preview.moved]
    journal.change(
        "retailers_customerprivate",
        {"display_name": "coalesce(nullif(t.nickname, ''), %(name)s)"},
        join="JOIN retailers_customer c ON c.supplier_id = t.supplier_id AND c.id = t.customer_id",
        where="(c.retailer_id = %(kept)s OR c.id = ANY(%(moved)s))"
        " AND t.display_name <> coalesce(nullif(t.nickname, ''), %(name)s)",
        watched=["nickname"],
        name=name,
        moved=moved,
    )


def _join_customers(journal: Journal, preview: MergePreview) -> None:
    rows = [
        {"id": each.kept.pk, "version": max(each.kept.version, each.gone.version) + 1}
        | joined_standing(vars(each.kept), vars(each.gone))
        for each in preview.joined
    ]
    journal.rewrite(
        "retailers_customer", STANDING, [{k: v for k, v in row.items() if k != "version"} for row in rows]
    )
    journal.rewrite(
        "retailers_customer", ["version"], [{k: row[k] for k in ("id", "version")} for row in rows]
    )
    journal.remove("retailers_customer", where="t.id = ANY(%(gone_customers)s)")
    journal.change(
        "retailers_customer",
        {"retailer_id": "%(kept)s::uuid"} | {name: f"t.{name}" for name in STANDING},
        where="t.retailer_id = %(gone)s",
        watched=["retailer_id"],
    )


def _join_entries(journal: Journal, preview: MergePreview) -> None:
    details = preview.details
    journal.remove("retailers_directoryentry", where="t.retailer_id = %(gone)s")
    place = queries.place_of(details)
    written = details.public() | found_by(place)
    if details.public() != preview.kept_public:
        row = {"retailer_id": preview.kept.pk, **written}
        journal.rewrite("retailers_directoryentry", list(written), [row])
        named = {"id": preview.kept.pk, "name": details.name, "country": details.country}
        journal.rewrite("organizations_organization", ["name", "country"], [named])
    journal.change(
        "organizations_organization", {"merged_into_id": "%(kept)s::uuid"}, where="t.id = %(gone)s"
    )


def _point_on(merge: Merge, preview: MergePreview) -> None:
    MergedCustomer.objects.bulk_create(
        MergedCustomer(
            supplier_id=each.kept.supplier_id, merge=merge, gone_id=each.gone.pk, customer=each.kept
        )
        for each in preview.joined
    )
