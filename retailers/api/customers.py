"""A supplier's customers: listed, added, read, edited, given a distributor."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retailers import labels, queries, services
from retailers.api.customer_shapes import CustomerInput, CustomerOutput
from retailers.enums import CustomerStatus, Licence
from retailers.errors import DetailsRefused
from retailers.models import Customer
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.sheets.writing import CSV_TYPE, XLSX_TYPE, sheet_response

NEED = Need(
    Side.SELLING,
    {
        "GET": Permission.VIEW_CUSTOMERS,
        "POST": Permission.MANAGE_CUSTOMERS,
        "PATCH": Permission.MANAGE_CUSTOMERS,
    },
)


class CustomersApi(ApiView):
    """Your customers."""

    need = NEED
    is_list = True
    Output = CustomerOutput

    class Filters(serializers.Serializer[Any]):
        q = serializers.CharField(required=False, max_length=200, help_text="Name, city, number, email.")
        status = serializers.ChoiceField(CustomerStatus.choices, required=False)
        distributor = serializers.RegexField(
            r"^(own|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z",
            required=False,
            help_text="An id, or `own`: you deliver yourselves.",
        )
        group = serializers.UUIDField(required=False)
        label = serializers.CharField(  # type: ignore[assignment]
            required=False, max_length=labels.LONGEST
        )
        is_active = serializers.BooleanField(required=False, allow_null=True, default=None)
        is_on_hold = serializers.BooleanField(required=False, allow_null=True, default=None)
        licence = serializers.ChoiceField(Licence.choices, required=False)
        has_bounced = serializers.BooleanField(
            required=False, allow_null=True, default=None, help_text="Your latest mail came back."
        )

    class Input(CustomerInput):
        retailer = serializers.UUIDField(help_text="Of a hit of the directory.")
        example: ClassVar = {"retailer": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10", "nickname": "Cormoran"}

    def get(self, request: Request, organization: str) -> Response:
        """List your customers by name."""
        found = _filtered(request, filters_of(request, self.Filters))
        rows = queries.customer_rows(found, acting_of_call(request).organization)
        return paginated(request, rows, order=["display_name", "id"])

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Make a retailer of the directory your prospect; nothing is sent.

        `warnings` says if you have another retailer of this name: that is allowed.
        """
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        data = dict(body.validated_data)
        entry = queries.entry_for_supplier(data.pop("retailer"))
        details = CustomerInput.details(data, acting)
        try:
            customer = services.add_customer(
                supplier=acting.organization, retailer=entry.retailer, details=details, by=acting.user
            )
        except DetailsRefused as error:
            raise serializers.ValidationError(error.fields) from error
        return with_etag(Response(created_row(acting, customer), status=201), customer.version)


class CustomerExportApi(ApiView):
    """Your customers as a file: the columns of the sample file, ready to be imported again."""

    need = NEED
    files = (XLSX_TYPE, CSV_TYPE)

    class Filters(CustomersApi.Filters):
        as_format = serializers.ChoiceField(["xlsx", "csv"], default="xlsx")

    def get(self, request: Request, organization: str) -> Any:
        """Download the customers that the filters of the list show, as XLSX or with `as_format=csv` as CSV.

        No cell runs as a formula: XLSX cells are typed, a CSV cell that would has an apostrophe in front.
        """
        chosen = filters_of(request, self.Filters)
        found = _filtered(request, chosen)
        headings, rows = services.export_headings(), services.export_rows(found)
        return sheet_response(rows, headings=headings, name="retailers", as_format=chosen["as_format"])


class CustomerApi(ApiView):
    """One of your customers."""

    need = NEED
    edits = ("PATCH",)
    Output = CustomerOutput

    class Input(CustomerInput):
        example: ClassVar = {"nickname": "Cormoran", "distributor": None}

    def current(self, request: Request, organization: str, customer: UUID) -> tuple[dict[str, Any], int]:
        """Return the customer and its version, also for whoever edits too late."""
        row = customer_row(acting_of_call(request), customer)
        return row, row["version"]

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """Read a customer."""
        row, version = self.current(request, organization, customer)
        return with_etag(Response(row), version)

    def patch(self, request: Request, organization: str, customer: UUID) -> Response:
        """Change what you keep of a customer; what is left out stays."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        found = queries.customer_for_member(acting, customer)
        version = based_on(request)
        body.is_valid(raise_exception=True)
        kept = found.private.kept() | {
            "distributor": found.distributor,
            "representative": found.private.representative_id,
        }
        details = CustomerInput.details(kept | _chosen(body.validated_data, found.distributor), acting)
        try:
            services.edit_customer(customer=found, details=details, version=version, by=acting.user)
        except DetailsRefused as error:
            raise serializers.ValidationError(error.fields) from error
        return self.get(request, organization, customer)


def customer_row(acting: Acting, customer_id: UUID) -> dict[str, Any]:
    """Return one customer as the list shows it; 404 for one that the caller does not see."""
    found = queries.customer_for_member(acting, customer_id)
    one = queries.customers_of(acting).filter(pk=found.pk)
    return queries.customer_rows(one, acting.organization).get()


def created_row(acting: Acting, customer: Customer) -> dict[str, Any]:
    """Return a customer that was just made, and what somebody should know of it (SPEC.md C8)."""
    is_repeated = len(queries.names_like(acting, str(customer.private))) > 1
    warnings = [_("You have another retailer of this name.")] if is_repeated else []
    return {**customer_row(acting, customer.pk), "warnings": warnings}


def _filtered(request: Request, chosen: dict[str, Any]) -> QuerySet[Customer]:
    wanted = queries.Wanted(
        search=chosen.get("q", ""),
        statuses=_one(chosen.get("status")),
        distributors=_one(chosen.get("distributor")),
        groups=_one(chosen.get("group")),
        labels=_one(chosen.get("label")),
        is_active=chosen["is_active"],
        is_on_hold=chosen["is_on_hold"],
        licences=_one(chosen.get("licence")),
        has_bounced=chosen["has_bounced"],
    )
    return wanted.among(queries.customers_of(acting_of_call(request)))


def _one(value: Any) -> tuple[Any, ...]:
    return (value,) if value else ()


def _chosen(typed: dict[str, Any], present: Organization | None) -> dict[str, Any]:
    """Leave the distributor alone if it stays: its agreement may have ended meanwhile."""
    stays = present is not None and typed.get("distributor") == present.pk
    return {name: value for name, value in typed.items() if not (stays and name == "distributor")}
