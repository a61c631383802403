"""Pictures of products for machines (SPEC.md K1, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.enums import PictureSize
from catalogs.limits import count_pictures
from catalogs.models import Product, ProductPicture
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.files import limits
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

WEBP = "image/webp"
SHOWN = ("id", "position", "digest", "width", "height", "alt")
EDITS = dict.fromkeys(("POST", "PATCH", "DELETE"), Permission.MANAGE_PRODUCTS)
NEED = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS, **EDITS})
EXAMPLE = {
    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
    "position": 1,
    "digest": "9b2c1f6e0d1c6c0d2f8c8b5c3f3a7d1e9b2c1f6e0d1c6c0d2f8c8b5c3f3a7d1e",
    "width": 1200,
    "height": 900,
    "alt": "A can of Pale Ale",
}


class PictureOutput(serializers.Serializer[Any]):
    """A picture of a product; the first stands for the product in lists."""

    id = serializers.UUIDField()
    position = serializers.IntegerField(help_text="From 1.")
    digest = serializers.CharField(help_text="Another picture has another one.")
    width = serializers.IntegerField(help_text="Pixels of the large one.")
    height = serializers.IntegerField()
    alt = serializers.CharField(allow_blank=True, help_text="What it shows.")
    example: ClassVar = EXAMPLE


class SizeFilters(serializers.Serializer[Any]):
    """In which size."""

    size = serializers.ChoiceField(
        PictureSize.choices, default=PictureSize.LARGE, help_text="At most 128, 512 or 1,200 pixels a side."
    )


class ProductPicturesApi(ApiView):
    """The pictures of a product."""

    need = NEED
    is_list = True
    parser_classes = (MultiPartParser,)  # type: ignore[assignment]
    Output = PictureOutput

    class Input(serializers.Serializer[Any]):
        file = serializers.FileField(help_text="PNG, JPEG or WebP, at most 10 MB.")
        alt = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
        example: ClassVar = {"file": "pale-ale.jpg", "alt": "A can of Pale Ale"}

    def get(self, request: Request, organization: str, product_id: UUID) -> Response:
        """List them in their order."""
        product = _product(request, product_id)
        return paginated(request, queries.pictures_of(product.pk).values(*SHOWN), order=["position"])

    @idempotent
    def post(self, request: Request, organization: str, product_id: UUID) -> Response:
        """Add a picture, the last of them; it is drawn anew. One that is there already is answered as it is."""
        product, body = _product(request, product_id), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        count_pictures(product.supplier_id)
        file = body.validated_data["file"]
        file.seek(0)
        made = services.add_picture(
            product=product,
            content=file.read(limits.PHOTO_BYTES + 1),
            alt=body.validated_data["alt"],
            by=acting_of_call(request).user,
        )
        return Response(_shown(made), status=201)


class ProductPictureApi(ApiView):
    """One picture of a product."""

    need = NEED
    Output = PictureOutput

    class Input(serializers.Serializer[Any]):
        alt = serializers.CharField(required=False, allow_blank=True, max_length=200)
        position = serializers.IntegerField(required=False, min_value=1, max_value=100)
        example: ClassVar = {"alt": "The can from above", "position": 1}

    def patch(self, request: Request, organization: str, product_id: UUID, picture_id: UUID) -> Response:
        """Say what it shows, or put it in another place; the others make room."""
        product, body = _product(request, product_id), self.Input(data=request.data)
        found, by = queries.picture_for_supplier(product, picture_id), acting_of_call(request).user
        body.is_valid(raise_exception=True)
        if "alt" in body.validated_data:
            services.describe_picture(picture=found, alt=body.validated_data["alt"], by=by)
        if place := body.validated_data.get("position"):
            services.move_picture(picture=found, position=place, by=by)
        return Response(_shown(queries.picture_for_supplier(product, picture_id)))

    def delete(self, request: Request, organization: str, product_id: UUID, picture_id: UUID) -> Response:
        """Remove it in all its sizes; those behind it move up."""
        found = queries.picture_for_supplier(_product(request, product_id), picture_id)
        services.remove_picture(picture=found, by=acting_of_call(request).user)
        return Response(status=204)


class PictureFileApi(ApiView):
    """What a picture of yours looks like."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS})
    files = (WEBP,)
    Filters = SizeFilters

    def get(self, request: Request, organization: str, digest: str) -> Any:
        """Download a picture by its digest, as WebP."""
        size = filters_of(request, self.Filters)["size"]
        content = queries.file_for_supplier(acting_of_call(request).organization, digest, size)
        return HttpResponse(content, content_type=WEBP)


class ShownPictureFileApi(ApiView):
    """What a product that you are shown looks like."""

    need = Need(Side.BUYING, {"GET": Permission.VIEW_PRODUCTS})
    files = (WEBP,)
    Filters = SizeFilters

    def get(self, request: Request, organization: str, supplier: str, digest: str) -> Any:
        """Download a picture by its digest, as WebP, as long as you are shown the product."""
        size = filters_of(request, self.Filters)["size"]
        content = queries.file_for_buyer(acting_of_call(request).organization, supplier, digest, size)
        return HttpResponse(content, content_type=WEBP)


def _product(request: Request, product_id: UUID) -> Product:
    return queries.product_for_supplier(acting_of_call(request).organization, product_id)


def _shown(picture: ProductPicture) -> dict[str, Any]:
    return {name: getattr(picture, name) for name in SHOWN}
