"""What the pages share on which a buyer orders fast: who may, the shop's bar, and filling the cart from lines."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from orders.forms.filling import FillForm
from orders.queries.carts import priced_cart
from orders.queries.filling import FillLine, Wanted, fill_lines
from orders.services.filling import Filled, add_to_cart
from orders.views.places import customer_of
from orders.views.shopbar import shop_context
from orders.views.storefront import pending
from retailers.models import Customer
from wholesale.api.idempotency import is_first_submission
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import see_other

View = Callable[..., HttpResponse]


def ordering(current: str) -> Callable[[View], View]:
    """Let in whoever may order; hand on the customer and the bar of the shop, whose link `current` is.

    A customer that is not active sees that it is not, and changes nothing.
    """

    def wrap(view: View) -> View:
        @buying(Permission.PLACE_ORDERS)
        @wraps(view)
        def checked(request: ActingRequest, organization: str, supplier: str, **keys: Any) -> HttpResponse:
            customer = customer_of(request, supplier)
            context = shop_context(request, customer, current=current)
            if customer.is_active:
                return view(request, customer, context, **keys)
            response = pending(request, context)
            response.status_code = 403 if request.method == "POST" else 200
            return response

        return checked

    return wrap


def is_first(request: ActingRequest, form: Any, name: str) -> bool:
    """Tell whether a form is sent for the first time."""
    return is_first_submission(
        organization_id=request.acting.organization.pk, form=name, key=form.cleaned_data["form_key"]
    )


def fill_page(
    request: ActingRequest,
    context: dict[str, Any],
    form: FillForm,
    *,
    filled: Filled | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show lines beside what they cost and have left now, to be chosen for the cart."""
    counts = {
        "gone": sum(line.offer is None for line in form.lines),
        "short": sum(line.is_short for line in form.lines),
        "dearer": sum(line.is_dearer for line in form.lines),
        "cheaper": sum(line.is_cheaper for line in form.lines),
    }
    context |= {"form": form, "rows": form.rows(), "counts": counts, "filled": filled}
    if "cart" not in context:
        context["cart"] = priced_cart(context["customer"])
    return render(request, "orders/fill.html", context, status=status)


def show_lines(request: ActingRequest, context: dict[str, Any], wanted: Sequence[Wanted]) -> HttpResponse:
    """Show what is wanted, ticked as far as it can be had."""
    context["cart"] = priced_cart(context["customer"])
    return fill_page(request, context, FillForm(lines=fill_lines(context["cart"], wanted)))


def fill_cart(request: ActingRequest, context: dict[str, Any], wanted: Sequence[Wanted]) -> HttpResponse:
    """Put what is ticked into the cart and show the cart; what was refused stays on the page, named."""
    customer: Customer = context["customer"]
    lines = fill_lines(priced_cart(customer), wanted)
    form = FillForm(request.POST, lines=lines)
    if not form.is_valid():
        return fill_page(request, context, form, status=422)
    if not is_first(request, form, "fill"):
        return see_other(request, "orders:cart", **context["keys"])
    names = {line.product_id: line.name for line in lines}
    filled = add_to_cart(
        customer=customer, units_by_product=form.units_by_product, by=request.user, names=names
    )
    if not filled.refused:
        messages.success(request, put_words(filled))
        return see_other(request, "orders:cart", **context["keys"])
    return _what_is_left(request, context, lines, filled)


def put_words(filled: Filled) -> str:
    """Say how many products went into the cart."""
    words = ngettext("%(n)s product put into the cart.", "%(n)s products put into the cart.", len(filled.put))
    return words % {"n": len(filled.put)}


def _what_is_left(
    request: ActingRequest, context: dict[str, Any], lines: Sequence[FillLine], filled: Filled
) -> HttpResponse:
    """Show the same lines with the cart as it is now, and tick only what was refused."""
    context["cart"] = priced_cart(context["customer"])
    now = fill_lines(context["cart"], [line.wanted for line in lines])
    refused = {line.product_id: line.wanted_units for line in filled.refused if line.product_id}
    form = FillForm.of_refused(now, refused)
    return fill_page(request, context, form, filled=filled, status=200 if filled.put else 422)
