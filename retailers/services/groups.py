"""A supplier's groups: made, changed, put in order, deleted (SPEC.md C18)."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, Value, When
from django.http import Http404
from django.utils.translation import gettext as _

from retailers import queries
from retailers.enums import GroupColor
from retailers.errors import DetailsRefused, GroupChangedMeanwhile
from retailers.models import CustomerGroup
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.organizations.models import Organization

_MOST = 200  # a supplier has some ten; more would only be a mistake of a program


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDetails:
    """What a group is called and how it looks; its settings hang on it."""

    name: str
    color: str = GroupColor.VIOLET
    default_note: str = ""

    def kept(self) -> dict[str, str]:
        """Return the columns."""
        return {"name": self.name, "color": str(self.color), "default_note": self.default_note}


@transaction.atomic
def create_group(*, supplier: Organization, details: GroupDetails, by: User) -> CustomerGroup:
    """Make a group, the last in the order.

    Locks:  the supplier's groups.
    Raises: DetailsRefused (the name is taken, in any letter case); then nothing is written.
    Source: C18.
    """
    others = queries.lock_groups(supplier)
    if len(others) >= _MOST:
        raise DetailsRefused({"name": _("There are %(n)s groups already.") % {"n": _MOST}})
    rank = max((other.rank for other in others), default=0) + 1
    group = CustomerGroup(supplier=supplier, rank=rank, **details.kept())
    _save(group, supplier, details)
    _record(group, by, "group_created", {}, details.kept())
    return group


@transaction.atomic
def edit_group(*, group: CustomerGroup, details: GroupDetails, version: int, by: User) -> CustomerGroup:
    """Change a group, if nobody has since it was read.

    Locks:  the supplier's groups.
    Raises: GroupChangedMeanwhile, DetailsRefused; then nothing is written.
    Source: B4, C18.
    """
    supplier = group.supplier
    group = _locked(group)
    if group.version != version:
        raise GroupChangedMeanwhile(group)
    before = {name: getattr(group, name) for name in details.kept()}
    for name, value in details.kept().items():
        setattr(group, name, value)
    group.version += 1
    _save(group, supplier, details)
    old, new = difference(before, details.kept())
    if new:
        _record(group, by, "group_changed", old, new)
    return group


@transaction.atomic
def move_group(*, group: CustomerGroup, places: int, by: User) -> None:
    """Put a group before (a negative number) or behind its neighbours, as far as there are any.

    Locks:  the supplier's groups.
    Source: C18: the order says whose setting wins.
    """
    groups = queries.lock_groups(group.supplier)
    at = groups.index(_among(groups, group))
    to = max(0, min(len(groups) - 1, at + places))
    if to == at:
        return
    groups.insert(to, groups.pop(at))
    ranks = [When(pk=each.pk, then=Value(rank)) for rank, each in enumerate(groups, start=1)]
    CustomerGroup.objects.filter(supplier=group.supplier).update(rank=Case(*ranks))
    _record(group, by, "group_moved", {"place": at + 1}, {"place": to + 1})


@transaction.atomic
def delete_group(*, group: CustomerGroup, by: User) -> int:
    """Delete a group, with what was set for it; its customers stay. Returns how many it had.

    Locks:  the supplier's groups.
    Source: C18.
    """
    group = _locked(group)
    had = queries.member_count(group)
    _record(group, by, "group_deleted", {"name": group.name, "customers": had}, {})
    CustomerGroup.objects.filter(pk=group.pk).delete()
    return had


def _locked(group: CustomerGroup) -> CustomerGroup:
    return _among(queries.lock_groups(group.supplier), group)


def _among(groups: list[CustomerGroup], group: CustomerGroup) -> CustomerGroup:
    """Return the group as it stands now. Raises: Http404 if somebody has deleted it meanwhile."""
    if group not in groups:
        raise Http404
    return groups[groups.index(group)]


def _save(group: CustomerGroup, supplier: Organization, details: GroupDetails) -> None:
    taken = {"name": _("You have a group of this name already.")}
    others = queries.groups_of(supplier).exclude(pk=group.pk)
    if others.filter(name__iexact=details.name).exists():
        raise DetailsRefused(taken)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:  # two people at once, the first group of all
        raise DetailsRefused(taken) from error


def _record(group: CustomerGroup, by: User, verb: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    record_change(
        organization_id=group.supplier_id,
        by=by,
        verb=verb,
        subject=group,
        subject_name=group.name,
        before=before,
        after=after,
    )
