"""What companies tell whom they ask to work with them: colleagues, and guests of a supplier (SPEC.md P8, I1)."""

from typing import Any

from django.urls import reverse

from wholesale.accounts.models import User
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations import queries
from wholesale.organizations.models import (
    Agreement,
    GuestRequest,
    MemberInvitation,
    Membership,
    Organization,
    Person,
)
from wholesale.organizations.roles import Permission


def queue_member_invited(
    *, invitation: MemberInvitation, organization: Organization, token: str, by: User
) -> None:
    """Ask a colleague to join; the token is in this mail and nowhere else."""
    queue_email(
        organization_id=organization.pk,
        to=invitation.email,
        language=invitation.language,
        template="organizations/member_invited",
        context={
            "organization": organization.name,
            "role": invitation.get_role_display(),
            "by": str(by),
            "expires_at": invitation.expires_at,
            "action_url": absolute(reverse("organizations:joining_open", kwargs={"token": token})),
        },
        key=f"member_invitation:{invitation.pk}:{invitation.token_hash}",
        reply_to=by.email,
    )


def queue_guest_asked(agreement: Agreement, request: GuestRequest) -> None:
    """Tell the supplier's people who decide that somebody asks for access; in its context."""
    args = [agreement.supplier.slug, agreement.pk, request.pk]
    for person in queries.colleagues(agreement.supplier_id, Permission.MANAGE_PEOPLE):
        queue_email(
            organization_id=agreement.supplier_id,
            to=person.email,
            language=person.language,
            template="organizations/guest_asked",
            context={
                "reader": agreement.supplier.name,
                "company": agreement.distributor.name,
                "asked": request,
                "action_url": absolute(reverse("organizations:guest_request", args=args)),
            },
            key=f"guest_request:{request.pk}:asked:{person.email}",
            reply_to=request.email,
        )


def queue_guest_let_in(
    agreement: Agreement, request: GuestRequest, membership: Membership, *, by: User
) -> None:
    """Tell whoever asked that they have access."""
    home = reverse("organizations:root")
    facts = {"role": membership.get_role_display(), "action_url": absolute(home)}
    _answer(agreement, request, "organizations/guest_let_in", by, facts)


def queue_guest_refused(agreement: Agreement, request: GuestRequest, *, by: User) -> None:
    """Tell whoever asked that they are not let in."""
    _answer(agreement, request, "organizations/guest_refused", by, {})


def queue_guest_invited(invitation: MemberInvitation, *, token: str, by: User) -> None:
    """Ask a distributor's person to work in a supplier's account; the token is in this mail and nowhere else.

    The caller has the invitation with both companies.
    """
    supplier: Any = invitation.guest_of
    queue_email(
        organization_id=supplier.pk,
        to=invitation.email,
        language=invitation.language,
        template="organizations/guest_invited",
        context={
            "supplier": supplier.name,
            "company": invitation.organization.name,
            "name": invitation.name,
            "role": invitation.get_role_display(),
            "by": str(by),
            "expires_at": invitation.expires_at,
            "action_url": absolute(reverse("organizations:joining_open", kwargs={"token": token})),
        },
        key=f"member_invitation:{invitation.pk}:{invitation.token_hash}",
        supplier=supplier,
        reply_to=by.email,
    )


def queue_guest_withdrawn(agreement: Agreement, person: Person, *, key: str, by: User) -> None:
    """Tell somebody that their access has ended.

    Args:
        key: of the access that ended.
    """
    queue_email(
        organization_id=agreement.supplier_id,
        to=person.email,
        language=person.language,
        template="organizations/guest_withdrawn",
        context={"supplier": agreement.supplier.name, "company": agreement.distributor.name, "by": str(by)},
        key=f"guest:{key}:withdrawn",
        supplier=agreement.supplier,
        reply_to=by.email,
    )


def _answer(
    agreement: Agreement, request: GuestRequest, template: str, by: User, facts: dict[str, Any]
) -> None:
    queue_email(
        organization_id=agreement.supplier_id,
        to=request.email,
        language=request.language,
        template=template,
        context={
            "supplier": agreement.supplier.name,
            "company": agreement.distributor.name,
            "name": request.name,
            **facts,
        },
        key=f"guest_request:{request.pk}:{template}",
        supplier=agreement.supplier,
        reply_to=by.email,
    )
