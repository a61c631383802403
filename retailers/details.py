"""What is known of a retailer when it is written down, and what a supplier keeps of its customer."""

from dataclasses import asdict, dataclass, field
from uuid import UUID

from wholesale.organizations.models import Organization

PUBLIC_FIELDS = ("name", "street", "city", "region", "postal_code", "country", "phone", "industry")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDetails:
    """A retailer as its directory entry shows it, and the email that only whoever types it whole finds."""

    name: str
    email: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = "US"
    phone: str = ""
    industry: str = ""
    language: str = "en"

    def public(self) -> dict[str, str]:
        """Return the columns of the entry that every supplier may see."""
        return {name: getattr(self, name) for name in PUBLIC_FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDetails:
    """What one supplier keeps of a customer. No distributor: the supplier delivers itself.

    `representative_id` is the colleague who looks after it; of the sales people nobody else sees it (SPEC.md P3).
    `typed_by` is who typed this, if they see their own retailers alone: no refusal names them another.
    `labels` and `group_ids` as they shall be; None leaves them as they are.
    """

    nickname: str = ""
    number: str = ""
    contact_name: str = ""
    contact_email: str = ""
    language: str = "en"
    note: str = ""
    distributor: Organization | None = field(default=None)
    representative_id: UUID | None = None
    typed_by: UUID | None = None
    labels: tuple[str, ...] | None = None
    group_ids: frozenset[UUID] | None = None

    def private(self) -> dict[str, str]:
        """Return the columns that stay with the supplier, the email in small letters."""
        return {
            "nickname": self.nickname,
            "number": self.number,
            "contact_name": self.contact_name,
            "contact_email": self.contact_email.lower(),
            "language": self.language,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """Whom a supplier talks to at a retailer, as the retailer says."""

    name: str
    email: str
    language: str
    time_zone: str
    office_phone: str = ""

    def columns(self) -> dict[str, str]:
        """Return it as it is stored, the email in small letters."""
        return asdict(self) | {"email": self.email.lower()}


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressDetails:
    """An address of a retailer: whose name stands on top, and the place."""

    name: str
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = "US"

    def columns(self) -> dict[str, str]:
        """Return it as it is stored."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipToDetails(AddressDetails):
    """A place that takes deliveries, with what a driver needs to know."""

    phone: str = ""
    opening_hours: str = ""
    access_notes: str = ""
