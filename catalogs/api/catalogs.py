"""A supplier's catalogs for machines: what is in them, and with whom they are shared (SPEC.md K4, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.days import first_day, last_day
from catalogs.models import Catalog
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS, "*": Permission.MANAGE_PRODUCTS})
_KEPT = {
    "name": "Autumn list",
    "includes_all_products": False,
    "first_day": "2026-11-01",
    "last_day": None,
}


class CatalogInput(serializers.Serializer[Any]):
    """A catalog. Days are the company's own; null for no beginning or no end."""

    name = serializers.CharField(max_length=60)
    includes_all_products = serializers.BooleanField(required=False)
    first_day = serializers.DateField(required=False, allow_null=True)
    last_day = serializers.DateField(required=False, allow_null=True)
    example: ClassVar = _KEPT


class CatalogOutput(serializers.Serializer[Any]):
    """A catalog as it stands. `products` were chosen; `reached` are the active customers that single shares reach."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    includes_all_products = serializers.BooleanField()
    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    shared_with_everyone = serializers.BooleanField()
    products = serializers.IntegerField()
    reached = serializers.IntegerField()
    version = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a16",
        **_KEPT,
        "shared_with_everyone": False,
        "products": 12,
        "reached": 40,
        "version": 1,
    }


def shown(catalog: Any) -> dict[str, Any]:
    """Return a row of catalog_rows as machines see it."""
    zone = catalog.supplier.time_zone
    names = ("name", "includes_all_products", "shared_with_everyone", "products", "reached", "version")
    return {
        "id": catalog.pk,
        "first_day": first_day(catalog.opens_at, zone),
        "last_day": last_day(catalog.closes_at, zone),
        **{name: getattr(catalog, name) for name in names},
    }


def called(request: Request, catalog: UUID) -> Catalog:
    """Return the catalog that a call names; 404 for anyone else's."""
    return queries.catalog_for_supplier(acting_of_call(request).organization, catalog)


class CatalogsApi(ApiView):
    """A supplier's catalogs."""

    need = NEED
    is_list = True
    Input = CatalogInput
    Output = CatalogOutput

    class Filters(serializers.Serializer[Any]):
        name = serializers.CharField(required=False, max_length=60)

    def get(self, request: Request, organization: str) -> Response:
        """List catalogs by name."""
        rows = queries.catalog_rows(acting_of_call(request).organization)
        rows = rows.filter(**filters_of(request, self.Filters))
        return paginated(request, rows, order=["name", "id"], shown=lambda found: [shown(x) for x in found])

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Make a catalog; it is shared with nobody yet."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        details = services.CatalogDetails(**body.validated_data)
        made = services.create_catalog(supplier=acting.organization, details=details, by=acting.user)
        return with_etag(Response(shown(called(request, made.pk)), status=201), made.version)


class CatalogApi(ApiView):
    """One catalog."""

    need = NEED
    Input = CatalogInput
    Output = CatalogOutput

    def get(self, request: Request, organization: str, catalog: UUID) -> Response:
        """Show a catalog."""
        state, version = self.current(request, organization, catalog)
        return with_etag(Response(state), version)

    def patch(self, request: Request, organization: str, catalog: UUID) -> Response:
        """Change what is given of a catalog; the rest stays."""
        found, body = called(request, catalog), self.Input(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        now = {name: shown(found)[name] for name in _KEPT}
        services.edit_catalog(
            catalog=found,
            details=services.CatalogDetails(**(now | body.validated_data)),
            version=based_on(request),
            by=acting_of_call(request).user,
        )
        return self.get(request, organization, catalog)

    def delete(self, request: Request, organization: str, catalog: UUID) -> Response:
        """Delete a catalog with its shares; the products stay."""
        services.delete_catalog(catalog=called(request, catalog), by=acting_of_call(request).user)
        return Response(status=204)

    def current(self, request: Request, organization: str, catalog: UUID) -> tuple[dict[str, Any], int]:
        """Return the catalog as it stands, with its version."""
        state = shown(called(request, catalog))
        return state, state["version"]


class CatalogProductsApi(ApiView):
    """What is in a catalog."""

    need = NEED
    is_list = True

    class Filters(serializers.Serializer[Any]):
        sku = serializers.CharField(required=False, max_length=40)

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        sku = serializers.CharField()
        name = serializers.CharField()
        is_active = serializers.BooleanField()
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
            "sku": "PALE",
            "name": "Pale Ale",
            "is_active": True,
        }

    def get(self, request: Request, organization: str, catalog: UUID) -> Response:
        """List what is in a catalog, by name."""
        products = queries.products_in(called(request, catalog)).filter(**filters_of(request, self.Filters))
        return paginated(request, products.values("id", "sku", "name", "is_active"), order=["name", "id"])


class CatalogContentsApi(ApiView):
    """What goes into a catalog and out of it."""

    need = NEED
    Output = CatalogOutput

    class Input(serializers.Serializer[Any]):
        add = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=10_000)
        remove = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=10_000)
        example: ClassVar = {"add": ["0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12"], "remove": []}

    def patch(self, request: Request, organization: str, catalog: UUID) -> Response:
        """Put products into a catalog and take others out; ids that are not yours are left out."""
        found, body = called(request, catalog), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        by = acting_of_call(request).user
        services.put_products(catalog=found, product_ids=body.validated_data.get("add", ()), by=by)
        services.take_products(catalog=found, product_ids=body.validated_data.get("remove", ()), by=by)
        return Response(shown(called(request, catalog)))
