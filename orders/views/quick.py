"""Quick order: lines of SKU and quantity, pasted or in a file; and ordering again what was ordered (SPEC.md O1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders.forms.filling import QuickOrderForm
from orders.queries.assortment import currency_of
from orders.queries.buying import order_for_retailer
from orders.queries.carts import priced_cart
from orders.queries.filling import Wanted, wanted_of_order
from orders.services.filling import QuicklyFilled, order_quickly
from orders.views.ordering import fill_cart, is_first, ordering, put_words, show_lines
from retailers.models import Customer
from wholesale.organizations.access import ActingRequest
from wholesale.ui.replies import see_other


@require_http_methods(["GET", "HEAD", "POST"])
@ordering("quick")
def quick_order(request: ActingRequest, customer: Customer, context: dict[str, Any]) -> HttpResponse:
    """Put the lines that are right into the cart, and show the others with what is wrong, to be mended."""
    if request.method != "POST":
        return _page(request, context, QuickOrderForm())
    form = QuickOrderForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, context, form, status=422)
    if not is_first(request, form, "quick"):
        return see_other(request, "orders:quick_order", **context["keys"])
    done = order_quickly(customer=customer, lines=form.lines, by=request.user)
    if done.refused:
        typed = "\n".join(refused.line.text for refused in done.refused)
        left = QuickOrderForm(initial={"text": typed})
        return _page(request, context, left, done=done, status=200 if done.filled.put else 422)
    messages.success(request, put_words(done.filled))
    return see_other(request, "orders:quick_order", **context["keys"])


@require_safe
@ordering("orders")
def order_again(
    request: ActingRequest, customer: Customer, context: dict[str, Any], number: int
) -> HttpResponse:
    """Show what an order held beside what it costs and has left now."""
    return show_lines(request, context, _wanted(request, customer, context, number))


@require_POST
@ordering("orders")
def order_filling_create(
    request: ActingRequest, customer: Customer, context: dict[str, Any], number: int
) -> HttpResponse:
    """Put what is chosen of an order into the cart."""
    return fill_cart(request, context, _wanted(request, customer, context, number))


def _wanted(request: ActingRequest, customer: Customer, context: dict[str, Any], number: int) -> list[Wanted]:
    """Return what the order held, and put into the context what the page says of it."""
    order = order_for_retailer(request.acting.organization, customer.supplier.slug, number)
    keys = context["keys"] | {"number": number}
    context |= {
        "order": order,
        "title": _("Order %(number)s again") % {"number": order.label},
        "back_url": reverse("orders:buying_detail", kwargs=keys),
        "back_label": _("Order %(number)s") % {"number": order.label},
        "fill_url": reverse("orders:order_filling_create", kwargs=keys),
    }
    return wanted_of_order(order, currency=currency_of(customer))


def _page(
    request: ActingRequest,
    context: dict[str, Any],
    form: QuickOrderForm,
    *,
    done: QuicklyFilled | None = None,
    status: int = 200,
) -> HttpResponse:
    context |= {"form": form, "done": done, "cart": priced_cart(context["customer"])}
    return render(request, "orders/quick_order.html", context, status=status)
