"""Orders on paper; and by mail and link, for distributors without an account (SPEC.md I1)."""

from io import BytesIO
from typing import Any, ClassVar

from django.http import FileResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api.sides import SEES_ORDERS, OfDistributor, OfSupplier, Seen
from orders.documents.papers import FORMATS, PDF_TYPE
from orders.enums import LinkEnd, ProblemKind, ReportKind
from orders.models import OrderLink
from orders.queries.links import link_for_supplier, mail_of_link
from orders.queries.reports import reports_of
from orders.services.links import revoke_link, send_link_again
from orders.services.papers import paper_for_deliverer
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission
from wholesale.sheets.writing import XLSX_TYPE

FILES = (PDF_TYPE, XLSX_TYPE)


class Paper(Seen):
    """An order as a file."""

    class Filters(serializers.Serializer[Any]):
        as_format = serializers.ChoiceField(FORMATS, default=FORMATS[0])

    def get(self, request: Request, **address: Any) -> Any:
        """Download an order as whoever delivers it gets it, as PDF or with `as_format=xlsx` as XLSX.

        Amounts stand on it only where the agreement lets the distributor see them. In the language that the call
        accepts.
        """
        acting = acting_of_call(request)
        as_format = filters_of(request, self.Filters)["as_format"]
        order = self.order(acting, **address)
        paper = paper_for_deliverer(order=order, as_format=as_format, by=acting.user)
        content = BytesIO(paper.content)
        return FileResponse(content, as_attachment=True, filename=paper.name, content_type=paper.kind)


class SellingPaperApi(Paper, OfSupplier, ApiView):
    """An order of the supplier as a file."""

    need = Need(Side.SELLING, SEES_ORDERS)
    files = FILES


class DeliveringPaperApi(Paper, OfDistributor, ApiView):
    """An order that the distributor delivers as a file."""

    need = Need(Side.DELIVERING, SEES_ORDERS)
    files = FILES


class LinkOutput(serializers.Serializer[Any]):
    """Where the link of an order stands; its secret is in the mail alone."""

    email = serializers.EmailField()
    language = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    is_open = serializers.BooleanField()
    end = serializers.ChoiceField([("", ""), *LinkEnd.choices], help_text="Why it opens nothing any more.")
    first_used_at = serializers.DateTimeField(
        allow_null=True, help_text="When the first report was made by it."
    )
    mail_sent_at = serializers.DateTimeField(allow_null=True)
    mail_delivered_at = serializers.DateTimeField(allow_null=True)
    mail_bounced_at = serializers.DateTimeField(allow_null=True)
    example: ClassVar = {
        "email": "depot@example.com",
        "language": "en",
        "created_at": "2026-11-20T09:12:00Z",
        "expires_at": "2026-12-08T08:00:00Z",
        "is_open": True,
        "end": "",
        "first_used_at": None,
        "mail_sent_at": "2026-11-20T09:12:02Z",
        "mail_delivered_at": "2026-11-20T09:12:05Z",
        "mail_bounced_at": None,
    }


class SellingLinkApi(OfSupplier, ApiView):
    """The link of an order that an external distributor delivers."""

    need = Need(Side.SELLING, SEES_ORDERS)
    Output = LinkOutput

    def get(self, request: Request, organization: str, number: int) -> Response:
        """Read where it stands; 404 for an order that was mailed to nobody."""
        return Response(link_shown(link_for_supplier(self.order(acting_of_call(request), number))))


class SellingLinkSendingApi(OfSupplier, ApiView):
    """Mailing an order once more."""

    need = Need(Side.SELLING, {"POST": Permission.CONFIRM_ORDERS})
    Output = LinkOutput

    @idempotent
    def post(self, request: Request, organization: str, number: int) -> Response:
        """Mail the order to its external distributor with a new link; that of earlier mails ends."""
        acting = acting_of_call(request)
        link = send_link_again(order=self.order(acting, number), by=acting.user)
        return Response(link_shown(link), status=201)


class SellingLinkRevocationApi(OfSupplier, ApiView):
    """Taking a link back."""

    need = Need(Side.SELLING, {"POST": Permission.CONFIRM_ORDERS})
    Output = LinkOutput

    @idempotent
    def post(self, request: Request, organization: str, number: int) -> Response:
        """Close the order's page to whoever holds its link; mails of changes go on, without one."""
        acting = acting_of_call(request)
        order = self.order(acting, number)
        link_for_supplier(order)
        revoke_link(order=order, by=acting.user)
        return Response(link_shown(link_for_supplier(order)), status=201)


class ReportOutput(serializers.Serializer[Any]):
    """What an external distributor said of an order."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=ReportKind.choices)
    problem = serializers.ChoiceField([("", ""), *ProblemKind.choices])
    received_by = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    has_photo = serializers.BooleanField()
    at = serializers.DateTimeField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a31",
        "kind": "delivered",
        "problem": "",
        "received_by": "Rosa M.",
        "note": "Two boxes at the bar",
        "has_photo": True,
        "at": "2026-11-24T10:41:00Z",
    }


class SellingReportsApi(OfSupplier, ApiView):
    """What was reported of an order by its link."""

    need = Need(Side.SELLING, SEES_ORDERS)
    is_list = True
    Output = ReportOutput

    def get(self, request: Request, organization: str, number: int) -> Response:
        """List the reports of an order, the newest first. Its status is the supplier's to change."""
        order = self.order(acting_of_call(request), number)
        columns = ("id", "kind", "problem", "received_by", "note", "photo_digest", "at")
        rows = reports_of(order).values(*columns)
        return paginated(request, rows, order=["-at", "-id"], shown=_reports_shown)


def _reports_shown(rows: Any) -> list[dict[str, Any]]:
    return [{**row, "has_photo": bool(row.pop("photo_digest"))} for row in rows]


def link_shown(link: OrderLink) -> dict[str, Any]:
    """Return a link as the API shows it."""
    mail = mail_of_link(link) or {}
    mails = {f"mail_{name}_at": mail.get(f"{name}_at") for name in ("sent", "delivered", "bounced")}
    values = {"is_open": link.is_open, "first_used_at": link.opened_at, **mails}
    for name in ("email", "language", "created_at", "expires_at", "end"):
        values[name] = getattr(link, name)
    return dict(LinkOutput(values).data)
