"""What a retailer keeps for its suppliers, and what a supplier sees of it once it has registered (SPEC.md C12)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retailers import queries, services
from retailers.api import profile_shapes as shapes
from retailers.details import AddressDetails, ContactDetails, ShipToDetails
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

KEPT = Need(Side.BUYING, {"GET": None, "*": Permission.MANAGE_SETTINGS})


class CustomerProfileApi(ApiView):
    """What a registered customer says of itself; of any other, nothing."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})

    class Output(serializers.Serializer[Any]):
        is_registered = serializers.BooleanField()
        industry = serializers.CharField(allow_blank=True)
        language = serializers.CharField(allow_blank=True)
        contact = shapes.ContactOutput(allow_null=True)
        bill_to = shapes.BillToOutput(allow_null=True)
        ship_to = shapes.ShipToOutput(many=True)
        example: ClassVar = {
            "is_registered": True,
            "industry": "bar",
            "language": "fr",
            "contact": shapes.ContactOutput.example,
            "bill_to": shapes.BillToOutput.example,
            "ship_to": [shapes.ShipToOutput.example],
        }

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """Read a customer's company, contact and addresses."""
        found = queries.customer_for_member(acting_of_call(request), customer)
        if not found.is_registered:
            empty: dict[str, Any] = {
                "industry": "",
                "language": "",
                "contact": None,
                "bill_to": None,
                "ship_to": [],
            }
            return Response({"is_registered": False, **empty})
        contact, entry = getattr(found, "contact", None), found.retailer.directory_entry
        shown = {
            "is_registered": True,
            "industry": entry.industry,
            "language": found.retailer.language,
            "contact": shapes.contact_row(contact) if contact else None,
            "bill_to": shapes.bill_to_row(queries.bill_to_of(found.retailer_id), entry),
            "ship_to": [shapes.ship_to_row(place) for place in queries.ship_to_addresses(found)],
        }
        return Response(shown)


class ContactsApi(ApiView):
    """Whom each of your suppliers talks to."""

    need = Need(Side.BUYING, {"GET": None})
    is_list = True
    Output = shapes.ContactOutput

    def get(self, request: Request, organization: str) -> Response:
        """List your contacts by supplier."""
        rows = queries.contacts_of(acting_of_call(request).organization)
        return paginated(
            request,
            rows,
            order=["supplier__name", "id"],
            shown=lambda page: [shapes.contact_row(contact) for contact in page],
        )


class ContactApi(ApiView):
    """Whom one supplier talks to."""

    need = KEPT
    edits = ("PATCH",)
    Input, Output = shapes.ContactInput, shapes.ContactOutput

    def current(self, request: Request, organization: str, supplier: str) -> tuple[dict[str, Any], int]:
        """Return the contact and its version, also for whoever edits too late."""
        found = queries.contact_for_retailer(acting_of_call(request).organization, supplier)
        return shapes.contact_row(found), found.version

    def get(self, request: Request, organization: str, supplier: str) -> Response:
        """Read a contact."""
        row, version = self.current(request, organization, supplier)
        return with_etag(Response(row), version)

    def patch(self, request: Request, organization: str, supplier: str) -> Response:
        """Change a contact; a changed email keeps the former one."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        contact = queries.contact_for_retailer(acting.organization, supplier)
        version = based_on(request)
        body.is_valid(raise_exception=True)
        typed = dict(body.validated_data)
        change = services.change_contacts if typed.pop("for_all") else services.change_contact
        kept = {name: getattr(contact, name) for name in ContactDetails.__dataclass_fields__}
        change(contact=contact, details=ContactDetails(**kept | typed), version=version, by=acting.user)
        return self.get(request, organization, supplier)


class BillToApi(ApiView):
    """Where your invoices go: an address of its own, or the one of your directory entry."""

    need = KEPT
    edits = ("PUT",)
    Input, Output = shapes.AddressInput, shapes.BillToOutput

    def current(self, request: Request, organization: str) -> tuple[dict[str, Any] | None, int]:
        """Return the address and its version; 0 while there is none of its own."""
        retailer = acting_of_call(request).organization
        bill_to = queries.bill_to_of(retailer.pk)
        return shapes.bill_to_row(bill_to, queries.own_entry(retailer)), bill_to.version if bill_to else 0

    def get(self, request: Request, organization: str) -> Response:
        """Read where invoices go."""
        row, version = self.current(request, organization)
        return with_etag(Response(row), version)

    def put(self, request: Request, organization: str) -> Response:
        """Write it down; `If-Match: "v0"` while there is none of its own."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        version = based_on(request)
        body.is_valid(raise_exception=True)
        details = AddressDetails(**body.validated_data)
        services.keep_bill_to(retailer=acting.organization, details=details, version=version, by=acting.user)
        return self.get(request, organization)

    def delete(self, request: Request, organization: str) -> Response:
        """Let invoices go to the address of your directory entry again."""
        acting = acting_of_call(request)
        services.clear_bill_to(retailer=acting.organization, by=acting.user)
        return Response(status=204)


class ShipTosApi(ApiView):
    """Where you take deliveries."""

    need = KEPT
    is_list = True
    Input, Output = shapes.ShipToInput, shapes.ShipToOutput

    def get(self, request: Request, organization: str) -> Response:
        """List your ship-to addresses by name."""
        rows = queries.ship_tos_of(acting_of_call(request).organization)
        return paginated(
            request,
            rows.values(*shapes.names_of(self.Output)),
            order=["name", "id"],
        )

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Add an address; the first is the default."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        details = ShipToDetails(**body.validated_data)
        place = services.add_ship_to(retailer=acting.organization, details=details, by=acting.user)
        return with_etag(Response(shapes.ship_to_row(place), status=201), place.version)


class ShipToApi(ApiView):
    """One of your ship-to addresses."""

    need = KEPT
    edits = ("PATCH",)
    Output = shapes.ShipToOutput

    class Input(shapes.ShipToInput):
        example: ClassVar = {"opening_hours": "Tue–Sat 10–18"}

    def current(self, request: Request, organization: str, ship_to: UUID) -> tuple[dict[str, Any], int]:
        """Return the address and its version, also for whoever edits too late."""
        place = queries.ship_to_for_retailer(acting_of_call(request).organization, ship_to)
        return shapes.ship_to_row(place), place.version

    def get(self, request: Request, organization: str, ship_to: UUID) -> Response:
        """Read an address."""
        row, version = self.current(request, organization, ship_to)
        return with_etag(Response(row), version)

    def patch(self, request: Request, organization: str, ship_to: UUID) -> Response:
        """Change an address; what is left out stays, and orders keep theirs."""
        acting, body = acting_of_call(request), self.Input(data=request.data, partial=True)
        place = queries.ship_to_for_retailer(acting.organization, ship_to)
        version = based_on(request)
        body.is_valid(raise_exception=True)
        kept = {name: getattr(place, name) for name in ShipToDetails.__dataclass_fields__}
        details = ShipToDetails(**kept | body.validated_data)
        services.change_ship_to(place=place, details=details, version=version, by=acting.user)
        return self.get(request, organization, ship_to)

    def delete(self, request: Request, organization: str, ship_to: UUID) -> Response:
        """Remove an address; orders keep theirs. Of the rest, the first by name becomes the default."""
        acting = acting_of_call(request)
        place = queries.ship_to_for_retailer(acting.organization, ship_to)
        services.remove_ship_to(place=place, by=acting.user)
        return Response(status=204)


class ShipToChoiceApi(ApiView):
    """The address that the checkout offers first."""

    need = KEPT
    Output = shapes.ShipToOutput

    @idempotent
    def post(self, request: Request, organization: str, ship_to: UUID) -> Response:
        """Let the checkout offer this address first."""
        acting = acting_of_call(request)
        place = queries.ship_to_for_retailer(acting.organization, ship_to)
        services.choose_default_ship_to(place=place, by=acting.user)
        return Response(shapes.ship_to_row(queries.ship_to_for_retailer(acting.organization, ship_to)))
