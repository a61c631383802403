"""A retailer finds suppliers and asks them for access, for machines; a supplier lets itself be found (SPEC.md N10)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from invitations.enums import Origin
from invitations.errors import NoOwnEntry
from invitations.limits import count_asking, count_finding
from invitations.models import AccessRequest
from invitations.queries import finding
from invitations.services.finding import hide_from_search, let_be_found
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission

BUYER = Need(Side.BUYING, {"*": Permission.PLACE_ORDERS})


class SuppliersFoundApi(ApiView):
    """Suppliers that let themselves be found."""

    need = BUYER
    is_list = True

    class Output(serializers.Serializer[Any]):
        """A supplier and where you stand with it."""

        supplier = serializers.SlugField()
        name = serializers.CharField()
        country = serializers.CharField()
        standing = serializers.CharField(
            help_text="none, waiting, invited, approved (not active yet), active, rejected or ended."
        )
        example: ClassVar = {
            "supplier": "northgate-brewing",
            "name": "Northgate Brewing",
            "country": "US",
            "standing": "none",
        }

    class Filters(serializers.Serializer[Any]):
        q = serializers.CharField(
            max_length=200, help_text="Words of its name, or its country; two letters or more."
        )

    def get(self, request: Request, organization: str) -> Response:
        """Find suppliers by name."""
        own = acting_of_call(request).organization
        text = filters_of(request, self.Filters)["q"]
        count_finding(own.pk)
        rows = finding.findable_suppliers(own, text)
        return paginated(request, rows, order=["name", "id"], shown=lambda page: _standings(own, page))


class AccessRequestOutput(serializers.Serializer[Any]):
    """A request for access; `answer` is what the supplier wrote when it declined."""

    id = serializers.UUIDField()
    supplier = serializers.SlugField()
    supplier_name = serializers.CharField()
    state = serializers.CharField(help_text="open, approved, rejected or withdrawn.")
    message = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    asked_by = serializers.CharField(allow_blank=True)
    asked_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a22",
        "supplier": "northgate-brewing",
        "supplier_name": "Northgate Brewing",
        "state": "open",
        "message": "A beer bar with twelve taps.",
        "answer": "",
        "asked_by": "Rita Renard",
        "asked_at": "2026-11-22T09:00:00Z",
        "decided_at": None,
    }


class AccessRequestsApi(ApiView):
    """What your company has asked suppliers."""

    need = BUYER
    is_list = True
    Output = AccessRequestOutput

    class Input(serializers.Serializer[Any]):
        supplier = serializers.SlugField()
        message = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)
        via = serializers.CharField(
            required=False,
            default="",
            allow_blank=True,
            max_length=22,
            help_text="The code of its invite link.",
        )
        tag = serializers.SlugField(required=False, default="", allow_blank=True)
        example: ClassVar = {"supplier": "northgate-brewing", "message": "A beer bar with twelve taps."}

    def get(self, request: Request, organization: str) -> Response:
        """List your requests, newest first."""
        rows = finding.last_requests(acting_of_call(request).organization)
        return paginated(request, rows, order=["-asked_at", "-id"], shown=lambda page: [*map(_row, page)])

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Ask a supplier for access; one that has your email as its prospect's lets you in at once."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        own, asked = acting.organization, body.validated_data
        door = finding.door_to(own, asked["supplier"], via=asked["via"], tag=asked["tag"])
        if not finding.has_entry(own.pk):
            raise NoOwnEntry
        count_asking(own.pk, door.supplier.pk)
        made = services.ask_for_access(
            supplier=door.supplier,
            retailer=own,
            by=acting.user,
            message=asked["message"].strip(),
            tag=door.tag,
            origin=Origin.LINK if door.link else Origin.OWN,
        )
        return Response(_row(made), status=201)


class AccessRequestWithdrawalApi(ApiView):
    """The withdrawal of a request."""

    need = BUYER
    Output = AccessRequestOutput

    @idempotent
    def post(self, request: Request, organization: str, access_request: UUID) -> Response:
        """Take a request back that waits for the supplier's answer."""
        acting = acting_of_call(request)
        found = queries.request_of_retailer(acting.organization, access_request)
        return Response(_row(services.withdraw_request(request=found, by=acting.user)))


class FindabilityApi(ApiView):
    """Whether retailers find you."""

    need = Need(Side.SELLING, {"*": Permission.INVITE_CUSTOMERS})

    class Output(serializers.Serializer[Any]):
        """Whether a retailer's search shows you."""

        is_findable = serializers.BooleanField()
        example: ClassVar = {"is_findable": True}

    Input = Output

    def get(self, request: Request, organization: str) -> Response:
        """Read it."""
        return Response({"is_findable": finding.is_findable(acting_of_call(request).organization.pk)})

    def put(self, request: Request, organization: str) -> Response:
        """Switch it; your invite link and your invitations work either way."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        verb = let_be_found if body.validated_data["is_findable"] else hide_from_search
        verb(supplier=acting.organization, by=acting.user)
        return Response({"is_findable": body.validated_data["is_findable"]})


def _standings(retailer: Organization, suppliers: list[Organization]) -> list[dict[str, Any]]:
    return [
        {
            "supplier": each.supplier.slug,
            "name": each.supplier.name,
            "country": each.supplier.country,
            "standing": each.state.value,
        }
        for each in finding.standings_with(retailer, suppliers)
    ]


def _row(asked: AccessRequest) -> dict[str, Any]:
    same = ("id", "state", "message", "answer", "asked_at", "decided_at")
    row = {name: getattr(asked, name) for name in same} | {
        "supplier": asked.supplier.slug,
        "supplier_name": asked.supplier.name,
        "asked_by": asked.person_name,
    }
    return dict(AccessRequestOutput(row).data)
