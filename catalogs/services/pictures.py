"""Pictures of products: put, described, ordered, removed (SPEC.md K1).

No version is asked: there is nothing typed to lose, and of two at once the later one stands.
"""

from typing import Any

from django.db import transaction
from django.db.models import F

from catalogs.errors import TooManyPictures
from catalogs.models import PictureFile, Product, ProductPicture
from catalogs.queries import lock_product, pictures_of
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.files.pictures import Photo, drawn_photo

MOST_PICTURES = 12


@transaction.atomic
def add_picture(*, product: Product, content: bytes, alt: str = "", by: User) -> ProductPicture:
    """Give a product a further picture, the last of them; one that it has already stays where it is.

    Args:
        content: the file as it came, which nobody trusts; it is drawn anew.
    Locks:  the product, once the picture is drawn.
    Raises: PictureRefused, TooManyPictures; then nothing is written.
    Source: SPEC.md K1, DATA.md 5.2.
    """
    return keep_photo(product=product, photo=drawn_photo(content), alt=alt, by=by)


@transaction.atomic
def keep_photo(*, product: Product, photo: Photo, alt: str = "", by: User | None) -> ProductPicture:
    """Give a product a picture that is drawn already, as `add_picture` does.

    Locks:  the product.
    Raises: TooManyPictures; then nothing is written.
    """
    product = lock_product(product)
    has = list(pictures_of(product.pk))
    if same := next((each for each in has if each.digest == photo.digest), None):
        return same
    if len(has) >= MOST_PICTURES:
        raise TooManyPictures(MOST_PICTURES)
    kept = _write(product, photo, len(has) + 1, alt)
    _record(product, "picture_added", {"pictures": len(has)}, {"pictures": len(has) + 1}, by)
    return kept


@transaction.atomic
def put_photo(*, product: Product, photo: Photo, position: int, by: User | None) -> bool:
    """Put a drawn picture at a place of a product, instead of the one that is there; tell whether it is new.

    A place beyond the last one is the next. One that the product has already, anywhere, changes nothing.

    Locks:  the product.
    Raises: TooManyPictures; then nothing is written.
    """
    product = lock_product(product)
    has = list(pictures_of(product.pk))
    if any(each.digest == photo.digest for each in has):
        return False
    if position > len(has):
        keep_photo(product=product, photo=photo, by=by)
        return True
    there = has[position - 1]
    alt = there.alt
    there.delete()
    _write(product, photo, position, alt)
    _record(product, "picture_replaced", {"place": position}, {"place": position}, by)
    return True


@transaction.atomic
def describe_picture(*, picture: ProductPicture, alt: str, by: User) -> ProductPicture:
    """Say what a picture shows, for readers who do not see it; nothing takes the words away.

    Locks:  the product.
    """
    product = lock_product(picture.product)
    if picture.alt != alt:
        _record(product, "picture_described", {"description": picture.alt}, {"description": alt}, by)
        picture.alt = alt
        picture.save(update_fields=["alt"])
    return picture


@transaction.atomic
def move_picture(*, picture: ProductPicture, position: int, by: User) -> None:
    """Put a picture at a place among those of its product, from 1; the others make room.

    Locks:  the product.
    """
    product = lock_product(picture.product)
    rows = list(pictures_of(product.pk))
    at = next((index for index, row in enumerate(rows) if row.pk == picture.pk), None)
    if at is None:  # removed meanwhile
        return
    wanted = min(max(position, 1), len(rows)) - 1
    rows.insert(wanted, rows.pop(at))
    if wanted != at:
        for place, row in enumerate(rows, 1):
            row.position = place
        ProductPicture.objects.bulk_update(rows, ["position"])
        _record(product, "picture_moved", {"place": at + 1}, {"place": wanted + 1}, by)


@transaction.atomic
def remove_picture(*, picture: ProductPicture, by: User) -> None:
    """Take a picture away from its product, in all its sizes; those behind it move up.

    Locks:  the product.
    """
    product = lock_product(picture.product)
    rows = list(pictures_of(product.pk))
    there = next((row for row in rows if row.pk == picture.pk), None)
    if there is not None:
        place = there.position
        there.delete()
        pictures_of(product.pk).filter(position__gt=place).update(position=F("position") - 1)
        _record(product, "picture_removed", {"pictures": len(rows)}, {"pictures": len(rows) - 1}, by)


def _write(product: Product, photo: Photo, position: int, alt: str) -> ProductPicture:
    kept = ProductPicture.objects.create(
        supplier_id=product.supplier_id,
        product=product,
        position=position,
        digest=photo.digest,
        width=photo.width,
        height=photo.height,
        alt=alt,
    )
    PictureFile.objects.bulk_create(
        PictureFile(supplier_id=product.supplier_id, picture=kept, size=size, content=content)
        for size, content in photo.files.items()
    )
    return kept


def _record(
    product: Product, verb: str, before: dict[str, Any], after: dict[str, Any], by: User | None
) -> None:
    record_change(
        organization_id=product.supplier_id,
        by=by,
        verb=verb,
        subject=product,
        subject_name=product.name,
        before=before,
        after=after,
    )
