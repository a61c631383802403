"""What the apps offer the screen, by URL name: menus, tabs, home cards, bulk verbs, search groups.

A page that shows several apps' parts asks this table and loads each part from that app's own URL. A name that
does not reverse (yet) is left out, so a row may be written before its page.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Side = Literal["selling", "delivering", "buying"]
SIDES: tuple[Side, ...] = ("selling", "delivering", "buying")

SIDE_NAMES: dict[str, Promise] = {
    "selling": pgettext_lazy("hat", "Selling"),
    "delivering": pgettext_lazy("hat", "Delivering"),
    "buying": pgettext_lazy("hat", "Buying"),
}


# Dotted path of `(request) -> int`: unread messages of the inbox.
UNREAD = "wholesale.notifications.queries.unread_count"
INBOX = "notifications:message_list"
HELP = "ui:help"


@dataclass(frozen=True)
class Part:
    """A piece of a page that another app serves: its title, its URL name, who sees it."""

    key: str
    label: Promise
    url_name: str
    permission: str = ""
    icon: str = ""


# Tabs of an object's page, by object: kwargs of the page's own URL are handed on.
TABS: dict[str, tuple[Part, ...]] = {
    "customer": (
        Part("overview", _("Overview"), "retailers:customer_detail"),
        Part("terms", _("Terms"), "catalogs:customer_terms"),
        Part("prices", _("Prices"), "catalogs:customer_prices"),
        Part("schedule", _("Delivery schedule"), "retailers:customer_schedule"),
        Part("catalogs", _("Catalogs"), "catalogs:customer_catalogs"),
        Part("orders", _("Orders"), "orders:customer_orders", "view_orders"),
        Part("invitations", _("Invitations"), "invitations:customer_invitations"),
        Part("activity", _("Activity"), "retailers:customer_activity"),
    ),
    "group": (
        Part("overview", _("Overview"), "retailers:group_detail"),
        Part("terms", _("Terms"), "catalogs:group_terms"),
        Part("schedule", _("Delivery schedule"), "retailers:group_schedule"),
        Part("catalogs", _("Catalogs"), "catalogs:group_catalogs"),
    ),
}


@dataclass(frozen=True)
class Bar:
    """What stands above all pages of an object while it has something to say.

    Args:
        found_by: dotted path of `(request, thing)`, which returns what the template shows; nothing, where none is.
        template: takes it as `bar`, and the object as `thing`.
    """

    found_by: str
    template: str


BARS: dict[str, tuple[Bar, ...]] = {
    "customer": (Bar("invitations.queries.bar_of", "invitations/_tour_bar.html"),),
}

# What hangs on an agreement: dotted path of `(acting, agreement)`, which returns counts and where their lists are.
AGREEMENT_FACTS = "orders.queries.agreements.facts_of"

# Cards of a product's page, and the service `(*, supplier, product, units, by)` that takes the stock typed
# with a new product.
PRODUCT_PARTS: tuple[Part, ...] = (
    Part("pictures", _("Pictures"), "catalogs:product_pictures", "view_products"),
    Part("prices", _("Prices"), "catalogs:product_prices", "view_products"),
    Part("stock", _("Stock"), "inventory:product_stock", "view_stock"),
    Part("customers", _("Why can a customer not order it?"), "orders:product_customers", "view_customers"),
    Part("movements", _("Movements"), "inventory:product_movements", "view_stock"),
)
FIRST_STOCK = "inventory.services.receive_first_stock"

# Cards among a company's people, by side; each takes the company, and answers nothing where it has nothing to say.
PEOPLE_PARTS: dict[str, tuple[Part, ...]] = {
    "buying": (Part("proposed", _("Proposed by suppliers"), "invitations:buyer_proposal_list"),),
}

# What else a change of prices would do, beside what it does to customers.
PRICE_CHANGE_PARTS: tuple[Part, ...] = (
    Part("carts", _("Open carts"), "orders:price_change_carts", "view_customers"),
)

# Cards beside a customer's terms.
TERMS_PARTS: tuple[Part, ...] = (Part("credit", _("Credit"), "orders:customer_credit", "view_amounts"),)


@dataclass(frozen=True)
class BulkVerb:
    """What can be done with many rows at once.

    Args:
        service: dotted path of `(*, supplier, customer_ids, choice, by)`, which returns whom it skipped, and why.
        options: dotted path of `(supplier) -> [(id, name)]`, of which one is chosen; empty where the verb has a
            form of its own, or needs none.
    """

    key: str
    label: Promise
    service: str
    permission: str
    icon: str
    options: str = ""

    @property
    def is_common(self) -> bool:
        """Tell whether it stands in the bar itself."""
        return self.key in BULK_COMMON


_MANY, _RIGHT = "retailers.services.verbs", "manage_customers"
BULK: dict[str, BulkVerb] = {
    "invite": BulkVerb(
        "invite", _("Invite"), "invitations.services.many.invite", "invite_customers", "mail-plus"
    ),
    "group": BulkVerb("group", _("Add to group"), f"{_MANY}.group", _RIGHT, "users-group"),
    "label": BulkVerb("label", _("Add label"), f"{_MANY}.label", _RIGHT, "tag"),
    "catalog": BulkVerb(
        "catalog",
        _("Share a catalog"),
        "catalogs.services.many.share",
        _RIGHT,
        "tags",
        options="catalogs.queries.catalogs.catalog_choices",
    ),
    "distributor": BulkVerb("distributor", _("Assign distributor"), f"{_MANY}.distributor", _RIGHT, "truck"),
    "representative": BulkVerb(
        "representative", _("Assign representative"), f"{_MANY}.representative", _RIGHT, "user"
    ),
    "ungroup": BulkVerb("ungroup", _("Remove from group"), f"{_MANY}.ungroup", _RIGHT, "users-group"),
    "unlabel": BulkVerb("unlabel", _("Remove label"), f"{_MANY}.unlabel", _RIGHT, "tag"),
    "activate": BulkVerb("activate", _("Activate"), f"{_MANY}.activate", _RIGHT, "bolt"),
    "deactivate": BulkVerb("deactivate", _("Deactivate"), f"{_MANY}.deactivate", _RIGHT, "player-pause"),
}
# Those that stand in the bar itself; the others are under More.
BULK_COMMON = frozenset({"invite", "group", "label", "distributor"})

# Cards of a side's home, loaded after it.
_CHECKLIST_CARD = Part("checklist", _("Set up your company"), "organizations:checklist", "manage_settings")
HOME_CARDS: dict[str, tuple[Part, ...]] = {
    "selling": (
        _CHECKLIST_CARD,
        Part("requests", _("Requests"), "invitations:request_card", "invite_customers"),
        Part("tours", _("Retailers to set up"), "invitations:tour_card", "view_customers"),
        Part("funnel", _("Retailers on their way"), "retailers:customer_funnel", "view_customers"),
        Part(
            "corrections", _("Proposed corrections"), "retailers:selling_correction_card", "manage_customers"
        ),
    ),
    "delivering": (_CHECKLIST_CARD,),
    "buying": (
        Part("corrections", _("Proposed corrections"), "retailers:buying_correction_card", "manage_settings"),
        Part("buyers", _("Proposed buyers"), "invitations:buyer_proposal_card", "manage_people"),
    ),
}

# Lists that the search on top looks through: each takes `?q=` and shows its rows in `#list`.
SEARCH: dict[str, tuple[Part, ...]] = {
    "selling": (
        Part("customers", _("Retailers"), "retailers:customer_list"),
        Part("orders", _("Orders"), "orders:selling_list"),
        Part("products", _("Products"), "catalogs:product_list"),
    ),
    "delivering": (Part("orders", _("Orders"), "orders:delivering_list"),),
    "buying": (
        Part("orders", _("Orders"), "orders:buying_list"),
        Part("suppliers", _("Suppliers"), "orders:supplier_list"),
    ),
}

# The person's own menu: label, icon, URL names (the first that exists).
ACCOUNT_MENU: tuple[tuple[Promise, str, tuple[str, ...]], ...] = (
    (_("Your account"), "user", ("accounts:profile", "accounts:preferences")),
    (_("Email addresses"), "mail", ("account_email",)),
    (_("Password"), "key", ("account_change_password",)),
    (_("Two-step sign-in"), "shield-lock", ("mfa_index",)),
    (_("Devices signed in"), "device-desktop", ("usersessions_list",)),
)
