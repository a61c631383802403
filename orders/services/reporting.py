"""What an external distributor reports of an order by its link, and the supplier moving the order accordingly (I1)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from orders import emails
from orders.enums import REPORTED, Move, OrderSide, ReportKind
from orders.link_errors import LinkUnusable, OrderClosed, TooManyProblems
from orders.models import DelivererReport, Order, OrderEvent, OrderLink, ReportPhoto
from orders.queries.links import EXPIRED, FoundLink
from orders.queries.reports import MOST_PROBLEMS, reports_of, said_before
from orders.reported import moves_to, note_of
from orders.services.progress import take_step
from wholesale.accounts.models import User
from wholesale.files.pictures import Photo, drawn_photo
from wholesale.tenancy.contexts import act_for

KEPT_SIZES = ("large", "small")


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed on the page; the photo as it came, which nobody trusts."""

    kind: ReportKind
    problem: str = ""
    received_by: str = ""
    note: str = ""
    photo: bytes | None = None


@transaction.atomic
def report_by_link(*, link: FoundLink, said: Said, submission_key: UUID) -> DelivererReport:
    """Write down what whoever holds a link says of its order; the status stays until the supplier moves it.

    Runs in the link's context. A second call with the same key returns the first one's report, and so does a second
    pick-up or delivery of the same order: what is said once is not said again.

    Args:
        submission_key: of the form.
    Locks:  the order.
    Emails: the supplier's people whose step it is, after commit.
    Raises: PictureRefused, LinkUnusable, OrderClosed, TooManyProblems; then nothing is written.
    Source: SPEC.md I1; DATA.md 00 (GET never acts), 5.2.
    """
    photo = drawn_photo(said.photo) if said.photo else None
    order = _locked(link)
    if before := said_before(order, said.kind, link.link_id, submission_key):
        return before
    if not order.is_open:
        raise OrderClosed(order)
    if said.kind == ReportKind.PROBLEM and reports_of(order).filter(kind=said.kind).count() >= MOST_PROBLEMS:
        raise TooManyProblems
    report = _write(link, said, photo, submission_key)
    _heard(order, report, link.link_id)
    return report


@transaction.atomic
def follow_report(*, order: Order, report: DelivererReport, by: User, version: int | None = None) -> Order:
    """Take an order, step by step, to where a report says that it is: shipped or delivered; as its supplier.

    Locks:  the order, then its stock in key order.
    Emails: as `take_step`, of each step.
    Raises: StaleVersion, InvalidTransition, NotAllowed; then nothing is written.
    Source: SPEC.md I1 ("the supplier updates statuses"), O7.
    """
    for move in moves_to(order.status, report.kind):
        note = note_of(report) if move == Move.DELIVER else ""
        order = take_step(order=order, move=move, side=OrderSide.SUPPLIER, by=by, version=version, note=note)
        version = None
    return order


def _locked(link: FoundLink) -> Order:
    """Lock the order of a link that opens it at this moment."""
    with act_for(link.supplier_id, by=None):
        order = Order.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=link.order_id)
        row = OrderLink.objects.get(pk=link.link_id)
    if not row.is_open:
        raise LinkUnusable(row.end or EXPIRED)
    return order


def _write(link: FoundLink, said: Said, photo: Photo | None, submission_key: UUID) -> DelivererReport:
    report = DelivererReport.objects.create(
        supplier_id=link.supplier_id,
        distributor_id=link.distributor_id,
        order_id=link.order_id,
        link_id=link.link_id,
        kind=said.kind,
        problem=said.problem,
        received_by=said.received_by,
        note=said.note,
        photo_digest=photo.digest if photo else "",
        submission_key=submission_key,
    )
    keys = {"supplier_id": link.supplier_id, "order_id": link.order_id, "report": report}
    if photo:
        ReportPhoto.objects.bulk_create(
            ReportPhoto(size=size, content=photo.files[size], **keys) for size in KEPT_SIZES
        )
    return report


def _heard(order: Order, report: DelivererReport, link_id: UUID) -> None:
    """Put a report into the order's timeline and tell the supplier; as the supplier, nobody acting."""
    with act_for(order.supplier_id, by=None):
        OrderLink.objects.filter(pk=link_id).update(opened_at=Coalesce("opened_at", timezone.now()))
        order.version += 1
        order.save(update_fields=["version"])
        OrderEvent.objects.create(
            supplier_id=order.supplier_id,
            retailer_id=order.retailer_id,
            distributor_id=order.distributor_id,
            order_id=order.pk,
            sequence=order.version,
            kind=f"{REPORTED}{report.kind}",
            status_before=order.status,
            status_after=order.status,
            by_name="",
            by_side=OrderSide.DISTRIBUTOR,
            note=note_of(report),
            at=report.at,
        )
        emails.queue_reported(order, report, emails.supplier_readers_of_step(order))
