"""The one table of who may do what (SPEC.md P3). Shown in Setup; templates ask it only to hide a button."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wholesale.organizations.enums import GuestLimit, MemberRole, Side


class Permission(models.TextChoices):
    """One right. What it covers is the same word on screen."""

    VIEW_CUSTOMERS = "view_customers", _("See retailers")
    VIEW_ALL_CUSTOMERS = "view_all_customers", _("See every retailer and its orders, not only assigned ones")
    MANAGE_CUSTOMERS = "manage_customers", _("Add, edit and assign retailers")
    MANAGE_PRICING_TERMS = (
        "manage_pricing_terms",
        _("Set price list, markup, minimum order and delivery fee of retailers"),
    )
    MANAGE_CREDIT_TERMS = (
        "manage_credit_terms",
        _("Set payment terms, credit and tax exemption of retailers, and put them on hold"),
    )
    INVITE_CUSTOMERS = "invite_customers", _("Invite retailers and decide on requests")
    VIEW_PRODUCTS = "view_products", _("See products and prices")
    MANAGE_PRODUCTS = "manage_products", _("Edit products and prices")
    MANAGE_TAXES = "manage_taxes", _("Set tax classes and their rates")
    VIEW_STOCK = "view_stock", _("See stock")
    MANAGE_STOCK = "manage_stock", _("Receive and adjust stock")
    TRANSFER_STOCK = "transfer_stock", _("Send and receive transfers")
    VIEW_ORDERS = "view_orders", _("See orders")
    CONFIRM_ORDERS = "confirm_orders", _("Confirm, decline and cancel orders")
    PREPARE_ORDERS = "prepare_orders", _("Prepare and ship orders")
    DELIVER_ORDERS = "deliver_orders", _("Deliver orders")
    PLAN_ROUTES = "plan_routes", _("Plan routes and move delivery days")
    PLACE_ORDERS = "place_orders", pgettext_lazy("verb", "Order")
    VIEW_AMOUNTS = "view_amounts", _("See what orders cost")
    VIEW_AGREEMENTS = "view_agreements", _("See agreements")
    MANAGE_AGREEMENTS = "manage_agreements", _("Propose, accept and change agreements")
    MANAGE_PEOPLE = "manage_people", _("Invite colleagues and change roles")
    MANAGE_SETTINGS = "manage_settings", _("Change company settings")
    MANAGE_INTEGRATIONS = "manage_integrations", _("Make API tokens")
    VIEW_AUDIT = "view_audit", _("See the audit log")


P = Permission
_SEES_SELLING = frozenset(
    {P.VIEW_CUSTOMERS, P.VIEW_PRODUCTS, P.VIEW_STOCK, P.VIEW_ORDERS, P.VIEW_AMOUNTS, P.VIEW_AGREEMENTS}
)
_RUNS_COMPANY = frozenset({P.MANAGE_PEOPLE, P.MANAGE_SETTINGS, P.MANAGE_INTEGRATIONS, P.VIEW_AUDIT})
_MOVES_STOCK = frozenset({P.VIEW_STOCK, P.MANAGE_STOCK, P.TRANSFER_STOCK})
_CARRIES_ORDERS = frozenset({P.VIEW_ORDERS, P.PREPARE_ORDERS, P.DELIVER_ORDERS})
_SELLING: dict[MemberRole, frozenset[Permission]] = {
    MemberRole.ADMIN: frozenset(P),
    MemberRole.PROCUREMENT: _SEES_SELLING
    | {P.VIEW_ALL_CUSTOMERS, P.MANAGE_CUSTOMERS, P.MANAGE_PRICING_TERMS, P.INVITE_CUSTOMERS}
    | {P.MANAGE_PRODUCTS, P.CONFIRM_ORDERS, P.PLACE_ORDERS},
    MemberRole.SALES: _SEES_SELLING | {P.MANAGE_CUSTOMERS, P.CONFIRM_ORDERS, P.PLACE_ORDERS},
    MemberRole.WAREHOUSE: _MOVES_STOCK
    | {P.VIEW_ALL_CUSTOMERS, P.VIEW_PRODUCTS, P.VIEW_ORDERS, P.PREPARE_ORDERS, P.PLAN_ROUTES},
    MemberRole.ACCOUNTING: _SEES_SELLING
    | {P.VIEW_ALL_CUSTOMERS, P.MANAGE_PRICING_TERMS, P.MANAGE_CREDIT_TERMS, P.MANAGE_TAXES},
    MemberRole.VIEWER: _SEES_SELLING | {P.VIEW_ALL_CUSTOMERS},
}
_DISPATCHES = _MOVES_STOCK | _CARRIES_ORDERS | {P.CONFIRM_ORDERS, P.PLAN_ROUTES}
_DELIVERING: dict[MemberRole, frozenset[Permission]] = {
    MemberRole.ADMIN: _DISPATCHES | _RUNS_COMPANY | {P.VIEW_AGREEMENTS, P.MANAGE_AGREEMENTS},
    MemberRole.DISPATCHER: _DISPATCHES | {P.VIEW_AGREEMENTS},
    MemberRole.DRIVER: frozenset({P.VIEW_ORDERS, P.DELIVER_ORDERS}),
}
_BUYS = frozenset({P.VIEW_PRODUCTS, P.VIEW_ORDERS, P.VIEW_AMOUNTS, P.PLACE_ORDERS})
_BUYING: dict[MemberRole, frozenset[Permission]] = {
    MemberRole.ADMIN: _BUYS | _RUNS_COMPANY,
    MemberRole.BUYER: _BUYS,
    MemberRole.BOOKKEEPER: frozenset({P.VIEW_ORDERS, P.VIEW_AMOUNTS}),
}
# A guest works inside one supplier's account, which keeps people and settings to itself (I1). Of the agreement it
# grants what is its own to grant and proposes steps (I6); views and database keep the rest of it from guests.
_GUESTS_MAY = _DISPATCHES | {P.VIEW_AGREEMENTS, P.MANAGE_AGREEMENTS}
_WITHIN: dict[GuestLimit, frozenset[Permission]] = {
    GuestLimit.NONE: frozenset(P),
    GuestLimit.NO_STOCK: frozenset(P) - {P.MANAGE_STOCK, P.TRANSFER_STOCK},
    GuestLimit.READ_ONLY: frozenset({P.VIEW_ORDERS, P.VIEW_STOCK, P.VIEW_AGREEMENTS}),
}
GRANTS: dict[Side, dict[MemberRole, frozenset[Permission]]] = {
    Side.SELLING: _SELLING,
    Side.DELIVERING: _DELIVERING,
    Side.BUYING: _BUYING,
}


def permissions_of(side: Side, role: str) -> frozenset[Permission]:
    """Return what a role may do under a hat; empty where the role does not belong to it."""
    return GRANTS[side].get(MemberRole(role), frozenset())


def sees_assigned_only(side: Side, role: str) -> bool:
    """Tell whether a role sees no retailers of a supplier but those that its person represents, nor their orders.

    Of the role, not of a token's narrower rights: a token sees what whoever it acts as sees.
    """
    return side == Side.SELLING and Permission.VIEW_ALL_CUSTOMERS not in permissions_of(side, role)


def guest_permissions_of(role: str, limit: str = GuestLimit.NONE) -> frozenset[Permission]:
    """Return what a distributor's person may do as a guest in a supplier's account, within what it keeps back."""
    return permissions_of(Side.DELIVERING, role) & _GUESTS_MAY & _WITHIN[GuestLimit(limit)]


def roles_of(side: Side) -> list[MemberRole]:
    """Return the roles that exist under a hat."""
    return list(GRANTS[side])


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who may do what under one hat: `rows` are rights with one tick or gap per role."""

    side: Side
    roles: list[MemberRole]
    rows: list[tuple[Permission, list[bool]]]


def matrix(side: Side) -> Matrix:
    """Return the table of a hat as Setup shows it; a right that nobody has there is left out."""
    roles = roles_of(side)
    rows = [(right, [right in GRANTS[side][role] for role in roles]) for right in Permission]
    return Matrix(side, roles, [(right, ticks) for right, ticks in rows if any(ticks)])
