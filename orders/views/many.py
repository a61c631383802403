"""One step for many orders chosen in a list, the supplier's and the distributor's (SPEC.md O8)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from orders.enums import SIDE_OF_HAT, Move
from orders.errors import TooManyOrders
from orders.forms.many import ManyMoveForm, versions_in
from orders.models import Order
from orders.queries.many import chosen_orders, many_move_for, many_moves
from orders.services.many import Outcome, Remark, take_steps
from orders.views.detail import order_url, title_of
from wholesale.api.idempotency import is_first_submission
from wholesale.organizations.access import ActingRequest, delivering, selling
from wholesale.organizations.roles import Permission

_ICONS = {
    Move.CONFIRM: "circle-check",
    Move.PREPARE: "packages",
    Move.SHIP: "truck",
    Move.DELIVER: "truck-delivery",
    Move.DECLINE: "circle-x",
    Move.CANCEL: "circle-x",
}
_COMMON = frozenset({Move.CONFIRM, Move.PREPARE, Move.SHIP, Move.DELIVER})


@dataclass(frozen=True, slots=True)
class ManyVerb:
    """A button over a list of orders."""

    move: Move
    url: str

    @property
    def label(self) -> str:
        """Return its words."""
        return str(self.move.label)

    @property
    def icon(self) -> str:
        """Return the name of its icon."""
        return _ICONS[self.move]

    @property
    def is_common(self) -> bool:
        """Tell whether it stands beside the menu, not in it."""
        return self.move in _COMMON


def verbs_of(request: ActingRequest) -> list[ManyVerb]:
    """Return the buttons that this person gets over the list of their side."""
    return [_verb(request, move) for move in many_moves(request.acting)]


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.VIEW_ORDERS)
def selling_many(request: ActingRequest, organization: str, noun: str) -> HttpResponse:
    """Ask once, and take the chosen orders of the supplier through a step."""
    return _many(request, noun)


@require_http_methods(["GET", "HEAD", "POST"])
@delivering(Permission.VIEW_ORDERS)
def delivering_many(request: ActingRequest, organization: str, noun: str) -> HttpResponse:
    """Ask once, and take the chosen orders of the distributor through a step."""
    return _many(request, noun)


def _many(request: ActingRequest, noun: str) -> HttpResponse:
    move = many_move_for(request.acting, noun)
    is_post = request.method == "POST"
    versions = versions_in(request.POST if is_post else request.GET)
    orders = chosen_orders(request.acting, list(versions))
    form = ManyMoveForm(request.POST if is_post else None, move=move)
    status = 200
    if is_post:
        status = 422
        if orders and form.is_valid():
            try:
                return _done(request, move, orders, form)
            except TooManyOrders as error:
                form.add_error(None, error.message)
    context = {"verb": _verb(request, move), "form": form, "count": len(orders), "back": _list_url(request)}
    context |= {"carried": _carried(orders, versions), "orders": _named(request, orders)}
    return render(request, "orders/order_many.html", context, status=status)


def _done(request: ActingRequest, move: Move, orders: list[Order], form: ManyMoveForm) -> HttpResponse:
    """Take the steps, once for each form; say what was done, and name what was left with the reason."""
    key = {"organization_id": request.acting.organization.pk, "key": form.cleaned_data["form_key"]}
    if not is_first_submission(form="order_many", **key):
        messages.info(request, _("This was sent already. The list shows where the orders stand."))
        return redirect(_list_url(request))
    versions = {pk: version for pk, version in versions_in(request.POST).items() if version is not None}
    outcomes = take_steps(
        orders=orders,
        versions=versions,
        move=move,
        side=SIDE_OF_HAT[request.acting.side],
        by=request.acting.user,
        remark=Remark(form.cleaned_data["note"], form.of_missing),
    )
    return _told(request, move, outcomes)


def _told(request: ActingRequest, move: Move, outcomes: list[Outcome]) -> HttpResponse:
    refused = [each for each in outcomes if each.error]
    count = len(outcomes) - len(refused)
    words = ngettext("%(verb)s: %(n)s order is done.", "%(verb)s: %(n)s orders are done.", count)
    said = words % {"verb": move.label, "n": count}
    if not refused:
        messages.success(request, said)
        return redirect(_list_url(request))
    names = _named(request, [each.order for each in refused])
    rows = [
        (name, url, each.error.message if each.error else "")
        for (name, url), each in zip(names, refused, strict=True)
    ]
    context = {
        "verb": _verb(request, move),
        "said": said if count else "",
        "rows": rows,
        "back": _list_url(request),
    }
    return render(request, "orders/order_many_done.html", context, status=200 if count else 409)


def _named(request: ActingRequest, orders: list[Order]) -> list[tuple[str, str]]:
    side = SIDE_OF_HAT[request.acting.side]
    return [(f"{each.label} · {title_of(each, side)}", order_url(request, each)) for each in orders]


def _carried(orders: list[Order], versions: dict[Any, int | None]) -> list[tuple[str, str]]:
    return [("order", f"{each.pk}:{versions[each.pk] or ''}") for each in orders]


def _verb(request: ActingRequest, move: Move) -> ManyVerb:
    keys = {"organization": request.acting.organization.slug, "noun": move.noun}
    return ManyVerb(move, reverse(f"orders:{request.acting.side}_many", kwargs=keys))


def _list_url(request: ActingRequest) -> str:
    return reverse(f"orders:{request.acting.side}_list", args=[request.acting.organization.slug])
