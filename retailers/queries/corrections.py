"""Corrections of directory entries: those that wait for a keeper, and what a supplier has proposed (SPEC.md C6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from retailers.details import PUBLIC_FIELDS
from retailers.enums import CorrectionState, Industry
from retailers.models import CorrectionProposer, Customer, DirectoryEntry, EntryCorrection
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class ProposedField:
    """One field as it stands and as it should read."""

    name: str
    label: Any
    now: str
    proposed: str
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction as its keeper sees it; nobody's name where the keeper may not know who proposes."""

    correction: EntryCorrection
    entry: DirectoryEntry
    proposer: str
    fields: list[ProposedField]


def keeper_for(acting: Acting) -> Organization:
    """Return the company that this person may decide for.

    An entry is read by every supplier, so who sees their own retailers alone decides none (SPEC.md P3).

    Raises: PermissionDenied.
    """
    if acting.represents:
        raise PermissionDenied
    return acting.organization


def waiting_corrections(keeper: Organization) -> QuerySet[EntryCorrection]:
    """Return the corrections that wait for this company's decision."""
    return EntryCorrection.objects.filter(keeper=keeper, state=CorrectionState.OPEN)


def proposals_for(keeper: Organization, *, limit: int = 50) -> list[Proposal]:
    """Return what waits for this company, the oldest first, in three statements."""
    waiting = list(waiting_corrections(keeper).order_by("created_at", "id")[:limit])
    entries = DirectoryEntry.objects.in_bulk([each.retailer_id for each in waiting])
    names = proposer_names(waiting)
    return [
        Proposal(
            each,
            entries[each.retailer_id],
            names.get(each.pk, ""),
            fields_of(each, entries[each.retailer_id]),
        )
        for each in waiting
        if each.retailer_id in entries
    ]


def proposer_names(corrections: Iterable[EntryCorrection]) -> dict[UUID, str]:
    """Return which supplier proposes, for those of which whoever asks may know."""
    found = CorrectionProposer.objects.filter(correction__in=[each.pk for each in corrections])
    return dict(found.values_list("correction_id", "supplier_name"))


def correction_for_keeper(keeper: Organization, correction_id: UUID) -> EntryCorrection:
    """Return a correction that this company decides or has decided; 404 for any other, as if it did not exist."""
    try:
        return EntryCorrection.objects.get(keeper=keeper, pk=correction_id)
    except EntryCorrection.DoesNotExist as error:
        raise Http404 from error


def last_correction(customer: Customer) -> EntryCorrection | None:
    """Return what this supplier proposed last for the entry of its customer."""
    own = EntryCorrection.objects.filter(
        proposer__supplier=customer.supplier_id, proposer__retailer=customer.retailer_id
    )
    return own.order_by("-created_at", "-id").first()


def fields_of(correction: EntryCorrection, entry: DirectoryEntry | None = None) -> list[ProposedField]:
    """Return the fields that a correction would change, beside what the entry says now, or said then."""
    return [
        ProposedField(
            name,
            _label(name),
            _shown(name, getattr(entry, name) if entry else correction.before[name]),
            _shown(name, correction.after[name]),
            is_taken=name in correction.taken,
        )
        for name in PUBLIC_FIELDS
        if name in correction.after
    ]


def _label(name: str) -> Any:
    field: Any = DirectoryEntry._meta.get_field(name)
    return field.verbose_name


def _shown(name: str, value: str) -> str:
    return str(dict(Industry.choices).get(value, value)) if name == "industry" else value
