"""For whom a person acts: their seats, and what a membership opens under a hat."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from wholesale.accounts.models import User
from wholesale.accounts.queries import with_second_factor
from wholesale.errors import MergedAway
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.roles import Permission, guest_permissions_of, permissions_of, sees_assigned_only
from wholesale.tenancy.compiled import Compiled
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role

_ROLES = {Side.SELLING: Role.SUPPLIER, Side.DELIVERING: Role.DISTRIBUTOR, Side.BUYING: Role.RETAILER}
_KEYS = {Side.SELLING: "supplier_id", Side.DELIVERING: "distributor_id", Side.BUYING: "retailer_id"}
_SEEN_EVERY = timedelta(minutes=5)
# Each side's home is a page of an app above; where it is not installed, Setup is the way in.
_HOMES = {
    Side.SELLING: "orders:selling_home",
    Side.DELIVERING: "orders:delivering_today",
    Side.BUYING: "orders:buying_home",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A company and a hat that a person may act under, as a guest of `guest_of`; the switcher lists them."""

    organization: Organization
    side: Side
    guest_of: Organization | None = None

    def __iter__(self) -> Iterator[object]:
        """Unpack as company and hat."""
        return iter((self.organization, self.side))

    @property
    def guest_of_id(self) -> UUID | None:
        """Return the supplier whose account it is; None at one's own company."""
        return self.guest_of.pk if self.guest_of else None

    @property
    def home_url(self) -> str:
        """Return where this side begins."""
        try:
            return reverse(_HOMES[self.side], kwargs={"organization": self.organization.slug})
        except NoReverseMatch:
            kwargs = {"organization": self.organization.slug, "side": self.side.value}
            return reverse("organizations:setup", kwargs=kwargs)


@dataclass(frozen=True, slots=True)
class Acting:
    """For whom a request acts. Every entrance reads it as `request.acting`."""

    user: User
    organization: Organization
    side: Side
    membership: Membership
    context: Context
    permissions: frozenset[Permission]
    seats: list[Seat] = field(default_factory=list)

    def may(self, permission: Permission | str) -> bool:
        """Tell whether the role gives this right; templates ask it to hide a button."""
        return Permission(permission) in self.permissions

    @property
    def represents(self) -> UUID | None:
        """Return the person whose retailers alone are seen; None where all of the supplier's are (SPEC.md P3)."""
        return self.user.pk if sees_assigned_only(self.side, self.membership.role) else None

    @property
    def asks_second_factor(self) -> Organization | None:
        """Return the company that asks for two-step sign-in, if the person has not set it up.

        A guest follows the rule of both: the supplier's whose account it is, and its own company's.
        """
        if getattr(self.membership, "has_second_factor", False):
            return None
        companies = (self.membership.guest_of, self.organization)
        return next((each for each in companies if each and each.requires_second_factor), None)


def acting_of(user: User, *, slug: str, side: Side) -> Acting:
    """Return for whom a person acts at this company under this hat; 404 for a stranger.

    Runs as the app role, in one statement.

    Raises: MergedAway where the company is now part of another one of this person's.
    """
    memberships = _memberships_of(user)
    for membership in memberships:
        organization = membership.organization
        if organization.slug == slug and (permissions := _opened_by(membership, side)):
            context = context_of(membership, side)
            note_guest(membership)
            return Acting(user, organization, side, membership, context, permissions, _seats(memberships))
    lead_on(slug, [membership.organization_id for membership in memberships])
    raise Http404


def lead_on(slug: str, companies: list[UUID]) -> None:
    """Raise MergedAway if the company of this address was merged into one of these; as the app role."""
    merged = Organization.objects.filter(slug=slug, merged_into__in=companies)
    if new := merged.values_list("merged_into__slug", flat=True).first():
        raise MergedAway(f"/{slug}/", f"/{new}/")


def seats_of(user: User) -> list[Seat]:
    """Return every company and hat that a person may act under, by name."""
    return _seats(_memberships_of(user))


def note_guest(membership: Membership) -> None:
    """Note every few minutes that a guest is here, for the supplier whose account it is; as the app role."""
    now = timezone.now()
    seen = membership.last_seen_at
    if membership.guest_of_id and (seen is None or now - seen > _SEEN_EVERY):
        Membership.objects.filter(pk=membership.pk).update(last_seen_at=now)


def context_of(membership: Membership, side: Side) -> Context:
    """Return the database context of a membership under a hat."""
    if membership.guest_of_id:
        return Context(
            Role.GUEST,
            distributor_id=membership.organization_id,
            supplier_id=membership.guest_of_id,
            user_id=membership.user_id,
        )
    return context_at(membership.organization_id, side, user_id=membership.user_id)


def context_at(organization_id: UUID, side: Side, *, user_id: UUID | None) -> Context:
    """Return the context of a company under a hat."""
    return Context(_ROLES[side], user_id=user_id, **{_KEYS[side]: organization_id})


def _memberships_of(user: User) -> list[Membership]:
    """Return what a person is and where; as a guest only while the agreement that lets it in is in force (I1)."""
    return _MEMBERSHIPS.all({_PERSON.pk: user.pk})


def _memberships() -> QuerySet[Membership]:
    user = _PERSON
    in_force = RawSQL("SELECT membership_id FROM app.guest_memberships_in_force(%s)", [user.pk])
    return (
        Membership.objects.filter(Q(guest_of=None) | Q(pk__in=in_force), user=user)
        .select_related("organization", "guest_of")
        .annotate(has_second_factor=with_second_factor(user))
        .order_by("organization__name", "pk")
    )


_PERSON = User(pk=UUID(int=1))
_MEMBERSHIPS = Compiled(_memberships)


def _opened_by(membership: Membership, side: Side) -> frozenset[Permission]:
    """Return what a membership allows under a hat; nothing where the company does not wear it."""
    if side not in membership.organization.sides:
        return frozenset()
    if membership.guest_of_id:
        if side != Side.DELIVERING:
            return frozenset()
        return guest_permissions_of(membership.role, membership.guest_limit)
    return permissions_of(side, membership.role)


def _seats(memberships: list[Membership]) -> list[Seat]:
    return [
        Seat(membership.organization, side, membership.guest_of)
        for membership in memberships
        for side in membership.organization.sides
        if _opened_by(membership, side)
    ]
