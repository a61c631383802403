"""Mails of a request for access, to the supplier's people who decide and to whoever asked."""

from typing import Any

from django.urls import reverse

from invitations.models import AccessRequest
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations.queries import colleagues
from wholesale.organizations.roles import Permission
from wholesale.ui.context import resolved


def queue_waiting(request: AccessRequest, *, before: AccessRequest | None) -> None:
    """Ask the supplier's people who decide; the mail's links open a page, where a button decides.

    Args:
        before: the request of the same retailer that was rejected last, if there is one.
    """
    page = _page_of("invitations:customer_request", request)
    more = {
        "before": before,
        "action_url": f"{page}?decision=approve",
        "reject_url": f"{page}?decision=reject",
    }
    _tell_supplier(request, "request_waiting", _facts(request) | more)


def queue_steps_left(request: AccessRequest) -> None:
    """Tell the supplier's people who decide that a request is approved, and which steps are left (N9)."""
    more = {"by": request.decided_by_name, "action_url": _tour_of(request)}
    _tell_supplier(request, "request_steps", _facts(request) | more)


def queue_recognized(request: AccessRequest, *, may_order: bool) -> None:
    """Tell both that a retailer which asked is registered, as the supplier had its email (P7)."""
    more = {"may_order": may_order}
    url = _page_of("retailers:customer_detail", request) if may_order else _tour_of(request)
    _tell_supplier(request, "request_recognized", _facts(request) | more | {"action_url": url})
    queue_approved(request, may_order=may_order)


def queue_received(request: AccessRequest) -> None:
    """Confirm to whoever asked that the request has arrived."""
    _tell_requester(request, "request_received", {})


def queue_approved(request: AccessRequest, *, may_order: bool = False) -> None:
    """Tell whoever asked that they are let in, and whether they may order at once."""
    _tell_requester(request, "request_approved", {"may_order": may_order})


def queue_rejected(request: AccessRequest) -> None:
    """Tell whoever asked that the supplier declined, with what it wrote."""
    _tell_requester(request, "request_rejected", {"answer": request.answer})


def _tell_supplier(request: AccessRequest, name: str, context: dict[str, Any]) -> None:
    for person in colleagues(request.supplier_id, Permission.INVITE_CUSTOMERS):
        queue_email(
            organization_id=request.supplier_id,
            to=person.email,
            language=person.language,
            template=f"invitations/{name}",
            context=context | {"greeting_name": person.name, "time_zone": person.time_zone},
            key=f"request:{request.pk}:{name}:{person.pk}",
            reply_to=request.email,
        )


def _tell_requester(request: AccessRequest, name: str, context: dict[str, Any]) -> None:
    shared = {
        "supplier_name": request.supplier.name,
        "retailer_name": request.retailer.name,
        "greeting_name": request.person_name,
        "action_url": absolute(resolved(("invitations:own_requests",)) or "/"),
    }
    queue_email(
        organization_id=request.supplier_id,
        to=request.email,
        language=request.language,
        template=f"invitations/{name}",
        context=shared | context,
        key=f"request:{request.pk}:{name}",
        supplier=request.supplier,
        thread=f"request:{request.pk}",
    )


def _facts(request: AccessRequest) -> dict[str, Any]:
    return {"asked": request, "name": request.customer.private.display_name, "company": request.company}


def _page_of(name: str, request: AccessRequest) -> str:
    keys = {"organization": request.supplier.slug, "customer": request.customer_id}
    return absolute(reverse(name, kwargs=keys))


def _tour_of(request: AccessRequest) -> str:
    """Return where the guided steps begin; the customer's page until there are such."""
    keys = {"organization": request.supplier.slug, "customer": request.customer_id}
    return absolute(resolved(("invitations:tour", "retailers:customer_detail"), **keys))
