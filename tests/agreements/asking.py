"""Guests for tests: birch's link for gale's people, and persons who ask by it."""

import re
from typing import Any

from tests.world import World
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.audit.models import AuditEntry
from wholesale.organizations import queries, services
from wholesale.organizations.details import GuestAccess, GuestDetails
from wholesale.organizations.enums import GuestLimit, MemberRole
from wholesale.organizations.models import Agreement, GuestRequest, MemberInvitation, Membership
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.testing import acting_as, as_owner

DISPATCHER = GuestAccess(MemberRole.DISPATCHER)


class Guests:
    """What birch does with the people of gale, its guest distributor; each verb in birch's context."""

    def __init__(self, world: World, supplier: str = "birch", distributor: str = "gale") -> None:
        self.world, self.supplier, self.distributor = world, supplier, distributor
        self.by = world.users[supplier]

    @property
    def agreement(self) -> Agreement:
        """Return the agreement as it stands."""
        with as_owner():
            both = Agreement.objects.select_related("supplier", "distributor")
            return both.get(
                supplier=self.world.orgs[self.supplier], distributor=self.world.orgs[self.distributor]
            )

    def do(self, verb: Any, **arguments: Any) -> Any:
        """Do one of the supplier's verbs."""
        with acting_as(self.world.context(self.supplier)):
            return verb(agreement=self.agreement, by=self.by, **arguments)

    def link(self) -> str:
        """Return the token of the link in use; the cast's, which nobody can read, is replaced first."""
        with acting_as(self.world.context(self.supplier)):
            link = queries.guest_link_in_use(self.agreement)
            address = queries.address_of_guest_link(link) if link else ""
        if not address:
            link = self.do(services.replace_guest_link, seen=link.pk) if link else self.made()
            address = queries.address_of_guest_link(link)
        found = re.search(r"/join/guest/([\w-]+)/$", address)
        assert found
        return found[1]

    def made(self) -> Any:
        """Make the link."""
        return self.do(services.make_guest_link)

    def asked(self, person: User, *, name: str = "", message: str = "") -> GuestRequest:
        """Ask by the link."""
        return services.ask_as_guest(
            token_hash=hash_of(self.link()), name=name or person.name, message=message, by=person
        )

    def approve(self, request: GuestRequest, access: GuestAccess = DISPATCHER) -> Membership:
        """Let in whoever asked."""
        membership: Membership = self.do(services.approve_guest_request, request=request, access=access)
        return membership

    def refuse(self, request: GuestRequest) -> None:
        """Refuse whoever asked."""
        self.do(services.refuse_guest_request, request=request)

    def let_in(
        self, person: User, role: MemberRole = MemberRole.DISPATCHER, limit: GuestLimit = GuestLimit.NONE
    ) -> Membership:
        """Let a person ask, and in."""
        return self.approve(self.asked(person), GuestAccess(role, limit))

    def invite(self, email: str, role: MemberRole = MemberRole.DRIVER) -> MemberInvitation:
        """Give access by mail."""
        details = GuestDetails(email=email, access=GuestAccess(role), name="", language="fr")
        invitation: MemberInvitation = self.do(services.invite_guest, details=details)
        return invitation

    def withdraw(self, membership: Membership) -> None:
        """End somebody's access."""
        self.do(services.withdraw_guest, membership=membership)


def person_of(name: str) -> User:
    """Return somebody with an account and nothing else."""
    return register_person(email=f"{name}@example.com", name=name.title())


def noted(verb: str) -> list[tuple[str, Any]]:
    """Return whose logs hold a verb, and by whom, in any order."""
    with as_owner():
        rows = AuditEntry.objects.filter(verb=verb).values_list("organization__slug", "by_name")
        return sorted(rows)
