"""What cells name of a supplier's own: who delivers, who looks after it, groups and labels (SPEC.md C1, C9).

A filled cell says what shall be; an empty one leaves it. Each kind is read once, whatever the number of rows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from retailers import queries
from retailers.labels import AT_MOST, LONGEST, each_once, labels_in
from retailers.models import Customer, CustomerGroup
from retailers.queries.keys import Known
from retailers.sheet import OWN, Cells
from wholesale.organizations.models import Organization, Person
from wholesale.organizations.queries import representative_choices

GROUPS_BETWEEN = "; "  # in an export; a name may hold a comma, seldom a semicolon
_BETWEEN = re.compile(r"([,;\n])")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a row changes of representative, labels and groups; None stays as it is. `told`: from what to what."""

    representative: Person | None = None
    labels: tuple[str, ...] | None = None
    groups: tuple[CustomerGroup, ...] | None = None
    told: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class Named:
    """A supplier's distributors, colleagues, groups and labels, by the names that cells have for them."""

    def __init__(self, supplier: Organization, known: Known, represents: UUID | None) -> None:
        """Remember whose they are. `represents`: who asks, if they see their own customers alone (SPEC.md P3)."""
        self.supplier, self.known, self.represents = supplier, known, represents

    def faults(self, cells: Cells, customer: Customer | None) -> list[str]:
        """Return what of a row names nothing, or too much."""
        found = [self._distributor_fault(cells, customer), self._representative_fault(cells)]
        labels = labels_in(cells.text("labels"))
        if len(labels) > AT_MOST:
            found.append(_("At most %(n)s labels.") % {"n": AT_MOST})
        found += [_("A label has at most %(n)s characters.") % {"n": LONGEST}] * any(
            len(label) > LONGEST for label in labels
        )
        found += [
            _("You have no group “%(name)s”.") % {"name": name[:60]} for name in self._groups_in(cells)[1]
        ]
        return [fault for fault in found if fault]

    def distributor(self, cells: Cells, customer: Customer | None) -> Organization | None:
        """Return who delivers; None: the supplier itself."""
        name, present = cells.text("distributor"), customer.distributor if customer else None
        if not name or (present and present.name == name):
            return present
        return None if name.casefold() == OWN else self._distributors[name.casefold()][0]

    def changes(self, cells: Cells, customer: Customer | None) -> Changes:
        """Return what a row without faults changes; for a new customer, what it sets."""
        told: dict[str, tuple[str, str]] = {}
        person, labels, groups = self._representative(cells), self._labels(cells), self._groups_in(cells)[0]
        if person and customer and customer.private.representative_id == person.pk:
            person = None
        if person:
            before = self._people_by_id.get(customer.private.representative_id) if customer else None
            told["representative"] = (str(before or ""), str(person))
        kept = customer.private.labels if customer else []
        if {label.casefold() for label in labels} != {label.casefold() for label in kept} and labels:
            told["labels"] = (", ".join(kept), ", ".join(labels))
        inside = self._memberships.get(customer.pk, []) if groups and customer else []
        if set(groups) != set(inside):
            told["groups"] = (", ".join(map(str, inside)), ", ".join(map(str, groups)))
        return Changes(
            person,
            tuple(labels) if "labels" in told else None,
            tuple(groups) if "groups" in told else None,
            told,
        )

    def _representative(self, cells: Cells) -> Person | None:
        said = cells.text("representative")
        return self._people[said.casefold()][0] if said else None

    def _labels(self, cells: Cells) -> list[str]:
        """Return the labels of a row in the spelling that others have."""
        said = labels_in(cells.text("labels"))
        return each_once(self._spelling.setdefault(label.casefold(), label) for label in said)

    def _distributor_fault(self, cells: Cells, customer: Customer | None) -> str:
        name, present = cells.text("distributor"), customer.distributor if customer else None
        if not name or name.casefold() == OWN or (present and present.name == name):
            return ""
        return _fault_of(
            self._distributors.get(name.casefold(), []),
            _("You have no active agreement with a distributor “%(name)s”.") % {"name": name[:60]},
            _("You have several distributors “%(name)s”.") % {"name": name[:60]},
        )

    def _representative_fault(self, cells: Cells) -> str:
        said = cells.text("representative")
        if not said:
            return ""
        found = self._people.get(said.casefold(), [])
        if self.represents and self.represents not in [person.pk for person in found]:
            return _("Only a colleague who sees all retailers gives one to another.")
        return _fault_of(
            found,
            _("No colleague “%(name)s” looks after retailers.") % {"name": said[:60]},
            _("You have several colleagues “%(name)s”: give the email.") % {"name": said[:60]},
        )

    def _groups_in(self, cells: Cells) -> tuple[list[CustomerGroup], list[str]]:
        """Return the groups of a cell, and what in it is none; the longest name fits first."""
        if not cells.text("groups"):
            return [], []
        pieces = [piece.strip() for piece in _BETWEEN.split(cells.text("groups"))]
        found, unknown, at = [], [], 0
        while at < len(pieces):
            for end in range(len(pieces), at, -1):
                if group := self._groups.get(_name_key("".join(pieces[at:end]))):
                    found.append(group)
                    at = end
                    break
            else:
                unknown += [pieces[at]] if pieces[at] and not _BETWEEN.fullmatch(pieces[at]) else []
                at += 1
        return list(dict.fromkeys(found)), unknown

    @cached_property
    def _distributors(self) -> dict[str, list[Organization]]:
        by_name: dict[str, list[Organization]] = {}
        for distributor in queries.distributor_choices(self.supplier):
            by_name.setdefault(distributor.name.casefold(), []).append(distributor)
        return by_name

    @cached_property
    def _people(self) -> dict[str, list[Person]]:
        """Return who may look after retailers, by email and by name."""
        found: dict[str, list[Person]] = {}
        for person in representative_choices(self.supplier.pk):
            for name in {person.email.casefold(), person.name.casefold()} - {""}:
                found.setdefault(name, []).append(person)
        return found

    @cached_property
    def _people_by_id(self) -> dict[UUID | None, Person]:
        """Return those, and who looks after one of these customers without being one of them any more."""
        found = {person.pk: person for people in self._people.values() for person in people}
        gone = (
            {customer.private.representative_id for customer in self.known.by_id.values()}
            - found.keys()
            - {None}
        )
        return {**found, **(Person.objects.in_bulk(gone) if gone else {})}

    @cached_property
    def _groups(self) -> dict[str, CustomerGroup]:
        return {_name_key(group.name): group for group in queries.groups_of(self.supplier)}

    @cached_property
    def _memberships(self) -> dict[UUID, list[CustomerGroup]]:
        return queries.groups_of_customers(self.supplier.pk, self.known.by_id)

    @cached_property
    def _spelling(self) -> dict[str, str]:
        return {label.casefold(): label for label in queries.known_labels(self.supplier)}


def _fault_of(found: Sequence[object], none: str, several: str) -> str:
    return "" if len(found) == 1 else several if found else none


def _name_key(name: str) -> str:
    return re.sub(r"\s*([,;])\s*", r"\1", " ".join(name.split())).casefold()
