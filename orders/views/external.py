"""The supplier's side of an order that goes to an external distributor: its link, and what was reported by it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from orders.forms.moves import MoveForm
from orders.queries.buying import order_for_retailer
from orders.queries.delivering import order_for_distributor
from orders.queries.external import may_follow
from orders.queries.reports import photo_of, report_of
from orders.queries.selling import order_for_supplier
from orders.services.links import revoke_link, send_link_again
from orders.services.reporting import follow_report
from orders.views.detail import order_url, render_order
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying, delivering, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import see_other

# Of whoever asked alone, and for ever: a report never changes.
kept = cache_control(private=True, max_age=31_536_000, immutable=True)


@require_POST
@selling(Permission.CONFIRM_ORDERS)
def link_sending(request: ActingRequest, organization: str, number: int) -> HttpResponse:
    """Mail the order to its external distributor once more, with a new link."""
    order = order_for_supplier(request.acting, number)
    try:
        link = send_link_again(order=order, by=request.user)
    except DomainError as error:
        return render_order(request, order, error=error.message, status=error.status)
    messages.success(
        request, _("Order %(n)s is on its way to %(to)s.") % {"n": order.label, "to": link.email}
    )
    return see_other(request, order_url(request, order))


@require_POST
@selling(Permission.CONFIRM_ORDERS)
def link_revocation(request: ActingRequest, organization: str, number: int) -> HttpResponse:
    """Close the page of the order to whoever holds its link."""
    order = order_for_supplier(request.acting, number)
    revoke_link(order=order, by=request.user)
    messages.success(request, _("The link opens nothing any more."))
    return see_other(request, order_url(request, order))


@require_POST
@selling(Permission.VIEW_ORDERS)
def report_following(request: ActingRequest, organization: str, number: int, report: UUID) -> HttpResponse:
    """Move the order to where a report says that it is."""
    order = order_for_supplier(request.acting, number)
    said, form = report_of(order, report), MoveForm(request.POST)
    if not may_follow(request.acting, order, said):
        raise PermissionDenied
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        order = follow_report(order=order, report=said, by=request.user, version=version)
    except DomainError as error:
        return render_order(request, order, error=error.message, status=error.status)
    said_now = {"n": order.label, "status": order.get_status_display().lower()}
    messages.success(request, _("Order %(n)s is %(status)s now.") % said_now)
    return see_other(request, order_url(request, order))


@require_safe
@selling(Permission.VIEW_ORDERS)
@kept
def report_photo(
    request: ActingRequest, organization: str, number: int, report: UUID, size: str
) -> HttpResponse:
    """Show the photo that came with a report."""
    return _webp(photo_of(order_for_supplier(request.acting, number), report, size))


@require_safe
@buying(Permission.VIEW_ORDERS)
@kept
def proof_photo(
    request: ActingRequest, organization: str, supplier: str, number: int, report: UUID, size: str
) -> HttpResponse:
    """Show the photo of a delivery to whoever it was made to."""
    return _webp(photo_of(order_for_retailer(request.acting.organization, supplier, number), report, size))


@require_safe
@delivering(Permission.VIEW_ORDERS)
@kept
def delivering_photo(
    request: ActingRequest, organization: str, supplier: str, number: int, report: UUID, size: str
) -> HttpResponse:
    """Show the photo of a delivery to whoever made it."""
    return _webp(photo_of(order_for_distributor(request.acting.organization, supplier, number), report, size))


def _webp(content: bytes) -> HttpResponse:
    """Answer a photo that is shown here and nowhere else."""
    response = HttpResponse(content, content_type="image/webp")
    response["Content-Disposition"] = 'inline; filename="photo.webp"'
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
