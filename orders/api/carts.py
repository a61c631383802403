"""Carts for machines: filling one in one call, submitting it (SPEC.md O2, O5)."""

from typing import Any, ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import F
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api.cart_shapes import CartOutput, cart_shown
from orders.api.places import CartFilters, cart_key_of_call, customer_of_call
from orders.api.shapes import PricedOrderOutput, order_row, rows_shown
from orders.errors import LinesRefused, PoNumberMissing, RefusedLine
from orders.models import Cart, Order
from orders.queries.assortment import product_ids_of_skus
from orders.queries.buying import suppliers_of_retailer
from orders.queries.carts import cart_for_buyer, cart_of, carts_of_retailer, priced_cart
from orders.queries.places import CartKey, place_for
from orders.services.cart import move_cart, set_cart_lines
from orders.services.submission import Checkout, submit_order
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.errors import KeyReused
from wholesale.api.idempotency import asker_of, key_of_call
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

MAX_LINES = 500


def _sum(help_text: str) -> serializers.DecimalField:
    """Return the field of an amount that the buyer was shown."""
    return serializers.DecimalField(
        required=False, default=None, max_digits=14, decimal_places=3, help_text=help_text
    )


class SuppliersApi(ApiView):
    """The suppliers that a retailer is connected to."""

    need = Need(Side.BUYING, {"GET": Permission.VIEW_PRODUCTS})
    is_list = True

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        supplier = serializers.SlugField()
        name = serializers.CharField()
        is_active = serializers.BooleanField(help_text="Whether it may order now.")
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
            "supplier": "alder",
            "name": "Alder Brewing",
            "is_active": True,
        }

    def get(self, request: Request, organization: str) -> Response:
        """List the suppliers by name."""
        customers = suppliers_of_retailer(acting_of_call(request).organization)
        names = {"supplier_slug": F("supplier__slug"), "name": F("supplier__name")}
        rows = customers.select_related(None).values("id", "is_active", **names)
        return paginated(request, rows, order=["name", "id"], shown=rows_shown)


class CartApi(ApiView):
    """A retailer's cart at a supplier, shared by its buyers."""

    need = Need(Side.BUYING, {"GET": Permission.PLACE_ORDERS})
    Query = CartFilters
    Output = CartOutput

    def get(self, request: Request, organization: str, supplier: str) -> Response:
        """Read the cart at today's prices and stock."""
        customer = customer_of_call(request, supplier)
        return Response(cart_shown(priced_cart(customer)))


class CartLinesApi(ApiView):
    """The lines of a cart."""

    need = Need(Side.BUYING, {"PUT": Permission.PLACE_ORDERS})
    Query = CartFilters

    class Input(serializers.Serializer[Any]):
        class Line(serializers.Serializer[Any]):
            product_id = serializers.UUIDField(required=False)
            sku = serializers.CharField(required=False, max_length=40)
            quantity_units = serializers.IntegerField(min_value=0, max_value=1_000_000)

            def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
                if ("product_id" in attrs) == ("sku" in attrs):
                    raise serializers.ValidationError(_("Name the product by product_id or by sku."))
                return attrs

        lines = Line(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]
        example: ClassVar = {"lines": [{"sku": "PALE", "quantity_units": 3}]}

    class Output(serializers.Serializer[Any]):
        version = serializers.IntegerField()
        example: ClassVar = {"version": 4}

    def put(self, request: Request, organization: str, supplier: str) -> Response:
        """Set how many units of these products are in the cart; 0 takes one out, the others stay.

        All or nothing: a line that cannot be taken is named in `lines` of the 422 answer.
        """
        acting = acting_of_call(request)
        customer = customer_of_call(request, supplier, related=("supplier", "terms"))
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        units = units_of_lines(customer, body.validated_data["lines"])
        cart = set_cart_lines(customer=customer, units_by_product=units, by=acting.user)
        return Response({"version": cart.version})


class CartsApi(ApiView):
    """A retailer's carts that hold something, one for each supplier and address."""

    need = Need(Side.BUYING, {"GET": Permission.PLACE_ORDERS})
    is_list = True

    class Output(serializers.Serializer[Any]):
        supplier = serializers.SlugField()
        ship_to = serializers.CharField(help_text="The address it is for: an id, or “company”.")
        place_name = serializers.CharField(help_text="Empty where that address has been removed.")
        line_count = serializers.IntegerField()
        updated_at = serializers.DateTimeField()
        example: ClassVar = {
            "supplier": "alder",
            "ship_to": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a14",
            "place_name": "Rita's Bar",
            "line_count": 4,
            "updated_at": "2026-11-23T09:00:00Z",
        }

    def get(self, request: Request, organization: str) -> Response:
        """List the carts, the last touched first."""
        carts = carts_of_retailer(acting_of_call(request).organization)

        def shown(rows: list[Cart]) -> list[dict[str, Any]]:
            return [
                {
                    "supplier": cart.supplier.slug,
                    "ship_to": CartKey(cart.ship_to_id).key,
                    "place_name": cart.place_name,  # type: ignore[attr-defined]
                    "line_count": cart.line_count,  # type: ignore[attr-defined]
                    "updated_at": cart.updated_at,
                }
                for cart in rows
            ]

        return paginated(request, carts, order=["-updated_at", "-id"], shown=shown)


class CartAddressApi(ApiView):
    """Where a cart is ordered for."""

    need = Need(Side.BUYING, {"PUT": Permission.PLACE_ORDERS})
    Query = CartFilters
    Output = CartOutput

    class Input(serializers.Serializer[Any]):
        to = serializers.UUIDField(help_text="The id of one of your ship-to addresses.")
        example: ClassVar = {"to": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a14"}

    def put(self, request: Request, organization: str, supplier: str) -> Response:
        """Move what is in the cart to the cart of another address; what is in both is added up."""
        customer = customer_of_call(request, supplier)
        cart = cart_of(customer)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        to = place_for(customer, str(body.validated_data["to"]))
        move_cart(cart=cart, customer=customer, to=to, by=acting_of_call(request).user)
        return Response(cart_shown(priced_cart(customer)))


class SubmissionApi(ApiView):
    """The submission of a cart as an order."""

    need = Need(Side.BUYING, {"POST": Permission.PLACE_ORDERS})
    Query = CartFilters
    Output = PricedOrderOutput

    class Input(serializers.Serializer[Any]):
        delivery_date = serializers.DateField()
        address_key = serializers.CharField(
            required=False,
            allow_blank=True,
            default="",
            max_length=40,
            help_text="Refuse if the cart is not for this address.",
        )
        po_number = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
        note = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)
        cart_version = serializers.IntegerField(
            required=False, default=None, help_text="Refuse if the cart is not at this version any more."
        )
        lines_digest = serializers.CharField(
            required=False, default=None, max_length=32, help_text="Refuse if one of the lines costs other."
        )
        goods = _sum("Refuse if the goods cost other.")
        delivery_fee = _sum("Refuse if the delivery costs other.")
        deposits = _sum("Refuse if the deposits are other.")
        tax = _sum("Refuse if the tax is other.")
        example: ClassVar = {"delivery_date": "2026-11-26", "po_number": "2211"}

    def post(self, request: Request, organization: str, supplier: str) -> Response:
        """Submit the cart: its stock is held, all or nothing.

        Its Idempotency-Key is kept with the order for good: sent again, it answers the same order. What is not
        covered is named in `shortages` of the 409 answer, with what is left.
        """
        key, acting = key_of_call(request), acting_of_call(request)
        cart = cart_for_buyer(acting.organization, supplier, cart_key_of_call(request))
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        decided = Checkout(**body.validated_data)
        order = submitted(cart, decided, key=key, request=request)
        return Response(order_row(order), status=201)

    post.is_idempotent = True  # type: ignore[attr-defined]


def units_of_lines(customer: Any, lines: list[dict[str, Any]]) -> dict[UUID, int]:
    """Return the units wanted of each product, an SKU that is not offered refused; twice named, added up."""
    skus = [line["sku"] for line in lines if "sku" in line]
    known = product_ids_of_skus(customer, skus) if skus else {}
    if unknown := [line for line in lines if "sku" in line and line["sku"] not in known]:
        raise LinesRefused(
            [RefusedLine(None, x["sku"], x["quantity_units"], _("not offered to you")) for x in unknown]
        )
    units: dict[UUID, int] = {}
    for line in lines:
        product = line.get("product_id") or known[line["sku"]]
        units[product] = units.get(product, 0) + line["quantity_units"]
    return units


def submitted(cart: Cart, decided: Checkout, *, key: str, request: Request) -> Order:
    """Return the order that a call makes of a cart, or made before by the same key.

    Raises: ValidationError beside the field, KeyReused for a key that was sent with something else.
    """
    submission_key = _key_of(key, asker=asker_of(request))
    by = acting_of_call(request).user
    try:
        order = submit_order(cart=cart, checkout=decided, submission_key=submission_key, by=by)
    except PoNumberMissing as error:
        raise serializers.ValidationError(error.fields) from error
    if not _is_of(order, decided):
        raise KeyReused
    return order


def _key_of(key: str, *, asker: UUID) -> UUID:
    """Return the key of a submission: the caller's own, so that a colleague's same word is another one."""
    return uuid5(NAMESPACE_URL, f"urn:cratebook:submission:{asker}:{key}")


def _is_of(order: Order, decided: Checkout) -> bool:
    """Tell whether an order that a key found is the one that is asked for now."""
    asked = (decided.delivery_date, decided.po_number, decided.note)
    return (order.delivery_date, order.po_number, order.note) == asked
