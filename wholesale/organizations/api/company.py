"""Endpoints of a company and its people."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.pagination import paginated
from wholesale.organizations import queries
from wholesale.organizations.access import Need
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.roles import Permission


class MeApi(ApiView):
    """Tell as whom the caller acts at this company, and what it may do there."""

    need: ClassVar[Need] = Need(None, {"GET": None})

    class Output(serializers.Serializer[Any]):
        """Who calls."""

        user_id = serializers.UUIDField()
        name = serializers.CharField()
        email = serializers.EmailField()
        organization = serializers.SlugField(help_text="The company's word in addresses.")
        organization_id = serializers.UUIDField()
        organization_name = serializers.CharField()
        side = serializers.ChoiceField(Side.choices)
        role = serializers.ChoiceField(MemberRole.choices)
        permissions = serializers.ListField(child=serializers.ChoiceField(Permission.choices))
        example: ClassVar = {
            "user_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
            "name": "Ana Alder",
            "email": "ana@example.com",
            "organization": "northgate-brewing",
            "organization_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a11",
            "organization_name": "Northgate Brewing",
            "side": "selling",
            "role": "warehouse",
            "permissions": ["prepare_orders", "view_orders"],
        }

    def get(self, request: Request, **_place: str) -> Response:
        acting = acting_of_call(request)
        company = acting.organization
        answer = {
            "user_id": acting.user.pk,
            "name": acting.user.name,
            "email": acting.user.email,
            "organization": company.slug,
            "organization_id": company.pk,
            "organization_name": company.name,
            "side": acting.side.value,
            "role": acting.membership.role,
            "permissions": sorted(acting.permissions),
        }
        return Response(self.Output(answer).data)


class TokenApi(MeApi):
    """Tell for which company and side the caller's token is, and what it may do.

    A machine that knows nothing but its token begins here.
    """


class MembersApi(ApiView):
    """List the company's own people, the longest here first."""

    need: ClassVar[Need] = Need(None, {"GET": Permission.MANAGE_PEOPLE})
    is_list = True

    class Output(serializers.Serializer[Any]):
        """A colleague."""

        id = serializers.UUIDField()
        user_id = serializers.UUIDField()
        name = serializers.CharField()
        email = serializers.EmailField()
        role = serializers.ChoiceField(MemberRole.choices)
        created_at = serializers.DateTimeField()
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
            "user_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
            "name": "Ana Alder",
            "email": "ana@example.com",
            "role": "admin",
            "created_at": "2026-11-20T09:30:00Z",
        }

    def get(self, request: Request, organization: str, side: str) -> Response:
        rows = queries.member_rows(acting_of_call(request).organization)
        return paginated(request, rows, order=["created_at", "id"])
