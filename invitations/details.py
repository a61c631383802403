"""What is known of the people who accept an invitation, ask for access, or say that a company is theirs."""

from dataclasses import dataclass

from wholesale.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Who accepts without having an account; the address is the invitation's."""

    name: str
    password: str
    language: str
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedBuyer:
    """Whom a supplier proposes as a further buyer of a customer."""

    email: str
    name: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """Who says that a claimed company is theirs; `email` is proven: by an account, a token or a code."""

    email: str
    name: str
    language: str
    person: User | None = None
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks a supplier for access, and how it reaches them; the email is proven."""

    person: User
    name: str
    email: str
    phone: str
    language: str
    time_zone: str

    def contact(self) -> dict[str, str]:
        """Return whom the supplier talks to, once it has let them in."""
        return {name: getattr(self, name) for name in ("name", "email", "phone", "language", "time_zone")}
