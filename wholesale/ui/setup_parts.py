"""What the apps offer Setup, by URL name: its pages, and what a new company does first.

As in parts.py, a name that does not reverse (yet) is left out.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SetupGroup(Enum):
    """Under which heading a page of Setup stands, in this order; the value is the heading's anchor."""

    COMPANY = "company"
    TRADE = "trade"
    USERS = "users"
    RECORDS = "records"


@dataclass(frozen=True)
class SetupPart:
    """A page of Setup and what it is for; `side` where it belongs to one hat, whose name its address then holds."""

    label: Promise
    icon: str
    url_name: str
    permission: str
    text: Promise
    side: str = ""
    group: SetupGroup = SetupGroup.COMPANY


@dataclass(frozen=True)
class ChecklistPart:
    """A step of setting a company up; the app that its page belongs to says whether it is done."""

    label: Promise
    url_name: str
    verb: Promise
    permission: str
    is_done: str


GROUP_NAMES: dict[SetupGroup, Promise] = {
    SetupGroup.COMPANY: _("Company"),
    SetupGroup.TRADE: _("Trade"),
    SetupGroup.USERS: _("Users"),
    SetupGroup.RECORDS: _("Integrations and records"),
}
# Pages of Setup, as its first page lists them below their headings.
SETUP: tuple[SetupPart, ...] = (
    SetupPart(
        _("Company"),
        "building",
        "organizations:company_update",
        "manage_settings",
        _("Name, country, currency, time zone, brand colour, and what your company does."),
    ),
    SetupPart(
        _("Directory entry"),
        "building-store",
        "retailers:own_entry",
        "manage_settings",
        _("Name, address and phone, as every supplier sees them."),
        side="buying",
    ),
    SetupPart(
        _("Profile for your suppliers"),
        "id-badge-2",
        "retailers:profile",
        "",
        _("Contacts, ship-to and bill-to addresses, as the suppliers you buy from see them."),
        side="buying",
    ),
    SetupPart(
        _("Branding"),
        "mail",
        "invitations:branding",
        "manage_settings",
        _("Logo, colour, sender, and what your mails say in each language. Look at them as you type."),
        side="selling",
    ),
    SetupPart(
        _("Default terms"),
        "file-invoice",
        "catalogs:default_terms",
        "view_customers",
        _("Minimum order, payment terms, credit and delivery fee, unless a group or a retailer has its own."),
        side="selling",
        group=SetupGroup.TRADE,
    ),
    SetupPart(
        _("Taxes"),
        "file-invoice",
        "catalogs:tax_class_list",
        "view_products",
        _("Which taxes are charged where, by class of goods."),
        side="selling",
        group=SetupGroup.TRADE,
    ),
    SetupPart(
        _("Being found"),
        "search",
        "invitations:finding_update",
        "invite_customers",
        _("Whether retailers find you by name and ask for access."),
        side="selling",
    ),
    SetupPart(
        _("Delivery days"),
        "calendar-event",
        "retailers:schedule_update",
        "view_customers",
        _("When you deliver, until when one orders, closed days and public holidays."),
        side="selling",
        group=SetupGroup.TRADE,
    ),
    SetupPart(
        _("Time limits"),
        "clock",
        "organizations:step_limits_update",
        "manage_settings",
        _("When a step of an order is late, and when your admins are told."),
        side="selling",
        group=SetupGroup.TRADE,
    ),
    SetupPart(
        _("Calendar"),
        "calendar-event",
        "retailers:feed",
        "place_orders",
        _("Delivery days and order deadlines of your suppliers, in your own calendar."),
        side="buying",
        group=SetupGroup.TRADE,
    ),
    SetupPart(
        _("People"),
        "users",
        "organizations:person_list",
        "manage_people",
        _("Invite colleagues, give them roles, let them go."),
        group=SetupGroup.USERS,
    ),
    SetupPart(
        _("Roles"),
        "id-badge-2",
        "organizations:role_list",
        "",
        _("What each role may do."),
        group=SetupGroup.USERS,
    ),
    SetupPart(
        _("Invite customers"),
        "link",
        "invitations:invite_link",
        "invite_customers",
        _("One link and QR code by which retailers ask to buy from you; you approve each."),
        side="selling",
        group=SetupGroup.USERS,
    ),
    SetupPart(
        _("Test customers"),
        "user-check",
        "invitations:test_customer_list",
        "invite_customers",
        _("Walk the whole path yourself: accept, order, ship. No stock moves and nothing is counted."),
        side="selling",
        group=SetupGroup.USERS,
    ),
    SetupPart(
        _("Security"),
        "shield-lock",
        "organizations:security_update",
        "manage_settings",
        _("Ask everybody here for two-step sign-in."),
        group=SetupGroup.USERS,
    ),
    SetupPart(
        _("API tokens"),
        "key",
        "api:token_list",
        "manage_integrations",
        _("Let other software work with your data."),
        group=SetupGroup.RECORDS,
    ),
    SetupPart(
        _("Audit log"),
        "history",
        "audit:entry_list",
        "view_audit",
        _("Who changed what, from what, to what."),
        group=SetupGroup.RECORDS,
    ),
)

# What a new company does first, by side. `is_done` is the dotted path of `(organization_id) -> bool`.
CHECKLIST: dict[str, tuple[ChecklistPart, ...]] = {
    "selling": (
        ChecklistPart(
            _("Add products"),
            "catalogs:product_list",
            _("Add"),
            "manage_products",
            "catalogs.queries.has_products",
        ),
        ChecklistPart(
            _("Set prices"),
            "catalogs:product_list",
            _("Set"),
            "manage_products",
            "catalogs.queries.has_prices",
        ),
        ChecklistPart(
            _("Bring in customers"),
            "retailers:customer_search",
            _("Add"),
            "manage_customers",
            "retailers.queries.has_customers",
        ),
        ChecklistPart(
            _("Set delivery days"),
            "retailers:schedule_update",
            _("Set"),
            "manage_customers",
            "retailers.queries.has_schedule",
        ),
        ChecklistPart(
            _("See your store as a customer does"),
            "invitations:test_customer_list",
            _("Look"),
            "invite_customers",
            "retailers.queries.has_tried_its_store",
        ),
        ChecklistPart(
            _("Invite your customers"),
            "invitations:invite_link",
            _("Invite"),
            "invite_customers",
            "retailers.queries.has_invited_customers",
        ),
    ),
    "delivering": (
        ChecklistPart(
            _("Agree with a supplier"),
            "organizations:delivering_agreement_list",
            _("See"),
            "manage_agreements",
            "wholesale.organizations.queries.has_agreement_as_distributor",
        ),
        ChecklistPart(
            _("Invite colleagues"),
            "organizations:person_list",
            _("Invite"),
            "manage_people",
            "wholesale.organizations.queries.has_colleagues",
        ),
    ),
    "buying": (
        ChecklistPart(
            _("Put your company into the directory"),
            "retailers:own_entry",
            _("Open"),
            "manage_settings",
            "invitations.queries.finding.has_entry",
        ),
        ChecklistPart(
            _("Ask a supplier for access"),
            "invitations:supplier_search",
            _("Find"),
            "place_orders",
            "invitations.queries.finding.has_asked_or_buys",
        ),
        ChecklistPart(
            _("Invite colleagues"),
            "organizations:person_list",
            _("Invite"),
            "manage_people",
            "wholesale.organizations.queries.has_colleagues",
        ),
    ),
}
