"""What the endpoints of guests take and answer."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request

from wholesale.organizations import queries
from wholesale.organizations.details import GuestAccess
from wholesale.organizations.enums import GuestLimit, GuestRequestState, MemberRole
from wholesale.organizations.models import GuestLink, GuestRequest, MemberInvitation, Membership


class AccessInput(serializers.Serializer[Any]):
    """As what a guest works, and what you keep back."""

    role = serializers.ChoiceField(
        MemberRole.choices,
        help_text="A distributor's: admin, dispatcher or driver. An admin also grants and proposes on the agreement.",
    )
    guest_limit = serializers.ChoiceField(GuestLimit.choices, default=GuestLimit.NONE)
    example: ClassVar = {"role": "driver", "guest_limit": "no_stock"}


class GuestOutput(serializers.Serializer[Any]):
    """A person of a guest distributor who works in your account."""

    id = serializers.UUIDField()
    user_id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(MemberRole.choices)
    guest_limit = serializers.ChoiceField(GuestLimit.choices)
    created_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField(
        allow_null=True, help_text="In your account, to a few minutes; null before the first time."
    )
    version = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a20",
        "user_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a21",
        "name": "Gus Gray",
        "email": "gus@gale.example.com",
        "role": "driver",
        "guest_limit": "no_stock",
        "created_at": "2026-11-20T09:30:00Z",
        "last_seen_at": "2026-11-22T07:05:00Z",
        "version": 1,
    }


class GuestInvitationOutput(serializers.Serializer[Any]):
    """Somebody whom you have given access by mail."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)
    role = serializers.ChoiceField(MemberRole.choices)
    guest_limit = serializers.ChoiceField(GuestLimit.choices)
    sent_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a22",
        "email": "gus@gale.example.com",
        "name": "Gus Gray",
        "role": "driver",
        "guest_limit": "none",
        "sent_at": "2026-11-20T09:30:00Z",
        "expires_at": "2026-12-04T09:30:00Z",
    }


class GuestRequestOutput(serializers.Serializer[Any]):
    """Somebody who asks for access by your link."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField(help_text="Proven by a code.")
    language = serializers.CharField()
    message = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(GuestRequestState.choices)
    asked_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by_name = serializers.CharField(allow_blank=True)
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a23",
        "name": "Gus Gray",
        "email": "gus@gale.example.com",
        "language": "en",
        "message": "I drive the early round.",
        "state": "waiting",
        "asked_at": "2026-11-20T09:30:00Z",
        "decided_at": None,
        "decided_by_name": "",
    }


class GuestLinkStateOutput(serializers.Serializer[Any]):
    """Where a link stands; its address is in no answer that is kept for a repeated call."""

    id = serializers.UUIDField()
    is_on = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a24",
        "is_on": True,
        "created_at": "2026-11-20T09:30:00Z",
    }


class GuestLinkOutput(GuestLinkStateOutput):
    """The address by which a guest distributor's people ask for access."""

    url = serializers.CharField(
        allow_blank=True, help_text="Empty where the server's key has changed since: replace the link."
    )
    example: ClassVar = {
        **GuestLinkStateOutput.example,
        "url": "https://wholesale.example.com/join/guest/kX2b8QnC4vG1mZ7pR0tYwA/",
    }


def access_of(request: Request) -> GuestAccess:
    """Return role and limit of a call's body."""
    given = AccessInput(data=request.data)
    given.is_valid(raise_exception=True)
    data = given.validated_data
    return GuestAccess(MemberRole(data["role"]), GuestLimit(data["guest_limit"]))


def guest_row(membership: Membership) -> dict[str, Any]:
    """Return a guest as the list has them."""
    same = ("id", "user_id", "role", "guest_limit", "created_at", "last_seen_at", "version")
    person = {"name": membership.person.name, "email": membership.person.email}
    return {name: getattr(membership, name) for name in same} | person


def invitation_row(row: MemberInvitation) -> dict[str, Any]:
    """Return an invitation."""
    same = ("id", "email", "name", "role", "guest_limit", "sent_at", "expires_at")
    return {name: getattr(row, name) for name in same}


def request_row(row: GuestRequest) -> dict[str, Any]:
    """Return a request."""
    same = (
        "id", "name", "email", "language", "message", "state", "asked_at", "decided_at", "decided_by_name",
    )  # fmt: skip
    return {name: getattr(row, name) for name in same}


def link_state(link: GuestLink) -> dict[str, Any]:
    """Return where a link stands."""
    return {"id": link.pk, "is_on": link.is_on, "created_at": link.created_at}


def link_row(link: GuestLink) -> dict[str, Any]:
    """Return a link with its address."""
    return link_state(link) | {"url": queries.address_of_guest_link(link)}
