"""Writes the people of every company that has an account."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from demo import cast
from demo.loading.companies import FOUNDED, Place
from demo.loading.world import World, write
from demo.people import email_of
from wholesale.accounts.models import User
from wholesale.organizations.enums import AgreementMode
from wholesale.organizations.models import Membership, Organization


def hire_people(world: World, kept: dict[str, Place], claimed: set[str]) -> None:
    """Write the people of every company that has an account: who they are and what they are there."""
    hired = Hiring(world, make_password(cast.PASSWORD))
    for supplier in cast.SUPPLIERS:
        hired.team(supplier.slug, supplier.people)
    for distributor in (*cast.DISTRIBUTORS, cast.PROPOSING):
        alone = world.companies[distributor.suppliers[0]] if distributor.mode == AgreementMode.GUEST else None
        hired.team(distributor.slug, distributor.people, guest_of=alone, language=distributor.language)
    invented = {retailer.slug: retailer for retailer in cast.RETAILERS}
    for place in kept.values():
        if place.slug in claimed and place.slug not in world.people:
            retailer = invented.get(place.slug)
            people = retailer.people if retailer and retailer.people else ()
            hired.team(
                place.slug,
                people or (("admin", world.names.invent(place.language)),),
                language=place.language,
            )
    for retailer in cast.RETAILERS:
        for role, name in (share.split(":") for share in retailer.shares):
            hired.share(retailer.slug, role, name)
    write(hired.users, hired.addresses, hired.memberships)


class Hiring:
    """People as they are hired. All of them share one password, so it is hashed once."""

    def __init__(self, world: World, password: str) -> None:
        self.world, self.password = world, password
        self.users: list[User] = []
        self.addresses: list[EmailAddress] = []
        self.memberships: list[Membership] = []

    def team(
        self,
        slug: str,
        people: tuple[tuple[str, str], ...],
        *,
        guest_of: Organization | None = None,
        language: str = "en",
    ) -> None:
        """Hire these people, by role, for a company (or for its seat in a supplier's account)."""
        company = self.world.companies[slug]
        for role, name in people:
            user = User(
                email=email_of(name, slug),
                name=name,
                language=language,
                time_zone=company.time_zone,
                password=self.password,
                date_joined=self.world.now - FOUNDED,
            )
            self.users.append(user)
            self.addresses.append(EmailAddress(user=user, email=user.email, verified=True, primary=True))
            self._join(company, role, user, guest_of)

    def share(self, slug: str, role: str, name: str) -> None:
        """Let somebody who works elsewhere work here too."""
        user = next(user for user in self.users if user.name == name)
        self._join(self.world.companies[slug], role, user, None)

    def _join(self, company: Organization, role: str, user: User, guest_of: Organization | None) -> None:
        self.memberships.append(
            Membership(user=user, organization=company, role=role.partition("_")[0], guest_of=guest_of)
        )
        self.world.people.setdefault(company.slug, {})[role] = user
