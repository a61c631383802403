"""Guests of a supplier, its link and who asks by it: read by the supplier, and by whoever holds the link (I1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from wholesale.accounts.models import User
from wholesale.accounts.sealing import unseal
from wholesale.mail.links import absolute
from wholesale.organizations.acting import context_at
from wholesale.organizations.enums import AgreementMode, AgreementStatus, GuestRequestState, Side
from wholesale.organizations.models import (
    Agreement,
    GuestLink,
    GuestRequest,
    MemberInvitation,
    Membership,
    Organization,
)
from wholesale.tenancy.contexts import act_as

SEALED_AS = "guest link"
_ASKING = 0x67756573  # "gues": whoever asks for access waits for whoever is about to
_OWN = (
    "SELECT request_id, supplier_name, distributor_name, distributor_slug, state, asked_at, decided_at, is_open"
    " FROM app.guest_requests_of(%s)"
)


@dataclass(frozen=True, slots=True)
class GuestDoor:
    """How people of a distributor come into its supplier's account: by a link, while the agreement says so."""

    link: GuestLink
    supplier: Organization
    distributor: Organization
    agreement: Agreement | None

    @property
    def reason(self) -> str:
        """Tell why nobody can ask by it; empty while it is open."""
        if self.agreement is None or (closed := closed_to_guests(self.agreement)) == "ended":
            return "ended"
        if closed or self.link.replaced_at:
            return closed or "replaced"
        return "" if self.link.is_on else "off"


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request as whoever made it sees it. `is_open`: guests of that distributor are let in now."""

    id: UUID
    supplier_name: str
    distributor_name: str
    distributor_slug: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    is_open: bool


def closed_to_guests(agreement: Agreement) -> str:
    """Tell why an agreement lets no guest in, in a word; empty where it does."""
    if agreement.status != AgreementStatus.ACTIVE or agreement.mode != AgreementMode.GUEST:
        return "ended"
    return "" if agreement.distributor.private_to_id == agreement.supplier_id else "own_account"


@contextmanager
def guest_door_by_hash(token_hash: str, *, user_id: UUID | None) -> Iterator[GuestDoor | None]:
    """Find a guest link by its token's hash, in use or not, and act for its supplier until the block's end.

    Starts as the app role, by the pinned look-up; the token gives the context and nothing else does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT supplier_id, link_id FROM app.guest_link_by_token(%s)", [token_hash])
        found: Any = cursor.fetchone()
    if not found:
        yield None
        return
    with act_as(context_at(found[0], Side.SELLING, user_id=user_id)):
        link = GuestLink.objects.select_related("supplier", "distributor").get(pk=found[1])
        standing = Agreement.objects.filter(supplier=link.supplier_id, distributor=link.distributor_id)
        agreements = standing.exclude(status=AgreementStatus.ENDED).select_related("supplier", "distributor")
        yield GuestDoor(link, link.supplier, link.distributor, agreements.first())


def guest_link_in_use(agreement: Agreement) -> GuestLink | None:
    """Return the link of a supplier for one distributor's people, if it has made one."""
    return _links(agreement).first()


def lock_guest_link(agreement: Agreement) -> GuestLink | None:
    """Lock the link in use until the transaction ends; the agreement is locked before, so that none is replaced."""
    return _links(agreement).select_for_update(of=("self",), no_key=True).first()


def _links(agreement: Agreement) -> QuerySet[GuestLink]:
    keys = {"supplier": agreement.supplier_id, "distributor": agreement.distributor_id}
    return GuestLink.objects.filter(replaced_at=None, **keys)


def address_of_guest_link(link: GuestLink) -> str:
    """Return the whole address of a link; nothing where SECRET_KEY has changed since, and only a new link helps."""
    try:
        token = unseal(link.sealed_token.encode(), purpose=SEALED_AS).decode()
    except InvalidToken:
        return ""
    return absolute(reverse("organizations:guest_open", args=[token]))


def guests_of(agreement: Agreement) -> QuerySet[Membership]:
    """Return the people of a distributor whom its supplier lets in, by name; also while the agreement does not."""
    keys = {"guest_of": agreement.supplier_id, "organization": agreement.distributor_id}
    return (
        Membership.objects.filter(**keys).select_related("person").order_by("person__name", "person__email")
    )


def guest_rows(agreement: Agreement) -> QuerySet[Membership, Any]:
    """Return the guests as the API answers them."""
    named = guests_of(agreement).annotate(name=F("person__name"), email=F("person__email"))
    rows: QuerySet[Membership, Any] = named.values(
        "id",
        "user_id",
        "name",
        "email",
        "role",
        "guest_limit",
        "created_at",
        "last_seen_at",
        "version",
    )
    return rows


def guest_for(agreement: Agreement, key: UUID) -> Membership:
    """Return a guest of this agreement; 404 for anybody else."""
    try:
        return guests_of(agreement).get(pk=key)
    except Membership.DoesNotExist as error:
        raise Http404 from error


def lock_guest(membership: Membership) -> Membership | None:
    """Lock a guest's access until the transaction ends, and return it as it stands now; None once it is withdrawn."""
    rows = Membership.objects.filter(pk=membership.pk, guest_of__isnull=False)
    return rows.select_related("person").select_for_update(of=("self",)).first()


def guest_requests_of(agreement: Agreement) -> QuerySet[GuestRequest]:
    """Return who has asked for access as this distributor's person, the latest first."""
    keys = {"supplier": agreement.supplier_id, "distributor": agreement.distributor_id}
    return GuestRequest.objects.filter(**keys).order_by("-asked_at", "-pk")


def waiting_guests(agreement: Agreement) -> QuerySet[GuestRequest]:
    """Return the requests that nobody has decided, oldest first."""
    return guest_requests_of(agreement).filter(state=GuestRequestState.WAITING).order_by("asked_at", "pk")


def guest_request_for(agreement: Agreement, key: UUID) -> GuestRequest:
    """Return a request to this agreement; 404 for any other."""
    try:
        return guest_requests_of(agreement).get(pk=key)
    except GuestRequest.DoesNotExist as error:
        raise Http404 from error


def lock_guest_request(request: GuestRequest) -> GuestRequest:
    """Lock a request until the transaction ends, and return it as it stands now."""
    return GuestRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def lock_asking() -> None:
    """Let nobody else ask for access until this transaction has ended, so that what is counted stays true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ASKING])


def own_guest_requests(person: User) -> list[OwnRequest]:
    """Return what a person has asked any supplier as a guest, the latest first; as the app role."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [person.pk])
        return [OwnRequest(*row) for row in cursor.fetchall()]


def guest_invitations(agreement: Agreement) -> QuerySet[MemberInvitation]:
    """Return whom the supplier has asked in by mail and who has not answered, the latest first."""
    keys = {"organization": agreement.distributor_id, "guest_of": agreement.supplier_id}
    waiting = MemberInvitation.objects.filter(accepted_at=None, revoked_at=None, **keys)
    return waiting.select_related("organization", "guest_of").order_by("-created_at")


def guest_invitation_for(agreement: Agreement, key: UUID) -> MemberInvitation:
    """Return an invitation of a guest of this agreement that stands; 404 for any other."""
    try:
        return guest_invitations(agreement).get(pk=key)
    except MemberInvitation.DoesNotExist as error:
        raise Http404 from error


def standing_at(door: GuestDoor, person_id: UUID) -> str:
    """Tell what a person is at a link's two companies: "colleague", "guest", "waiting", or nothing yet.

    In the supplier's context, which guest_door_by_hash gives.
    """
    ours = Q(organization=door.supplier, guest_of=None)
    theirs = Q(organization=door.distributor, guest_of=door.supplier)
    found = Membership.objects.filter(ours | theirs, user=person_id).values_list("guest_of", flat=True)
    if found:
        return "colleague" if None in found else "guest"
    keys = {"supplier": door.supplier, "distributor": door.distributor}
    waiting = GuestRequest.objects.filter(user=person_id, state=GuestRequestState.WAITING, **keys)
    return "waiting" if waiting.exists() else ""
