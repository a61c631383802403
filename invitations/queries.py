"""Reads of invitations: the supplier's list, and the one that a link or a seat opens."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from invitations.enums import DeadEnd, InvitationStatus
from invitations.models import Invitation
from retailers.enums import Relation
from retailers.models import Customer, DirectoryEntry
from wholesale.accounts.models import User
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.roles import Permission, permissions_of
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
        "-created_at", "-id"
    )


def pending_invitations_of(customer: Customer) -> QuerySet[Invitation]:
    """Return a customer's invitations that may still be accepted."""
    return invitations_of(customer).filter(status=InvitationStatus.PENDING)


def invitation_for_supplier(acting: Acting, invitation_id: UUID) -> Invitation:
    """Return an invitation of a customer that this person sees; 404 for any other, as if it did not exist."""
    found = Invitation.objects.filter(supplier=acting.organization)
    if acting.represents:
        found = found.filter(customer__private__representative=acting.represents)
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


def lock_pending(customer: Customer, address: str) -> Invitation | None:
    """Lock the invitation of this customer that waits at this address, if there is one."""
    waiting = invitations_of(customer).filter(email=address, status=InvitationStatus.PENDING)
    return waiting.select_for_update(of=("self",)).first()


def is_claimed(customer: Customer) -> bool:
    """Tell whether the retailer has registered with anybody, and so keeps its own people."""
    return _has_registered(customer.retailer_id)


def _has_registered(retailer_id: UUID) -> bool:
    return DirectoryEntry.objects.filter(pk=retailer_id, claimed_at__isnull=False).exists()


def name_invited(supplier: Organization, address: str) -> str:
    """Return the customer whose invitation waits at this address."""
    waiting = Invitation.objects.filter(supplier=supplier, email=address, status=InvitationStatus.PENDING)
    names = waiting.values_list("customer__private__display_name", flat=True)
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
    return DeadEnd.REVOKED if customer.relation == Relation.ENDED else None


def needs_account(invitation: Invitation) -> bool:
    """Tell whether accepting takes signing in: the address has an account, or the company has one."""
    has_account = bool(invitation.email) and User.objects.filter(email=invitation.email).exists()
    return has_account or invitation.retailer.directory_entry.is_claimed


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
