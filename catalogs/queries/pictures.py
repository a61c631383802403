"""Reads of products' pictures, each from who asks: the supplier, or a retailer that is shown the product."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from catalogs.models import PictureFile, Product, ProductPicture
from catalogs.queries.showing import IsShown, is_sold_now
from retailers.models import Customer
from wholesale.organizations.models import Organization


def pictures_of(product_id: UUID) -> QuerySet[ProductPicture]:
    """Return a product's pictures in their order; in the supplier's context, or in a retailer's that sees it."""
    return ProductPicture.objects.filter(product_id=product_id).order_by("position")


def picture_for_supplier(product: Product, picture_id: UUID) -> ProductPicture:
    """Return a picture of this supplier's product; 404 for any other."""
    try:
        return ProductPicture.objects.get(supplier=product.supplier_id, product=product, pk=picture_id)
    except ProductPicture.DoesNotExist as error:
        raise Http404 from error


def file_for_supplier(supplier: Organization, digest: str, size: str) -> bytes:
    """Return one of this supplier's pictures in a size, as WebP; 404 for anyone else's."""
    files = PictureFile.objects.filter(supplier=supplier, picture__digest=digest, size=size)
    return _content(files)


def file_for_buyer(retailer: Organization, supplier_slug: str, digest: str, size: str) -> bytes:
    """Return a picture of a product that this retailer is shown now, as WebP; 404 for any other.

    Source: SPEC.md K5.
    """
    customers = Customer.objects.filter(retailer=retailer, supplier__slug=supplier_slug, is_active=True)
    customer = customers.values("id", "supplier_id").first()
    if customer is None:
        raise Http404
    shown = Product.objects.filter(
        IsShown(customer["supplier_id"], customer["id"]), is_sold_now(), is_active=True
    )
    files = PictureFile.objects.filter(
        supplier=customer["supplier_id"],
        picture__digest=digest,
        size=size,
        picture__product__in=shown.filter(supplier=customer["supplier_id"], pictures__digest=digest),
    )
    return _content(files)


def _content(files: QuerySet[PictureFile]) -> bytes:
    content = files.values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return bytes(content)
