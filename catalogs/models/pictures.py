"""Pictures of products, as we have drawn them."""

from django.db import models
from django.db.models import Q
from django.db.models.constraints import Deferrable
from django.utils.translation import gettext_lazy as _

from catalogs.enums import PictureSize
from catalogs.models.catalogs import parted_key
from catalogs.models.products import Product
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, tenant_key

# A retailer sees a picture as long as it sees its product: whatever hides the one hides the other.
OF_SHOWN_PRODUCT = "EXISTS (SELECT FROM catalogs_product p WHERE p.id = catalogs_productpicture.product_id)"
OF_SHOWN_PICTURE = (
    "EXISTS (SELECT FROM catalogs_productpicture p WHERE p.id = catalogs_picturefile.picture_id)"
)


class ProductPicture(TenantModel):
    """One of a product's pictures, in their order from 1 on; the first stands for the product in lists.

    `digest` is the hash of its largest file, which names it in addresses; width and height are that one's pixels.
    """

    product = tenant_key(Product, related_name="pictures")
    position = models.PositiveSmallIntegerField(_("place"))
    digest = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = models.CharField(_("description"), max_length=200, blank=True)

    class Meta:
        constraints = [
            TenantKey(name="product_picture_key"),
            TenantReference(name="product_picture_product", field="product"),
            models.UniqueConstraint(
                fields=["supplier", "product", "position"],
                name="product_picture_place",
                deferrable=Deferrable.IMMEDIATE,  # at the end of the statement: places are exchanged in one
            ),
            models.UniqueConstraint(fields=["supplier", "product", "digest"], name="product_picture_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="product_picture_from_one"),
            Access(
                name="product_picture_access",
                supplier="select, insert, update, delete",
                retailer="select",
                rows={"retailer": OF_SHOWN_PRODUCT},
            ),
        ]
        indexes = [
            models.Index(fields=["product", "position"], name="product_picture_by_product"),
            models.Index(fields=["supplier", "digest"], name="product_picture_by_digest"),
        ]

    def __str__(self) -> str:
        return self.alt or self.digest


class PictureFile(TenantModel):
    """A picture in one of its sizes: WebP of our own making, never what was uploaded."""

    picture = parted_key(ProductPicture, related_name="files")
    size = models.CharField(max_length=6, choices=PictureSize)
    content = models.BinaryField()

    class Meta:
        constraints = [
            TenantReference(name="picture_file_picture", field="picture", cascades=True),
            models.UniqueConstraint(fields=["supplier", "picture", "size"], name="picture_file_once"),
            Access(
                name="picture_file_access",
                supplier="select, insert, delete",
                retailer="select",
                rows={"retailer": OF_SHOWN_PICTURE},
            ),
        ]
        indexes = [models.Index(fields=["picture", "size"], name="picture_file_by_picture")]
