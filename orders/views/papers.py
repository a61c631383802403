"""An order as a file, for whoever sells or delivers it."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from orders.documents.papers import FORMATS
from orders.models import Order
from orders.queries.delivering import order_for_distributor
from orders.queries.selling import order_for_supplier
from orders.services.papers import paper_for_deliverer
from wholesale.organizations.access import ActingRequest, delivering, selling
from wholesale.organizations.roles import Permission


@require_safe
@selling(Permission.VIEW_ORDERS)
def selling_paper(request: ActingRequest, organization: str, number: int, as_format: str) -> FileResponse:
    """Download an order as whoever delivers it gets it."""
    return _file(request, order_for_supplier(request.acting, number), as_format)


@require_safe
@delivering(Permission.VIEW_ORDERS)
def delivering_paper(
    request: ActingRequest, organization: str, supplier: str, number: int, as_format: str
) -> FileResponse:
    """Download an order to deliver."""
    return _file(request, order_for_distributor(request.acting.organization, supplier, number), as_format)


def _file(request: ActingRequest, order: Order, as_format: str) -> FileResponse:
    if as_format not in FORMATS:
        raise Http404
    paper = paper_for_deliverer(order=order, as_format=as_format, by=request.user)
    content = BytesIO(paper.content)
    response = FileResponse(content, as_attachment=True, filename=paper.name, content_type=paper.kind)
    response["Cache-Control"] = "no-store"
    return response
