"""A supplier's tax classes for machines (SPEC.md K1, O18, X1)."""

from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.models import TaxClass
from catalogs.taxing import TaxRate
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.localities import country_choices
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS, "*": Permission.MANAGE_TAXES})
_RATE: dict[str, str] = {
    "name": "QST",
    "rate_percent": "9.975",
    "country": "CA",
    "region": "QC",
    "number": "1234567890 TQ0001",
}
_KEPT: dict[str, Any] = {"name": "Beer", "rates": [_RATE], "is_default": True}
_COLUMNS = ("id", *_KEPT, "products", "version")


class TaxRateField(serializers.Serializer[Any]):
    """One rate of a class. The nearest count: those of the region, else of the country, else those without either."""

    name = serializers.CharField(max_length=40)
    rate_percent = serializers.DecimalField(max_digits=6, decimal_places=3, min_value=0, max_value=100)
    country = serializers.ChoiceField(
        country_choices(), required=False, allow_blank=True, default="", help_text="Empty: everywhere."
    )
    region = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=80,
        help_text="A code or a name of the country.",
    )
    number = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=40,
        help_text="By which you are registered for this tax; one for each name of a tax, in all classes.",
    )


class TaxClassInput(serializers.Serializer[Any]):
    """A tax class. The first one is the default."""

    name = serializers.CharField(max_length=40)
    rates = TaxRateField(many=True, required=False, max_length=services.MOST_RATES)  # type: ignore[call-arg]
    is_default = serializers.BooleanField(
        required=False, help_text="Whether products without a class of their own are taxed by it."
    )
    example: ClassVar = _KEPT


class TaxClassOutput(serializers.Serializer[Any]):
    """A tax class as it stands. `products` name it themselves."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    rates = TaxRateField(many=True)
    is_default = serializers.BooleanField()
    products = serializers.IntegerField()
    version = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a16",
        **_KEPT,
        "products": 12,
        "version": 1,
    }


def shown(tax_class: TaxClass) -> dict[str, Any]:
    """Return a row of tax_class_rows as TaxClassOutput."""
    return rates_shown([{name: getattr(tax_class, name) for name in _COLUMNS}])[0]


def rates_shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of tax classes with their rates as TaxRateField."""
    return [row | {"rates": [{name: each[name] for name in _RATE} for each in row["rates"]]} for row in rows]


def details_in(body: dict[str, Any]) -> services.TaxDetails:
    """Return a tax class as a call wants it."""
    rates = [
        TaxRate(**{**each, "rate_percent": Decimal(each["rate_percent"])}) for each in body.get("rates", [])
    ]
    return services.TaxDetails(**(body | {"rates": rates}))


def called(request: Request, tax_class: UUID) -> TaxClass:
    """Return the tax class that a call names; 404 for anyone else's."""
    return queries.tax_class_for_supplier(acting_of_call(request).organization, tax_class)


class TaxClassesApi(ApiView):
    """A supplier's tax classes."""

    need = NEED
    is_list = True
    Input = TaxClassInput
    Output = TaxClassOutput

    def get(self, request: Request, organization: str) -> Response:
        """List tax classes by name."""
        rows = queries.tax_class_rows(acting_of_call(request).organization).values(*_COLUMNS)
        return paginated(request, rows, order=["name", "id"], shown=rates_shown)

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Make a tax class."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        details = details_in(body.validated_data)
        made = services.create_tax_class(supplier=acting.organization, details=details, by=acting.user)
        return with_etag(Response(shown(called(request, made.pk)), status=201), made.version)


class TaxClassApi(ApiView):
    """One tax class."""

    need = NEED
    Input = TaxClassInput
    Output = TaxClassOutput

    def get(self, request: Request, organization: str, tax_class: UUID) -> Response:
        """Show a tax class."""
        state, version = self.current(request, organization, tax_class)
        return with_etag(Response(state), version)

    def patch(self, request: Request, organization: str, tax_class: UUID) -> Response:
        """Change what is given of a tax class; orders that were placed keep their tax."""
        found, body = called(request, tax_class), self.Input(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        now = {name: value for name, value in shown(found).items() if name in _KEPT}
        services.edit_tax_class(
            tax_class=found,
            details=details_in(now | body.validated_data),
            version=based_on(request),
            by=acting_of_call(request).user,
        )
        return self.get(request, organization, tax_class)

    def delete(self, request: Request, organization: str, tax_class: UUID) -> Response:
        """Delete a tax class that no product names; the default one only as the last."""
        services.delete_tax_class(tax_class=called(request, tax_class), by=acting_of_call(request).user)
        return Response(status=204)

    def current(self, request: Request, organization: str, tax_class: UUID) -> tuple[dict[str, Any], int]:
        """Return the tax class as it stands, with its version."""
        state = shown(called(request, tax_class))
        return state, state["version"]
