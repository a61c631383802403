"""Reads of invitations: the supplier's list, and the one that a link or a seat opens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from invitations.enums import DeadEnd, InvitationStatus
from invitations.models import Invitation
from invitations.queries.states import invitations_for_member
from retailers.enums import Relation
from retailers.models import Customer, DirectoryEntry
from wholesale.accounts.models import User
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.roles import Permission, permissions_of, roles_of
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """What an invitation means to one person: why it leads nowhere, or whether accepting claims the company."""

    dead_end: DeadEnd | None
    claims: bool = False


def invitations_of(customer: Customer) -> QuerySet[Invitation]:
    """Return a customer's invitations, newest first."""
    return Invitation.objects.filter(supplier_id=customer.supplier_id, customer=customer).order_by(
        "-sent_at", "-id"
    )


def pending_invitations_of(customer: Customer) -> QuerySet[Invitation]:
    """Return a customer's invitations that may still be accepted."""
    return invitations_of(customer).filter(status=InvitationStatus.PENDING)


def invites_company(customer: Customer) -> bool:
    """Tell whether an invitation waits that any buyer of the company may accept."""
    waiting = pending_invitations_of(customer).filter(email="", expires_at__gt=timezone.now())
    return waiting.exists()


def invitation_for_supplier(acting: Acting, invitation_id: UUID) -> Invitation:
    """Return an invitation of a customer that this person sees; 404 for any other, as if it did not exist."""
    found = invitations_for_member(acting)
    try:
        return found.select_related("customer__private", "supplier").get(pk=invitation_id)
    except Invitation.DoesNotExist as error:
        raise Http404 from error


def invitations_to_company(retailer: Organization) -> QuerySet[Invitation]:
    """Return the invitations that wait for a company that has claimed its entry; in its context."""
    return (
        Invitation.objects.filter(
            retailer=retailer, email="", status=InvitationStatus.PENDING, expires_at__gt=timezone.now()
        )
        .select_related("supplier", "retailer")
        .order_by("-sent_at", "-id")
    )


def invitation_to_company(retailer: Organization, supplier_slug: str) -> Invitation:
    """Return the invitation of a supplier that waits for this company; 404 if there is none."""
    found = invitations_to_company(retailer).filter(supplier__slug=supplier_slug).first()
    if found is None:
        raise Http404
    return found


def invitation_by_hash(token_hash: str) -> Invitation | None:
    """Return the invitation that a link's token opens, by its hash, whatever its state; None if there is none.

    The look-up is the only thing a visitor may ask; the invitation is then read in the context it gives.
    """
    with act_as(Context(Role.PUBLIC)), connection.cursor() as cursor:
        cursor.execute("SELECT supplier_id, invitation_id FROM app.invitation_by_token(%s)", [token_hash])
        row = cursor.fetchone()
    if row is None:
        return None
    with act_as(supplier_context(row[0])):
        return invitation_by_id(row[1])


def supplier_context(supplier_id: UUID) -> Context:
    """Return the context that an invitation's token gives: the supplier's, nobody acting."""
    return Context(Role.SUPPLIER, supplier_id=supplier_id)


def invitation_by_id(invitation_id: UUID) -> Invitation:
    """Return an invitation with all that its pages show; in the supplier's context."""
    related = ("supplier", "customer__private", "customer__distributor", "retailer__directory_entry")
    return Invitation.objects.select_related(*related).get(pk=invitation_id)


def lock_invitation(invitation: Invitation) -> Invitation:
    """Lock an invitation until the transaction ends, and return it as it stands now."""
    locked = Invitation.objects.select_for_update(of=("self",))
    return locked.select_related("supplier", "customer__private").get(pk=invitation.pk)


def lock_row(customer: Customer, address: str) -> Invitation | None:
    """Lock the supplier's one invitation of this address, whosever it is; without an address the customer's own."""
    rows = Invitation.objects.filter(supplier_id=customer.supplier_id, email=address)
    rows = rows if address else rows.filter(customer=customer)
    locked = list(rows.select_for_update(of=("self",)).select_related("customer__private"))
    return max(locked, key=lambda row: (row.status == InvitationStatus.PENDING, row.sent_at), default=None)


def lock_rows(supplier: Organization, addresses: Sequence[str]) -> list[Invitation]:
    """Lock a supplier's invitations of these addresses, in key order."""
    rows = Invitation.objects.filter(supplier=supplier, email__in=addresses).exclude(email="")
    return list(rows.select_for_update(of=("self",)).select_related("customer").order_by("pk"))


def ids_among(supplier: Organization, rows: Sequence[Invitation]) -> set[UUID]:
    """Return which of these rows the database has taken."""
    found = Invitation.objects.filter(supplier=supplier, pk__in=[row.pk for row in rows])
    return set(found.values_list("pk", flat=True))


def is_claimed(customer: Customer) -> bool:
    """Tell whether the retailer has registered with anybody, and so keeps its own people."""
    return _has_registered(customer.retailer_id)


def _has_registered(retailer_id: UUID) -> bool:
    return DirectoryEntry.objects.filter(pk=retailer_id, claimed_at__isnull=False).exists()


def name_invited(supplier: Organization, address: str) -> str:
    """Return the customer whose invitation waits at this address."""
    found = Invitation.objects.filter(supplier=supplier, email=address)
    names = found.values_list("customer__private__display_name", flat=True)
    return names.first() or address


def state_of(invitation: Invitation) -> DeadEnd | None:
    """Return why an invitation is no longer of use to anybody."""
    if invitation.is_expired:
        return DeadEnd.EXPIRED
    return {InvitationStatus.ACCEPTED: DeadEnd.USED, InvitationStatus.REVOKED: DeadEnd.REVOKED}.get(
        InvitationStatus(invitation.status)
    )


def standing_of(invitation: Invitation, person: User) -> Standing:
    """Return what an invitation means to a person who is signed in.

    Asks as the app role or as the retailer, which both see this company's memberships and entry.

    Source: N1, P7.
    """
    if dead_end := state_of(invitation):
        return Standing(dead_end)
    is_invited = bool(invitation.email) and person.email == invitation.email
    if not _has_registered(invitation.retailer_id):
        return Standing(None, claims=True) if is_invited else Standing(DeadEnd.WRONG_PERSON)
    if may_order_for(person, invitation.retailer_id):
        return Standing(None)
    return Standing(DeadEnd.NOT_A_MEMBER if is_invited or not invitation.email else DeadEnd.WRONG_PERSON)


def dead_end_for(invitation: Invitation, person: User | None) -> DeadEnd | None:
    """Return why an opened invitation leads nowhere for whoever looks; nobody may still register or sign in.

    The invitation was read in the supplier's context, with its customer.
    """
    standing = standing_of(invitation, person) if person else Standing(state_of(invitation))
    return standing.dead_end or end_of_relation(invitation.customer)


def end_of_relation(customer: Customer) -> DeadEnd | None:
    """Return why nobody needs to accept any more: they are connected, or the supplier has ended it since."""
    if customer.is_connected:
        return DeadEnd.ALREADY_CUSTOMER
    return DeadEnd.ENDED if customer.relation == Relation.ENDED else None


def needs_account(invitation: Invitation) -> bool:
    """Tell whether accepting takes signing in: the address has an account, or the company has one."""
    has_account = bool(invitation.email) and User.objects.filter(email=invitation.email).exists()
    return has_account or invitation.retailer.directory_entry.is_claimed


def companies_of(person: User) -> QuerySet[Organization]:
    """Return the companies in the directory that a person may order for, by name; as the app role."""
    roles = [
        role for role in roles_of(Side.BUYING) if Permission.PLACE_ORDERS in permissions_of(Side.BUYING, role)
    ]
    at_home = Membership.objects.filter(user=person, guest_of=None, role__in=roles)
    found = Organization.objects.filter(pk__in=at_home.values("organization"), buys=True, private_to=None)
    listed = found.filter(directory_entry__is_listed=True, merged_into=None)
    return listed.select_related("directory_entry").order_by("name", "pk")


def bought_for(supplier_id: UUID, companies: Iterable[Organization]) -> set[UUID]:
    """Return which of a person's companies can order from this supplier, or could once; as the app role."""
    with act_as(supplier_context(supplier_id)):
        known = Customer.objects.filter(supplier=supplier_id, retailer__in=companies)
        return set(known.exclude(registered_at=None).values_list("retailer_id", flat=True))


def may_order_for(person: User, retailer_id: UUID) -> bool:
    """Tell whether a person is a member of this retailer who may order."""
    roles = Membership.objects.filter(user=person, organization=retailer_id, guest_of=None)
    return any(
        Permission.PLACE_ORDERS in permissions_of(Side.BUYING, role)
        for role in roles.values_list("role", flat=True)
    )


def buyers_of(retailer_id: UUID) -> list[User]:
    """Return the people who may accept for a retailer; as the app role."""
    members = Membership.objects.filter(organization=retailer_id, guest_of=None, user__is_active=True)
    return [
        member.user
        for member in members.select_related("user").order_by("created_at", "id")
        if Permission.PLACE_ORDERS in permissions_of(Side.BUYING, member.role)
    ]
