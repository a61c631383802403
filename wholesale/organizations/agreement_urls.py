"""Addresses of agreements, the same for both sides of the table."""

from typing import Any

from django.urls import URLPattern, path

from wholesale.organizations import converters  # noqa: F401
from wholesale.organizations.views import agreements, connections, contacts, modes, steps, switches


def _both(route: str, view: Any, name: str) -> list[URLPattern]:
    """Return the address of a page as the supplier's and as the distributor's."""
    return [
        path(
            f"<slug:organization>/selling/distributors/{route}",
            view,
            {"side": "selling"},
            f"agreement_{name}",
        ),
        path(
            f"<slug:organization>/delivering/suppliers/{route}",
            view,
            {"side": "delivering"},
            f"delivering_agreement_{name}",
        ),
    ]


_ONE = "<uuid:agreement_id>/"
_SELLING = "<slug:organization>/selling/distributors/"
_DELIVERING = "<slug:organization>/delivering/suppliers/"
urlpatterns = [
    *_both("", agreements.agreement_list, "list"),
    *_both("new/", agreements.agreement_create, "create"),
    path(
        f"{_SELLING}new/distributor/",
        agreements.distributor_create,
        {"side": "selling"},
        "distributor_create",
    ),
    *_both(_ONE, agreements.agreement_detail, "detail"),
    *_both(f"{_ONE}acceptance/", agreements.acceptance_create, "acceptance"),
    *_both(f"{_ONE}refusal/", agreements.refusal_create, "refusal"),
    *_both(f"{_ONE}withdrawal/", agreements.withdrawal_create, "withdrawal"),
    *_both(f"{_ONE}ending/", agreements.ending_create, "ending"),
    path(f"{_SELLING}{_ONE}orders-address/", contacts.orders_address_update, name="orders_address"),
    *_both(f"{_ONE}switches/<switch:switch>/grant/", switches.grant_create, "grant"),
    *_both(f"{_ONE}switches/<switch:switch>/withdrawal/", switches.grant_withdrawal, "grant_withdrawal"),
    *_both(f"{_ONE}switches/<switch:switch>/request/", switches.grant_request, "grant_request"),
    path(f"{_SELLING}{_ONE}steps/", steps.steps_update, {"side": "selling"}, "agreement_steps"),
    path(
        f"{_DELIVERING}{_ONE}step-proposals/",
        steps.step_proposal_create,
        {"side": "delivering"},
        "step_proposal_create",
    ),
    *(
        path(
            f"{side}{_ONE}step-proposals/<uuid:step_proposal>/{noun}/",
            view,
            {"side": of},
            f"step_proposal_{noun}",
        )
        for side, of, noun, view in (
            (_SELLING, "selling", "acceptance", steps.step_proposal_acceptance),
            (_SELLING, "selling", "refusal", steps.step_proposal_refusal),
            (_DELIVERING, "delivering", "withdrawal", steps.step_proposal_withdrawal),
        )
    ),
    *(
        path(f"{_SELLING}{_ONE}{route}/", view, {"side": "selling"}, f"agreement_{name}")
        for route, view, name in (
            ("mode", modes.mode_update, "mode"),
            ("account", modes.account_update, "account"),
            ("account/revocation", modes.account_revocation, "account_revocation"),
            ("connection", modes.connection_create, "connection"),
            ("connection/withdrawal", modes.connection_withdrawal, "connection_withdrawal"),
        )
    ),
    *(
        path(f"{_DELIVERING}connections/<uuid:connection_id>/{route}", view, name=name)
        for route, view, name in (
            ("", connections.connection_detail, "connection_detail"),
            ("acceptance/", connections.connection_acceptance, "connection_acceptance"),
            ("refusal/", connections.connection_refusal, "connection_refusal"),
        )
    ),
]
