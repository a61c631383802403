"""What rows of a sheet mean: which customer each is, what it changes, and why it cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from retailers import queries
from retailers.details import CustomerDetails, EntryDetails
from retailers.models import Customer, DirectoryEntry
from retailers.queries.alike import Alike, likely_entries
from retailers.queries.keys import add_customers_of, known_customers
from retailers.services.naming import Changes, Named
from retailers.sheet import COLUMNS, OWN, PUBLIC_FIELDS, Cells, cells_of
from wholesale.organizations.models import Organization
from wholesale.sheets.enums import RowTag, VerdictKind
from wholesale.sheets.importables import Line, Verdict

_LABELS = {column.key: column.label for column in COLUMNS}
_KEPT = {"email": "contact_email"}  # column to field, where they differ
_PRIVATE = ("nickname", "number", "contact_name", "email", "language", "note")


@dataclass
class Plan:
    """What becomes of one row."""

    verdict: Verdict
    customer: Customer | None = None
    entry: DirectoryEntry | None = None
    new_entry: EntryDetails | None = None
    details: CustomerDetails | None = None
    changes: Changes = field(default_factory=Changes)
    public: dict[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Tell whether it makes a customer."""
        return self.verdict.kind == VerdictKind.CREATE

    @property
    def retailer_id(self) -> UUID | None:
        """Return whose entry it is about; a new one has none yet."""
        if self.customer:
            return self.customer.retailer_id
        return self.entry.pk if self.entry else None

    @property
    def is_update(self) -> bool:
        """Tell whether it changes one."""
        return self.verdict.kind == VerdictKind.UPDATE


class Judge:
    """Some rows of a file against what a supplier has; reads in a few statements, whatever their number."""

    def __init__(self, supplier: Organization, lines: Sequence[Line], represents: UUID | None) -> None:
        """Read what the rows name. `represents`: who asks, if they see their own customers alone (SPEC.md P3)."""
        self.supplier, self.represents = supplier, represents
        self.cells = {line.number: cells_of(line.values) for line in lines}
        self.lines = {line.number: line for line in lines}
        self.known = known_customers(
            supplier,
            ids={cells.customer_id for cells in self.cells.values() if cells.customer_id},
            numbers={cells.text("number") for cells in self.cells.values()} - {""},
            emails={cells.text("email") for cells in self.cells.values()} - {""},
        )
        self.alike: dict[int, Alike] = {}
        self._taken: dict[UUID, int] = {}
        self.entries = self._previewed_entries()
        self.named = Named(supplier, self.known, represents)

    def match(self) -> None:
        """Look the rows that would be new up in the directory."""
        self.alike = self._likely()
        same = {like.entry.pk: like.entry for like in self.alike.values() if like.is_same}
        add_customers_of(self.known, self.supplier, same.keys())

    def match_again(self) -> None:
        """Take up what others have put into the directory since the preview.

        Not what this supplier has: the preview knew that, and the rest is of this very file.
        """
        found = self._likely(not_by=self.supplier)
        self.alike = {number: like for number, like in found.items() if like.is_same}
        add_customers_of(self.known, self.supplier, {like.entry.pk for like in self.alike.values()})

    def _likely(self, not_by: Organization | None = None) -> dict[int, Alike]:
        new = [n for n, line in self.lines.items() if not line.subject and self._would_create(n)]
        found = likely_entries([self._entry_details(self.cells[number]) for number in new], not_by=not_by)
        return {number: like for number, like in zip(new, found, strict=True) if like}

    def lock(self) -> None:
        """Lock the customers that these rows may change, in key order, and read them as they are now."""
        locked = {each.pk: each for each in queries.lock_customers(self.supplier, self.known.by_id)}
        for customer in self.known.by_id.values():
            now = locked[customer.pk]
            customer.version, customer.distributor_id = now.version, now.distributor_id
            customer.private = now.private

    def of(self, line: Line) -> Plan:
        """Say what becomes of a row."""
        cells = self.cells[line.number]
        customer, fault = self._customer(cells)
        faults = [*cells.faults, *filter(None, [fault, *self.named.faults(cells, customer)])]
        if customer is None and not fault:
            faults += self._missing(cells)
        if faults:
            return Plan(_refused(*faults))
        return self._update(customer, cells) if customer else self._create(line, cells)

    def _customer(self, cells: Cells) -> tuple[Customer | None, str]:
        """Return whom a row means, and what is wrong with its keys."""
        known, number, email = self.known, cells.text("number"), cells.text("email")
        by_id, by_number = known.by_id.get(cells.customer_id or UUID(int=0)), known.by_number.get(number)
        by_email = known.by_email.get(email)
        found = by_id or by_number
        if found is None and by_email and (not number or not by_email.private.number):
            found = by_email
        for other, words in (
            (by_number, _("Customer number %(number)s belongs to %(name)s.")),
            (by_email, _("%(email)s belongs to %(name)s.")),
        ):
            if other and other is not found and self._is_seen(other):
                return found, words % {"number": number, "email": email, "name": other.private.display_name}
        if not all(self._is_seen(each) for each in (found, by_number, by_email) if each):
            return None, _("A colleague looks after this retailer.")
        return found, ""

    def _is_seen(self, customer: Customer) -> bool:
        return self.represents is None or customer.private.representative_id == self.represents

    def _missing(self, cells: Cells) -> list[str]:
        return [
            _("%(column)s is missing.") % {"column": column.label}
            for column in COLUMNS
            if column.is_required and not cells.text(column.key) and not cells.faults
        ]

    def _would_create(self, number: int) -> bool:
        cells = self.cells[number]
        customer, fault = self._customer(cells)
        return customer is None and not fault and not cells.faults and not self._missing(cells)

    def _update(self, customer: Customer, cells: Cells) -> Plan:
        private = {_KEPT.get(key, key): cells.text(key) for key in _PRIVATE if cells.text(key)}
        kept = customer.private.kept()
        changed = {key: value for key, value in private.items() if value != kept[key]}
        told = [_change(name, kept[name], value) for name, value in changed.items()]
        distributor, changes = self.named.distributor(cells, customer), self.named.changes(cells, customer)
        told += [_change(name, *pair) for name, pair in changes.told.items()]
        if distributor != customer.distributor:
            told.append(_change("distributor", _delivers(customer.distributor), _delivers(distributor)))
        public, note = self._public_changes(customer, cells)
        told += [
            _change(name, getattr(customer.retailer.directory_entry, name), new)
            for name, new in public.items()
        ]
        kind = VerdictKind.UPDATE if told else VerdictKind.UNCHANGED
        details = CustomerDetails(**{**kept, **changed}, distributor=distributor)  # type: ignore[arg-type]
        verdict = Verdict(kind, (*told, *note))
        return Plan(verdict, customer=customer, details=details, changes=changes, public=public)

    def _public_changes(self, customer: Customer, cells: Cells) -> tuple[dict[str, str], list[str]]:
        """Return what of the directory entry changes; only its creator may, until the retailer registers (C6)."""
        entry = customer.retailer.directory_entry
        public = {
            key: cells.text(key)
            for key in PUBLIC_FIELDS
            if cells.text(key) and cells.text(key) != getattr(entry, key)
        }
        if not public or (entry.created_by_supplier_id == self.supplier.pk and not entry.is_claimed):
            return public, []
        return {}, [_("Name and address are kept by others in the directory, and stay.")]

    def _create(self, line: Line, cells: Cells) -> Plan:
        entry, like = self.entries.get(line.subject) if line.subject else None, self.alike.get(line.number)
        if like and like.is_same:
            entry = like.entry
        existing = self.known.by_retailer.get(entry.pk) if entry else None
        if existing and not self._is_seen(existing):
            return Plan(_refused(_("A colleague looks after this retailer.")))
        if existing:
            words = _("This looks like your customer %(name)s: give its number or email to change it.")
            return Plan(_refused(words % {"name": existing.private.display_name}))
        if entry and self._taken.setdefault(entry.pk, line.number) != line.number:
            return Plan(_refused(_("Row %(row)s is the same company.") % {"row": self._taken[entry.pk]}))
        details, changes = self._customer_details(cells), self.named.changes(cells, None)
        if entry:
            reasons = tuple(str(reason.label) for reason in like.reasons) if like else ()
            words = _("In the directory: %(entry)s.") % {
                "entry": f"{entry.name}, {entry.full_address}".strip(", ")
            }
            verdict = Verdict(VerdictKind.CREATE, (words, *reasons), RowTag.MATCHED, entry.pk)
            public = self._own_entry_changes(entry, cells)
            return Plan(verdict, entry=entry, details=details, changes=changes, public=public)
        new = self._entry_details(cells)
        if like:
            words = _("Like %(entry)s in the directory; made as a new one.")
            entry_name = f"{like.entry.name}, {like.entry.city}".strip(", ")
            verdict = Verdict(VerdictKind.CREATE, (words % {"entry": entry_name},), RowTag.ALIKE)
        else:
            verdict = Verdict(VerdictKind.CREATE, (_("New in the directory."),))
        return Plan(verdict, new_entry=new, details=details, changes=changes)

    def _own_entry_changes(self, entry: DirectoryEntry, cells: Cells) -> dict[str, str]:
        """Return what a row corrects in an entry that this supplier made: the next import must find it done."""
        if entry.created_by_supplier_id != self.supplier.pk or entry.is_claimed:
            return {}
        said = {key: cells.text(key) for key in PUBLIC_FIELDS if cells.text(key)}
        return {key: value for key, value in said.items() if value != getattr(entry, key)}

    def _customer_details(self, cells: Cells) -> CustomerDetails:
        values = {_KEPT.get(key, key): cells.text(key) for key in _PRIVATE}
        values["language"] = values["language"] or self.supplier.language
        distributor = self.named.distributor(cells, None)
        return CustomerDetails(**values, distributor=distributor, representative_id=self.represents)  # type: ignore[arg-type]

    def _entry_details(self, cells: Cells) -> EntryDetails:
        public = {key: cells.text(key) for key in PUBLIC_FIELDS}
        public["country"] = public["country"] or self.supplier.country
        language = cells.text("language") or self.supplier.language
        return EntryDetails(**public, email=cells.text("email"), language=language)

    def _previewed_entries(self) -> Mapping[UUID, DirectoryEntry]:
        wanted = {line.subject for line in self.lines.values() if line.subject}
        found = {entry.pk: entry for entry in queries.entries_by_id(wanted)}
        add_customers_of(self.known, self.supplier, found.keys())
        return found


def _refused(*reasons: str) -> Verdict:
    return Verdict(VerdictKind.REFUSED, reasons)


def _change(name: str, old: str, new: str) -> str:
    label = _LABELS["email" if name == "contact_email" else name]
    return _("%(label)s: %(old)s → %(new)s") % {"label": label, "old": old[:60] or "–", "new": new[:60]}


def _delivers(distributor: Organization | None) -> str:
    return distributor.name if distributor else OWN
