"""What a company says of itself, or a supplier of its distributor, as one value."""

from dataclasses import dataclass

from wholesale.organizations.enums import AgreementMode, GuestLimit, MemberRole


@dataclass(frozen=True, slots=True)
class CompanyDetails:
    """`country` by ISO 3166, `currency` by ISO 4217, `time_zone` by IANA, `language` one of settings.LANGUAGES."""

    name: str
    country: str
    time_zone: str
    currency: str
    language: str


@dataclass(frozen=True, slots=True)
class DistributorDetails:
    """A distributor without an account of its own: guest or external, with the address its orders go to."""

    name: str
    email: str
    mode: AgreementMode
    language: str = "en"


@dataclass(frozen=True, slots=True)
class GuestAccess:
    """As what a distributor's person works in a supplier's account, and what the supplier keeps back of it."""

    role: MemberRole
    limit: GuestLimit = GuestLimit.NONE


@dataclass(frozen=True, slots=True)
class GuestDetails:
    """Whom a supplier gives access to its account by mail."""

    email: str
    access: GuestAccess
    name: str = ""
    language: str = "en"
