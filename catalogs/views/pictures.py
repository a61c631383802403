"""Pictures of products: what each looks like, and putting, describing, ordering and removing them."""

import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from catalogs import queries, services
from catalogs.forms.pictures import DescriptionForm, PicturesForm, PlaceForm
from catalogs.limits import count_pictures
from catalogs.models import Product
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import is_fragment, reply, see_other

WEBP = "image/webp"
# Of whoever asked alone, and for ever: other pixels have another address.
kept = cache_control(private=True, max_age=31_536_000, immutable=True)
# A transaction that waits for longer is ended, so a person with hostile files sends the rest again.
SECONDS_AT_ONCE = 12


@require_safe
@selling(Permission.VIEW_PRODUCTS)
@kept
def picture(request: ActingRequest, organization: str, digest: str, size: str) -> HttpResponse:
    return webp(queries.file_for_supplier(request.acting.organization, digest, size))


@require_safe
@buying(Permission.VIEW_PRODUCTS)
@kept
def shown_picture(
    request: ActingRequest, organization: str, supplier: str, digest: str, size: str
) -> HttpResponse:
    return webp(queries.file_for_buyer(request.acting.organization, supplier, digest, size))


def webp(content: bytes) -> HttpResponse:
    """Answer a picture that is shown here and nowhere else."""
    response = HttpResponse(content, content_type=WEBP)
    response["Content-Disposition"] = 'inline; filename="picture.webp"'
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def product_pictures(request: ActingRequest, organization: str, product_id: UUID) -> HttpResponse:
    product = queries.product_for_supplier(request.acting.organization, product_id)
    return _page(request, product, PicturesForm())


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def picture_create(request: ActingRequest, organization: str, product_id: UUID) -> HttpResponse:
    product = queries.product_for_supplier(request.acting.organization, product_id)
    form = PicturesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, product, form, status=422)
    added, refused = _add(request, product, form.contents())
    if added:
        words = ngettext("%(n)s picture was added.", "%(n)s pictures were added.", added)
        messages.success(request, words % {"n": added})
    if refused:
        return _page(request, product, PicturesForm(), refused=refused, status=200 if added else 422)
    return _changed(request, product)


def _add(
    request: ActingRequest, product: Product, files: list[tuple[str, bytes]]
) -> tuple[int, list[tuple[str, str]]]:
    """Add each file by itself: one that is refused does not keep the others out. Return how many, and why not."""
    refused, until = [], time.monotonic() + SECONDS_AT_ONCE
    for name, content in files:
        try:
            if time.monotonic() > until:
                refused.append((name, _("There was no time left for it. Send it once more.")))
                continue
            count_pictures(product.supplier_id)
            services.add_picture(product=product, content=content, by=request.user)
        except DomainError as error:
            refused.append((name, error.message))
    return len(files) - len(refused), refused


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def picture_update(
    request: ActingRequest, organization: str, product_id: UUID, picture_id: UUID
) -> HttpResponse:
    product = queries.product_for_supplier(request.acting.organization, product_id)
    found = queries.picture_for_supplier(product, picture_id)
    form = DescriptionForm(request.POST)
    if not form.is_valid():
        wrong = {"picture": found.pk, "text": request.POST.get("alt", ""), "errors": form.errors["alt"]}
        return _page(request, product, PicturesForm(), wrong=wrong, status=422)
    services.describe_picture(picture=found, alt=form.words(), by=request.user)
    messages.success(request, _("Saved."))
    return _changed(request, product)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def picture_position_create(
    request: ActingRequest, organization: str, product_id: UUID, picture_id: UUID
) -> HttpResponse:
    product = queries.product_for_supplier(request.acting.organization, product_id)
    found, form = queries.picture_for_supplier(product, picture_id), PlaceForm(request.POST)
    if form.is_valid():
        services.move_picture(picture=found, position=form.cleaned_data["position"], by=request.user)
    return _changed(request, product)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def picture_deletion_create(
    request: ActingRequest, organization: str, product_id: UUID, picture_id: UUID
) -> HttpResponse:
    product = queries.product_for_supplier(request.acting.organization, product_id)
    services.remove_picture(picture=queries.picture_for_supplier(product, picture_id), by=request.user)
    messages.success(request, _("The picture is gone."))
    return _changed(request, product)


def _changed(request: ActingRequest, product: Product) -> HttpResponse:
    """Show the pictures as they are now; without htmx on the product's page."""
    if is_fragment(request):
        return _page(request, product, PicturesForm())
    return see_other(request, "catalogs:product_detail", request.acting.organization.slug, product.pk)


def _page(
    request: ActingRequest, product: Product, form: PicturesForm, *, status: int = 200, **said: Any
) -> HttpResponse:
    context = {
        "product": product,
        "pictures": list(queries.pictures_of(product.pk)),
        "form": form,
        "most": services.MOST_PICTURES,
        "can_edit": request.acting.may(Permission.MANAGE_PRODUCTS),
    }
    page, fragment = "catalogs/product_pictures.html", "catalogs/_product_pictures.html"
    return reply(request, page=page, fragment=fragment, context=context | said, status=status)
