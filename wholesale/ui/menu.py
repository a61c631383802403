"""The menus of the sides, and where the switcher leads: rows of parts.py's kind, by URL name."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MenuItem:
    """One line of a side's menu.

    Args:
        url_names: the page's URL name; of several the first that exists.
        permission: who lacks it does not see the line; empty means every member.
        badge: dotted path of a function `(request) -> int` in a `queries` module, counted with
            the page; it says how many things wait there.
        on_phone: whether it stands in the bottom bar.
        also: URL name of a list whose pages stand under this line too.
    """

    label: Promise
    icon: str
    url_names: tuple[str, ...]
    permission: str = ""
    badge: str = ""
    on_phone: bool = False
    children: tuple["MenuItem", ...] = ()
    also: str = ""


# Orders whose step this company owes and is late with (SPEC.md O12).
OVERDUE = "orders.queries.overdue.overdue_count"

MENU: dict[str, tuple[MenuItem, ...]] = {
    "selling": (
        MenuItem(_("Home"), "home", ("orders:selling_home",), on_phone=True),
        MenuItem(
            _("Orders"),
            "receipt",
            ("orders:selling_list",),
            badge=OVERDUE,
            on_phone=True,
            children=(
                MenuItem(_("All orders"), "", ("orders:selling_list",), "view_orders"),
                MenuItem(_("Deliveries"), "", ("orders:selling_today",), "view_orders"),
                MenuItem(_("Routes"), "", ("orders:selling_route_list",), "plan_routes"),
            ),
        ),
        MenuItem(_("Retailers"), "building-store", ("retailers:customer_list",), on_phone=True),
        MenuItem(
            _("Catalogs"),
            "tags",
            ("catalogs:product_list",),
            children=(
                MenuItem(_("Products"), "", ("catalogs:product_list",)),
                MenuItem(_("Catalogs"), "", ("catalogs:catalog_list",)),
                MenuItem(
                    _("Price lists"), "", ("catalogs:price_list_list",), also="catalogs:price_change_list"
                ),
                MenuItem(_("Stores"), "", ("catalogs:store_list",)),
                MenuItem(
                    _("Price & availability"),
                    "",
                    ("catalogs:availability_list", "inventory:availability_list"),
                ),
            ),
        ),
        MenuItem(
            _("Inventory"),
            "packages",
            ("inventory:stock_list",),
            on_phone=True,
            children=(
                MenuItem(_("Stock"), "", ("inventory:stock_list",)),
                MenuItem(_("Transfers"), "", ("inventory:transfer_list",)),
                MenuItem(_("Stock takes"), "", ("inventory:take_list",)),
                MenuItem(_("Warehouses"), "", ("inventory:warehouse_list",), "manage_stock"),
            ),
        ),
        MenuItem(_("Distributors"), "truck", ("organizations:agreement_list",)),
        MenuItem(_("Invoices"), "file-invoice", ("orders:selling_invoice_list",)),
        MenuItem(_("Reports"), "chart-bar", ("orders:report_list",)),
        MenuItem(_("Setup"), "settings", ("organizations:setup",)),
    ),
    "delivering": (
        MenuItem(_("Today"), "calendar-event", ("orders:delivering_today",), on_phone=True),
        MenuItem(_("Orders"), "receipt", ("orders:delivering_list",), badge=OVERDUE, on_phone=True),
        MenuItem(_("Routes"), "route", ("orders:delivering_route_list",), "plan_routes"),
        MenuItem(
            _("Inventory"),
            "packages",
            ("inventory:delivering_stock_list",),
            on_phone=True,
            children=(
                MenuItem(_("Stock"), "", ("inventory:delivering_stock_list",)),
                MenuItem(_("Stock takes"), "", ("inventory:delivering_take_list",), "view_stock"),
            ),
        ),
        MenuItem(_("Transfers"), "arrows-exchange", ("inventory:delivering_transfer_list",), on_phone=True),
        MenuItem(_("Suppliers"), "building-factory", ("organizations:delivering_agreement_list",)),
        MenuItem(_("Setup"), "settings", ("organizations:setup",)),
    ),
    "buying": (
        MenuItem(_("Home"), "home", ("orders:buying_home",), on_phone=True),
        MenuItem(_("Shop"), "building-store", ("orders:supplier_list",), on_phone=True),
        MenuItem(_("Suppliers"), "building-factory", ("invitations:supplier_search",), "place_orders"),
        MenuItem(_("Invitations"), "mail", ("invitations:company_invitation_list",), "place_orders"),
        MenuItem(_("Carts"), "shopping-cart", ("orders:cart_list",), on_phone=True),
        MenuItem(_("Orders"), "receipt", ("orders:buying_list",), on_phone=True),
        MenuItem(_("Invoices"), "file-invoice", ("orders:buying_invoice_list",)),
        MenuItem(_("Setup"), "settings", ("organizations:setup",)),
    ),
}

# Where the switcher leads: the first that exists.
HOMES: dict[str, tuple[str, ...]] = {
    side: (*(name for item in items for name in item.url_names), "organizations:setup")
    for side, items in MENU.items()
}
