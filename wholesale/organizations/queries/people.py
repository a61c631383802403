"""The people of a company, read in its own context."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Subquery
from django.http import Http404

from wholesale.accounts.models import User
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.models import MemberInvitation, Membership, Organization, Person
from wholesale.organizations.roles import GRANTS, Permission, roles_of, sees_assigned_only
from wholesale.tenancy.contexts import acting
from wholesale.tenancy.roles import Role

_SIDES = {Role.SUPPLIER: Side.SELLING, Role.DISTRIBUTOR: Side.DELIVERING, Role.RETAILER: Side.BUYING}


def colleagues(organization_id: UUID, permission: Permission) -> list[Person]:
    """Return the people of one's own company who hold a right under the hat that acts: its mails go to them."""
    context = acting()
    side = _SIDES.get(context.role) if context else None
    sides = [side] if side else list(Side)
    roles = {role for side in sides for role, may in GRANTS[side].items() if permission in may}
    return list(
        Person.objects.filter(
            memberships__organization_id=organization_id,
            memberships__role__in=roles,
            memberships__guest_of=None,
        ).order_by("email")
    )


def colleagues_for(
    supplier_id: UUID, permission: Permission, *, representative: QuerySet[Any, Any], name: QuerySet[Any, Any]
) -> list[tuple[Person, str]]:
    """Return a supplier's people who hold a right and see one retailer, each with what they call it.

    Of the representatives, its own alone.

    Args:
        representative: the id of who looks after the retailer, as a query; it becomes part of the one statement.
        name: what the supplier calls the retailer, as such a query.
    Source: SPEC.md P3, C4.
    """
    roles = {role for role, may in GRANTS[Side.SELLING].items() if permission in may}
    narrow = {role for role in roles if sees_assigned_only(Side.SELLING, role)}
    told = Q(memberships__role__in=roles - narrow) | Q(memberships__role__in=narrow, pk__in=representative)
    own = {"memberships__organization_id": supplier_id, "memberships__guest_of": None}
    people = Person.objects.filter(told, **own).annotate(retailer_name=Subquery(name))
    return [(person, person.retailer_name) for person in people.order_by("email")]


def buyers_of(retailer_ids: Iterable[UUID]) -> dict[UUID, list[User]]:
    """Return who may order for each of these retailers, first come first, in one statement; as the app role."""
    roles = [role for role, may in GRANTS[Side.BUYING].items() if Permission.PLACE_ORDERS in may]
    members = Membership.objects.filter(
        organization__in=list(retailer_ids), guest_of=None, user__is_active=True, role__in=roles
    )
    found: dict[UUID, list[User]] = {}
    for member in members.select_related("user").order_by("created_at", "pk"):
        found.setdefault(member.organization_id, []).append(member.user)
    return found


def representatives_of(supplier_id: UUID) -> QuerySet[Person]:
    """Return the supplier's people who see no retailers but those assigned to them."""
    roles = [role for role in roles_of(Side.SELLING) if sees_assigned_only(Side.SELLING, role)]
    return _people(supplier_id, roles)


def representative_choices(supplier_id: UUID) -> QuerySet[Person]:
    """Return the people whom a retailer may be assigned to: those who look after retailers, by name."""
    roles = [role for role, may in GRANTS[Side.SELLING].items() if Permission.MANAGE_CUSTOMERS in may]
    return _people(supplier_id, roles)


def _people(organization_id: UUID, roles: Iterable[MemberRole]) -> QuerySet[Person]:
    own = Membership.objects.filter(organization_id=organization_id, guest_of=None, role__in=list(roles))
    return Person.objects.filter(pk__in=own.values("user_id")).order_by("name", "email")


def members_of(organization: Organization) -> list[Membership]:
    """Return the company's own people by name, without guests."""
    own = Membership.objects.filter(organization=organization, guest_of=None)
    return list(own.select_related("person").order_by("person__name", "person__email"))


def member_rows(organization: Organization) -> QuerySet[Membership, Any]:
    """Return the company's own people as the API answers them."""
    own = Membership.objects.filter(organization=organization, guest_of=None)
    named = own.annotate(name=F("person__name"), email=F("person__email"))
    return named.values("id", "user_id", "name", "email", "role", "created_at")


def member_for(organization: Organization, membership_id: UUID) -> Membership:
    """Return one of the company's own people; 404 for anybody else's."""
    try:
        own = Membership.objects.filter(organization=organization, guest_of=None)
        return own.select_related("person", "organization").get(pk=membership_id)
    except Membership.DoesNotExist as error:
        raise Http404 from error


def lock_admins(organization: Organization) -> list[Membership]:
    """Lock the memberships of the company's admins until the transaction ends, in key order."""
    admins = Membership.objects.filter(organization=organization, guest_of=None, role=MemberRole.ADMIN)
    return list(admins.order_by("pk").select_for_update())


def roles_at(organization: Organization) -> list[MemberRole]:
    """Return the roles that exist at a company, over all hats it wears, each once."""
    every: Iterable[MemberRole] = (role for side in organization.sides for role in roles_of(side))
    return list(dict.fromkeys(every))


def open_invitations(organization: Organization) -> list[MemberInvitation]:
    """Return the invitations that nobody has accepted or revoked, expired ones included, newest first."""
    waiting = MemberInvitation.objects.filter(
        organization=organization, guest_of=None, accepted_at=None, revoked_at=None
    )
    return list(waiting.order_by("-created_at"))


def invitation_for(organization: Organization, invitation_id: UUID) -> MemberInvitation:
    """Return one of the company's invitations; 404 for anybody else's."""
    try:
        return MemberInvitation.objects.get(organization=organization, guest_of=None, pk=invitation_id)
    except MemberInvitation.DoesNotExist as error:
        raise Http404 from error


def has_colleagues(organization_id: UUID) -> bool:
    """Tell whether more than one person works at the company, or somebody has been asked."""
    invited = MemberInvitation.objects.filter(organization_id=organization_id, guest_of=None)
    people = Membership.objects.filter(organization_id=organization_id, guest_of=None)
    return people.count() > 1 or invited.exists()
