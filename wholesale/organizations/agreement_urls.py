"""Addresses of agreements, the same for both sides of the table."""

from typing import Any

from django.urls import URLPattern, path

from wholesale.organizations.views import agreements


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
    path(f"{_SELLING}{_ONE}steps/", agreements.steps_update, {"side": "selling"}, "agreement_steps"),
    path(
        f"{_DELIVERING}{_ONE}inventory-grant/",
        agreements.inventory_grant_create,
        {"side": "delivering"},
        "agreement_inventory_grant",
    ),
    path(
        f"{_DELIVERING}{_ONE}inventory-grant/withdrawal/",
        agreements.inventory_grant_withdrawal,
        {"side": "delivering"},
        "agreement_inventory_grant_withdrawal",
    ),
]
