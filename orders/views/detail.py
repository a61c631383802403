"""What the three sides' pages of one order share: what they show, and taking the next step."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from orders.change_errors import OrderNotOpen
from orders.documents.papers import FORMATS
from orders.enums import SIDE_OF_HAT, Missing, Move, OrderSide, OrderStatus, may_change_quantities
from orders.forms.comments import CommentForm
from orders.forms.moves import MoveForm
from orders.models import DelivererReport, Order
from orders.queries import details
from orders.queries.changing import customer_of_order
from orders.queries.comments import may_comment
from orders.queries.external import external_of
from orders.queries.lots import lots_by_product, preparing_move
from orders.queries.reports import delivery_of
from orders.queries.timeline import Event, reasons_by_line, timeline_of
from orders.services.cut_off import check_open
from orders.services.progress import take_step
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest
from wholesale.organizations.enums import Side
from wholesale.organizations.queries import responsibilities
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import see_other


@dataclass(frozen=True, slots=True)
class Verb:
    """A button of the page: what it does, where it posts to, and whether it asks first."""

    move: Move
    url: str
    question: str


@dataclass(frozen=True, slots=True)
class Beside:
    """An order that this one follows, or that follows it, and where it is."""

    order: Order
    url: str


def render_order(
    request: ActingRequest,
    order: Order,
    *,
    error: str = "",
    status: int = 200,
    form: MoveForm | None = None,
    comment_form: CommentForm | None = None,
) -> HttpResponse:
    """Show an order to whoever acts, with the error of a step or a comment that was refused."""
    context = order_context(request, order) | {"error": error, "move_form": form}
    if may_comment(request.acting):
        context["comment_form"] = comment_form or CommentForm()
        context["comment_url"] = _comment_url(request, order)
    return render(request, "orders/order_detail.html", context, status=status)


def order_context(request: ActingRequest, order: Order) -> dict[str, Any]:
    """Return everything the page shows, amounts only where the side and the role may know them."""
    acting, side = request.acting, SIDE_OF_HAT[request.acting.side]
    closed = _closed_to(order, side)
    moves = [] if closed else details.moves_for(order, side, acting)
    turn = details.turn_for(order, side, moves)
    sees_amounts = details.sees_amounts(acting)
    proof = _proof_of(order)
    events = timeline_of(order)
    lines = details.lines_with_amounts(order) if sees_amounts else details.lines_without_amounts(order)
    shown = _with_reasons(_with_lots(order, lines, side), events)
    return {
        "order": order,
        "title": title_of(order, side),
        "lines": shown,
        "has_changed_lines": any(line["quantity_units"] != line["ordered_units"] for line in shown),
        "change_url": "" if closed else _change_url(request, order, side),
        "closed_note": closed,
        "lots_url": lots_url(request, order, side),
        "sees_amounts": sees_amounts,
        "taxes": details.taxes_of_order(order) if sees_amounts else [],
        "sees_handover": side != OrderSide.RETAILER,
        "beside": [Beside(each, order_url(request, each)) for each in details.followed_by(order)],
        "missing_choices": _missing_choices(order, turn),
        "events": events,
        "stages": details.stages_of(order),
        "turn": turn,
        "turn_url": move_url(request, order, turn.move) if turn and turn.move else "",
        "door_url": _door_url(request, order, turn),
        "verbs": [
            Verb(row.move, move_url(request, order, row.move), question_of(order, row.move))
            for row in moves
            if (turn is None or row.move != turn.move) and row.move != Move.FAIL
        ],
        "again_url": _again_url(request, order),
        "external": external_of(acting, order) if acting.side == Side.SELLING else None,
        "proof": proof,
        "proof_url": _proof_url(request, order, proof),
        "papers": _papers_of(request, order),
        "who_does_what": _who_does_what(order, side),
        "invite_url": _invite_url(request, order),
        "list_url": reverse(f"orders:{acting.side}_list", args=[acting.organization.slug]),
    }


def take_move(request: ActingRequest, order: Order, noun: str) -> HttpResponse:
    """Take the step that the address names, and show the order; refused, say why on the same page."""
    move, side = details.move_for(request.acting, noun), SIDE_OF_HAT[request.acting.side]
    form = MoveForm(request.POST)
    if not form.is_valid():
        return render_order(request, order, error=form.first_error, status=422, form=form)
    try:
        take_step(order=order, move=move, side=side, by=request.acting.user, **form.cleaned_data)
    except DomainError as error:
        return render_order(request, order, error=error.message, status=error.status, form=form)
    messages.success(request, done_text(order, move))
    return see_other(request, _after(request, order))


def _with_lots(order: Order, lines: Any, side: OrderSide) -> list[dict[str, Any]]:
    """Return the lines, for those who sell or deliver with the lots that were picked or have left."""
    if side == OrderSide.RETAILER:
        return list(lines)
    rows: list[dict[str, Any]] = list(details.tracked_lines(lines))
    lots = lots_by_product(order, rows)
    return [row | {"lots": lots.get(row["product_id"], [])} for row in rows]


def _with_reasons(lines: list[dict[str, Any]], events: list[Event]) -> list[dict[str, Any]]:
    """Return the lines, each with why there is more or less of it than was ordered."""
    reasons = reasons_by_line(events)
    return [line | {"reasons": reasons.get(line["id"], [])} for line in lines]


def _closed_to(order: Order, side: OrderSide) -> str:
    """Return why a retailer can no longer change an order that nobody has confirmed; asked of no other order."""
    if side != OrderSide.RETAILER or order.status != OrderStatus.SUBMITTED:
        return ""
    try:
        check_open(order, customer_of_order(order))
    except OrderNotOpen as error:
        return error.message
    return ""


def _change_url(request: ActingRequest, order: Order, side: OrderSide) -> str:
    """Return where this side changes the order; nothing for whoever may not, or not any more."""
    keys = _keys(request, order)
    if side == OrderSide.RETAILER:
        may = order.status == OrderStatus.SUBMITTED and request.acting.may(Permission.PLACE_ORDERS)
        return reverse("orders:order_change", kwargs=keys) if may else ""
    right = Permission.CONFIRM_ORDERS if side == OrderSide.SUPPLIER else Permission.PREPARE_ORDERS
    if not request.acting.may(right) or not may_change_quantities(order.status, side, order.owed_by):
        return ""
    return reverse(f"orders:{request.acting.side}_quantities", kwargs=keys)


def lots_url(request: ActingRequest, order: Order, side: OrderSide) -> str:
    """Return where the lots of an order are chosen; nothing for whoever does not prepare it now."""
    row = preparing_move(order, side)
    if row is None or not request.acting.may(row.permission_for(side)):
        return ""
    return reverse(f"orders:{request.acting.side}_lots", kwargs=_keys(request, order))


def _after(request: ActingRequest, order: Order) -> str:
    """Return where a step leads: back to the day's stops if it was taken there, else to the order."""
    if request.POST.get("next") == "today" and request.acting.side == Side.DELIVERING:
        return reverse("orders:delivering_today", args=[request.acting.organization.slug])
    return order_url(request, order)


def _missing_choices(order: Order, turn: details.Turn | None) -> list[tuple[str, str]]:
    """Return what may become of what is not there, where the next step ships an order and something waits."""
    ships = turn is not None and turn.move == Move.SHIP
    return [(each.value, str(each.label)) for each in Missing] if ships and order.has_backorder else []


def title_of(order: Order, side: OrderSide) -> str:
    """Return whom the order is with, seen from a side: the customer, or for a retailer the supplier."""
    if side == OrderSide.RETAILER:
        return order.supplier_name
    return str(getattr(order, "customer_name", "") or order.retailer_name)


def order_url(request: ActingRequest, order: Order) -> str:
    """Return where this side sees the order."""
    return reverse(f"orders:{request.acting.side}_detail", kwargs=_keys(request, order))


def _comment_url(request: ActingRequest, order: Order) -> str:
    """Return where this side posts a comment to."""
    return reverse(f"orders:{request.acting.side}_comment_create", kwargs=_keys(request, order))


def move_url(request: ActingRequest, order: Order, move: Move) -> str:
    """Return where this side posts a step to."""
    keys = _keys(request, order) | {"noun": move.noun}
    return reverse(f"orders:{request.acting.side}_move", kwargs=keys)


def _keys(request: ActingRequest, order: Order) -> dict[str, Any]:
    keys: dict[str, Any] = {"organization": request.acting.organization.slug, "number": order.number}
    if SIDE_OF_HAT[request.acting.side] != OrderSide.SUPPLIER:
        keys["supplier"] = order.supplier.slug
    return keys


def _door_url(request: ActingRequest, order: Order, turn: details.Turn | None) -> str:
    """Return where it is said what happened at the door, for whoever may deliver now."""
    if turn is None or turn.move != Move.DELIVER:
        return ""
    return reverse(f"orders:{request.acting.side}_door", kwargs=_keys(request, order))


def _invite_url(request: ActingRequest, order: Order) -> str:
    """Return where the supplier invites the customer that an order waits for."""
    if request.acting.side != Side.SELLING or not order.waits_for_registration:
        return ""
    return reverse("retailers:customer_detail", args=[request.acting.organization.slug, order.customer_id])


def _again_url(request: ActingRequest, order: Order) -> str:
    """Return where this can be ordered again; nothing for whoever may not order."""
    acting = request.acting
    if acting.side != Side.BUYING or not acting.may(Permission.PLACE_ORDERS):
        return ""
    return reverse("orders:order_again", kwargs=_keys(request, order))


def _proof_of(order: Order) -> DelivererReport | None:
    """Return what was reported of an order's delivery; asked only of one that may have been made."""
    if order.status not in (OrderStatus.SHIPPED, OrderStatus.DELIVERED):
        return None
    return delivery_of(order)


def _proof_url(request: ActingRequest, order: Order, proof: DelivererReport | None) -> str:
    """Return where this side sees the photo of a delivery; nothing where there is none."""
    if proof is None or not proof.photo_digest:
        return ""
    name = {Side.BUYING: "proof_photo", Side.SELLING: "report_photo", Side.DELIVERING: "delivering_photo"}
    keys = _keys(request, order) | {"report": proof.pk, "size": "large"}
    return reverse(f"orders:{name[request.acting.side]}", kwargs=keys)


def _papers_of(request: ActingRequest, order: Order) -> list[tuple[str, str]]:
    """Return (format, address) of the order as a file, for those who sell or deliver it."""
    if request.acting.side == Side.BUYING:
        return []
    name = f"orders:{request.acting.side}_paper"
    keys = _keys(request, order)
    return [(each.upper(), reverse(name, kwargs=keys | {"as_format": each})) for each in FORMATS]


def _who_does_what(order: Order, side: OrderSide) -> list[tuple[str, str]]:
    """Return each step with the name of who owes it; a retailer is not told the parties' arrangement."""
    if side == OrderSide.RETAILER:
        return []
    owed = responsibilities(order.supplier_id, order.distributor_id)
    return [(str(step.label), details.party_name(order, party)) for step, (party, _hours) in owed.items()]


def question_of(order: Order, move: Move) -> str:
    """Return what a step that ends the order asks once."""
    number = {"number": order.label}
    return {
        Move.DECLINE: _("Decline order %(number)s? Its stock is released and the retailer is told.") % number,
        Move.CANCEL: _("Cancel order %(number)s? Its stock is released and the others are told.") % number,
        Move.RETURN: _("Bring order %(number)s back whole? Its stock returns to the warehouse.") % number,
    }.get(move, "")


def done_text(order: Order, move: Move) -> str:
    """Return what the page says after a step."""
    number = {"number": order.label}
    return {
        Move.CONFIRM: _("Order %(number)s confirmed. The retailer is told."),
        Move.DECLINE: _("Order %(number)s declined. The retailer is told."),
        Move.CANCEL: _("Order %(number)s cancelled."),
        Move.PREPARE: _("Order %(number)s is being prepared."),
        Move.SHIP: _("Order %(number)s shipped. The retailer is told."),
        Move.DELIVER: _("Order %(number)s delivered."),
        Move.RETURN: _("Order %(number)s returned."),
    }[move] % number
