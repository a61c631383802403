"""Comments on an order, from the page of each side (SPEC.md O11)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orders.enums import SIDE_OF_HAT
from orders.forms.comments import CommentForm
from orders.models import Order
from orders.queries.buying import order_for_retailer
from orders.queries.comments import may_comment
from orders.queries.delivering import order_for_distributor
from orders.queries.selling import order_for_supplier
from orders.services.comments import add_comment, add_internal_comment
from orders.views.detail import order_url, render_order
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying, delivering, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import see_other


@require_POST
@selling(Permission.VIEW_ORDERS)
def selling_comment_create(request: ActingRequest, organization: str, number: int) -> HttpResponse:
    """Say something about the supplier's order."""
    return _add(request, order_for_supplier(request.acting, number))


@require_POST
@delivering(Permission.VIEW_ORDERS)
def delivering_comment_create(
    request: ActingRequest, organization: str, supplier: str, number: int
) -> HttpResponse:
    """Say something about an order to deliver."""
    return _add(request, order_for_distributor(request.acting.organization, supplier, number))


@require_POST
@buying(Permission.VIEW_ORDERS)
def buying_comment_create(
    request: ActingRequest, organization: str, supplier: str, number: int
) -> HttpResponse:
    """Say something about the retailer's order."""
    return _add(request, order_for_retailer(request.acting.organization, supplier, number))


def _add(request: ActingRequest, order: Order) -> HttpResponse:
    if not may_comment(request.acting):
        raise PermissionDenied
    form = CommentForm(request.POST)
    if not form.is_valid():
        return render_order(request, order, comment_form=form, status=422)
    add = add_internal_comment if form.cleaned_data["internal"] else add_comment
    try:
        add(
            order=order,
            side=SIDE_OF_HAT[request.acting.side],
            by=request.acting.user,
            text=form.cleaned_data["text"],
            submission_key=form.cleaned_data["form_key"],
        )
    except DomainError as error:
        form.add_error("text", error.message)
        return render_order(request, order, comment_form=form, status=error.status)
    messages.success(request, _("Your comment is kept."))
    return see_other(request, f"{order_url(request, order)}#timeline")
