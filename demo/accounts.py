"""Who can sign in to the demo, and how."""

from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass

from django.utils.crypto import salted_hmac

from demo import cast
from demo.loading.world import World, write
from wholesale.api.models import ApiToken
from wholesale.api.services import PREFIX, SHOWN
from wholesale.organizations.acting import context_at
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership
from wholesale.organizations.roles import permissions_of
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.contexts import act_as


@dataclass(frozen=True, slots=True)
class Account:
    """One person's seat in the demo: a company, a hat, and what opens it."""

    organization: str
    name: str
    side: str
    role: str
    person: str
    email: str
    password: str
    token: str
    guest_of: str = ""

    def row(self) -> dict[str, str]:
        """Return it for a machine."""
        return asdict(self)


def accounts() -> list[Account]:
    """Return every seat of every person of the demo, those to try first in front; as the app role."""
    found = [_account(membership, side) for membership, side in _seats()]
    first = {pair: number for number, pair in enumerate(cast.FIRST_TO_TRY)}
    return sorted(found, key=lambda account: first.get((account.organization, account.role), len(first)))


def _seats() -> list[tuple[Membership, Side]]:
    memberships = Membership.objects.filter(user__email__endswith=".example.com")
    related = memberships.select_related("user", "organization", "guest_of")
    return [
        (membership, side)
        for membership in related.order_by("organization__slug", "created_at", "pk")
        for side in membership.organization.sides
        if permissions_of(side, membership.role)
    ]


def secret_of(membership: Membership, side: Side) -> str:
    """Return the secret of a seat's token: the same whenever it is asked for, and this installation's own."""
    digest = salted_hmac("demo.token", f"{membership.pk}:{side}", algorithm="sha256").digest()
    return PREFIX + urlsafe_b64encode(digest).decode().rstrip("=")


def give_tokens(world: World) -> None:
    """Write a token for every seat, each in its company's own context."""
    for membership, side in _seats():
        secret = secret_of(membership, side)
        token = ApiToken(
            organization=membership.organization,
            side=side,
            name="Demo",
            membership=membership,
            made_by=membership.user,
            made_by_name=membership.user.name,
            prefix=secret[:SHOWN],
            token_hash=hash_of(secret),
            created_at=world.now,
        )
        with act_as(context_at(membership.organization_id, side, user_id=membership.user_id)):
            write([token])


def _account(membership: Membership, side: Side) -> Account:
    organization, user = membership.organization, membership.user
    return Account(
        organization=organization.slug,
        name=organization.name,
        side=side,
        role=membership.role,
        person=user.name,
        email=user.email,
        password=cast.PASSWORD,
        token=secret_of(membership, side),
        guest_of=membership.guest_of.slug if membership.guest_of else "",
    )
