"""Endpoints of a company, its people and its agreements."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import with_etag
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations import queries
from wholesale.organizations.access import Need
from wholesale.organizations.enums import AgreementMode, AgreementStatus, MemberRole, Party, Side, Step
from wholesale.organizations.models import Agreement
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


class AgreementsApi(ApiView):
    """List the company's agreements under a hat, newest first."""

    need: ClassVar[Need] = Need(None, {"GET": Permission.VIEW_AGREEMENTS})
    is_list = True

    class Output(serializers.Serializer[Any]):
        """An agreement between a supplier and a distributor."""

        id = serializers.UUIDField()
        supplier = serializers.SlugField()
        supplier_name = serializers.CharField()
        distributor = serializers.SlugField()
        distributor_name = serializers.CharField()
        mode = serializers.ChoiceField(AgreementMode.choices)
        status = serializers.ChoiceField(AgreementStatus.choices)
        proposed_by = serializers.ChoiceField(Party.choices)
        inventory_editable = serializers.BooleanField(
            help_text="Whether the supplier may edit its stock in the distributor's warehouse."
        )
        version = serializers.IntegerField()
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a15",
            "supplier": "alder",
            "supplier_name": "Alder Brewing",
            "distributor": "dawn",
            "distributor_name": "Dawn Distribution",
            "mode": "connected",
            "status": "active",
            "proposed_by": "supplier",
            "inventory_editable": False,
            "version": 1,
        }

    class Filters(serializers.Serializer[Any]):
        status = serializers.ChoiceField(required=False, choices=AgreementStatus.choices)

    def get(self, request: Request, organization: str, side: str) -> Response:
        rows = queries.agreements_of(acting_of_call(request).organization, Side(side))
        narrowed = rows.filter(**filters_of(request, self.Filters))
        return paginated(
            request, narrowed, order=["-id"], shown=lambda page: [_agreement(row) for row in page]
        )


class AgreementApi(ApiView):
    """Show one agreement: who owes which step, and within how many hours."""

    need: ClassVar[Need] = Need(None, {"GET": Permission.VIEW_AGREEMENTS})

    class Output(AgreementsApi.Output):
        """An agreement with its steps."""

        class StepOutput(serializers.Serializer[Any]):
            """Who owes a step."""

            step = serializers.ChoiceField(Step.choices)
            owed_by = serializers.ChoiceField(Party.choices)
            limit_hours = serializers.IntegerField()
            example: ClassVar = {"step": "confirm", "owed_by": "supplier", "limit_hours": 24}

        steps = StepOutput(many=True)
        example: ClassVar = {**AgreementsApi.Output.example, "steps": [StepOutput.example]}

    def get(self, request: Request, organization: str, side: str, agreement_id: UUID) -> Response:
        found = queries.agreement_for(acting_of_call(request).organization, Side(side), agreement_id)
        steps = [
            {"step": row.step, "owed_by": row.owed_by, "limit_hours": row.limit_hours}
            for row in queries.steps_of(found)
        ]
        return with_etag(Response(_agreement(found) | {"steps": steps}), found.version)


def _agreement(row: Agreement) -> dict[str, Any]:
    same = ("id", "mode", "status", "proposed_by", "inventory_editable", "version")
    return {name: getattr(row, name) for name in same} | {
        "supplier": row.supplier.slug,
        "supplier_name": row.supplier.name,
        "distributor": row.distributor.slug,
        "distributor_name": row.distributor.name,
    }
