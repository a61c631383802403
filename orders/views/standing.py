"""Standing lists: a retailer's own, shared by its buyers; put into the cart whole or in part (SPEC.md O1)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders.errors import ListChangedMeanwhile, ListRefused
from orders.forms.standing import StandingListForm
from orders.models import StandingList
from orders.numbering import number_typed
from orders.queries.assortment import currency_of
from orders.queries.buying import order_for_retailer
from orders.queries.carts import priced_cart
from orders.queries.filling import Wanted, added_up, wanted_of_cart, wanted_of_order, wanted_of_typed
from orders.queries.standing import (
    ORDER,
    favourites_of,
    standing_list_for_buyer,
    standing_lists_of,
    wanted_of_list,
)
from orders.services.standing import (
    create_standing_list,
    delete_standing_list,
    edit_standing_list,
    with_more,
    with_quantities,
)
from orders.views.ordering import fill_cart, is_first, ordering, show_lines
from retailers.models import Customer
from wholesale.organizations.access import ActingRequest
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import see_other

CART = "cart"  # what a list is made from, instead of the number of an order


@require_safe
@ordering("lists")
def standing_lists(request: ActingRequest, customer: Customer, context: dict[str, Any]) -> HttpResponse:
    """Show the favourites and every list of this retailer's at the supplier."""
    lists = standing_lists_of(customer).order_by(*ORDER)
    context |= {
        "favourites": favourites_of(customer).count(),
        "page": keyset_page(lists, order=ORDER, cursor=request.GET.get("cursor", "")),
        "cart": priced_cart(customer),
    }
    return render(request, "orders/standing_lists.html", context)


@require_safe
@ordering("lists")
def standing_list(
    request: ActingRequest, customer: Customer, context: dict[str, Any], standing_list: UUID
) -> HttpResponse:
    """Show a list beside what its products cost and have left now."""
    return show_lines(request, context, _wanted(customer, context, standing_list))


@require_POST
@ordering("lists")
def standing_filling_create(
    request: ActingRequest, customer: Customer, context: dict[str, Any], standing_list: UUID
) -> HttpResponse:
    """Put what is chosen of a list into the cart."""
    return fill_cart(request, context, _wanted(customer, context, standing_list))


@require_http_methods(["GET", "HEAD", "POST"])
@ordering("lists")
def standing_list_create(request: ActingRequest, customer: Customer, context: dict[str, Any]) -> HttpResponse:
    """Make a list: of typed lines, of the cart, or of an order."""
    context |= {"source": request.GET.get("from", ""), "wanted": _source(request, customer)}
    if request.method != "POST":
        return _form_page(request, context, StandingListForm())
    form = StandingListForm(request.POST)
    lines = _with_added(customer, form, context["wanted"]) if form.is_valid() else None
    if lines is None:
        return _form_page(request, context, form, status=422)
    if not is_first(request, form, "standing list"):
        return see_other(request, "orders:standing_lists", **context["keys"])
    try:
        made = create_standing_list(
            customer=customer, name=form.cleaned_data["name"], lines=lines, by=request.user
        )
    except ListRefused as error:
        return _refused(request, context, form, error)
    messages.success(request, _("The list %(name)s is made.") % {"name": made})
    return see_other(request, _url(context, made.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@ordering("lists")
def standing_list_update(
    request: ActingRequest, customer: Customer, context: dict[str, Any], standing_list: UUID
) -> HttpResponse:
    """Change a list's name, its quantities and what is on it."""
    found = standing_list_for_buyer(customer, standing_list)
    lines = wanted_of_list(found)
    context |= {"standing_list": found, "back_url": _url(context, found.pk)}
    if request.method != "POST":
        initial = {"name": found.name, "version": found.version}
        return _form_page(request, context, StandingListForm(lines=lines, initial=initial))
    form = StandingListForm(request.POST, lines=lines)
    wanted = _edited(customer, form, lines) if form.is_valid() else None
    if wanted is None:
        return _form_page(request, context, form, status=422)
    return _save(request, context, form, wanted)


@require_POST
@ordering("lists")
def standing_deletion_create(
    request: ActingRequest, customer: Customer, context: dict[str, Any], standing_list: UUID
) -> HttpResponse:
    """Delete a list."""
    found = standing_list_for_buyer(customer, standing_list)
    delete_standing_list(standing_list=found, by=request.user)
    messages.success(request, _("The list %(name)s is deleted.") % {"name": found})
    return see_other(request, "orders:standing_lists", **context["keys"])


def _wanted(customer: Customer, context: dict[str, Any], list_id: UUID) -> list[Wanted]:
    """Return what is on a list, and put into the context what the page says of it."""
    found = standing_list_for_buyer(customer, list_id)
    keys = context["keys"] | {"standing_list": found.pk}
    context |= {
        "standing_list": found,
        "title": found.name,
        "back_url": reverse("orders:standing_lists", kwargs=context["keys"]),
        "back_label": _("Lists"),
        "fill_url": reverse("orders:standing_filling_create", kwargs=keys),
    }
    return wanted_of_list(found)


def _source(request: ActingRequest, customer: Customer) -> list[Wanted]:
    """Return what a new list begins with: the cart's or an order's lines, as the address says."""
    source = request.GET.get("from", "")
    if source == CART:
        return wanted_of_cart(priced_cart(customer))
    number = number_typed(source)
    if number is None:
        return []
    order = order_for_retailer(request.acting.organization, customer.supplier.slug, number)
    return wanted_of_order(order, currency=currency_of(customer))


def _with_added(customer: Customer, form: StandingListForm, lines: list[Wanted]) -> list[Wanted] | None:
    """Return lines with those that were typed; None where one of these cannot be read, which the form then says."""
    asked, reasons = wanted_of_typed(customer, form.added)
    form.refuse_lines(reasons)
    return None if reasons else with_more(lines, added_up(asked.values()))


def _edited(customer: Customer, form: StandingListForm, lines: list[Wanted]) -> list[Wanted] | None:
    return _with_added(customer, form, with_quantities(lines, form.units_by_product))


def _save(
    request: ActingRequest, context: dict[str, Any], form: StandingListForm, wanted: list[Wanted]
) -> HttpResponse:
    """Write the list; somebody else's change is told, and nothing typed is lost."""
    found: StandingList = context["standing_list"]
    data = form.cleaned_data
    try:
        edit_standing_list(
            standing_list=found,
            name=data["name"],
            lines=wanted,
            version=data["version"] or 0,
            by=request.user,
        )
    except ListRefused as error:
        return _refused(request, context, form, error)
    except ListChangedMeanwhile as error:
        form.rebase(found.version)
        return _form_page(request, context | {"stale": error.message}, form, status=409)
    messages.success(request, _("Saved."))
    return see_other(request, context["back_url"])


def _refused(
    request: ActingRequest, context: dict[str, Any], form: StandingListForm, error: ListRefused
) -> HttpResponse:
    form.add_error("name" if error.field == "name" else "more", error.message)
    return _form_page(request, context, form, status=422)


def _form_page(
    request: ActingRequest, context: dict[str, Any], form: StandingListForm, *, status: int = 200
) -> HttpResponse:
    context |= {"form": form, "rows": form.rows()}
    return render(request, "orders/standing_form.html", context, status=status)


def _url(context: dict[str, Any], list_id: UUID) -> str:
    return reverse("orders:standing_list", kwargs=context["keys"] | {"standing_list": list_id})
