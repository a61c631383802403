"""What the help page of each side tells, shortest way first (SOURCE_RULES.md 000-22).

As in parts.py, a page whose name does not reverse (yet), or that the reader may not open, is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """One question: what to do, step by step, and the page where it is done.

    Args:
        key: its anchor, by which a page links to it.
        more: what the page's address takes beside company and side.
        permission: who lacks it is not told.
    """

    key: str
    title: Promise
    url_name: str
    permission: str
    steps: tuple[Promise, ...]
    more: Mapping[str, str] = field(default_factory=dict)


_ORDERS_FOLLOWED = Topic(
    "orders",
    _("Whose turn is an order?"),
    "orders:selling_list",
    "view_orders",
    (
        _("Every open order names its next step, who owes it and until when."),
        _("What your company owes and has not done in time is marked Overdue, in the menu and in the list."),
        _("Who owes which step is written in the agreement with the distributor."),
    ),
)

HELP: dict[str, tuple[Topic, ...]] = {
    "selling": (
        Topic(
            "add-retailer",
            _("How do I add a retailer?"),
            "retailers:customer_search",
            "manage_customers",
            (
                _(
                    "Type its name, its street number, or the whole email or phone: all suppliers share one directory."
                ),
                _("Compare the address, choose it, say who delivers, and send the connection request."),
                _("It is not there? The last line creates it. Look at the likely duplicates before you do."),
                _("Create sends nothing; Create and invite also sends the invitation."),
            ),
        ),
        Topic(
            "import",
            _("How do I bring in many at once?"),
            "sheets:import_create",
            "manage_customers",
            (
                _("Download the sample file, fill it in, choose it. XLSX and CSV both work."),
                _("Say which column is which where we could not tell."),
                _("Look at the verdict of each row. Nothing is written until you confirm."),
                _("Refused rows come back as a file with the reasons; mend it and import it again."),
            ),
            {"kind": "customers"},
        ),
        Topic(
            "invite",
            _("How do I invite retailers?"),
            "invitations:invitation_list",
            "view_customers",
            (
                _(
                    "One by one: Invite on its page. Many: choose them under Retailers, by a filter too, then Invite."
                ),
                _(
                    "The mail has a link that can be accepted once, for some days. Resend or withdraw it in the list."
                ),
                _("The list says sent, delivered, opened, bounced, accepted or expired."),
                _("Mail comes back? The retailer is marked. Correct its email, then invite again."),
            ),
        ),
        Topic(
            "link",
            _("How do retailers come in by themselves?"),
            "invitations:invite_link",
            "invite_customers",
            (
                _(
                    "Share your invite link, or print its QR code. A tag for each poster says which one works."
                ),
                _("A visitor proves an email by six digits, tells about the business, and asks."),
                _(
                    "Whoever has an account may also find you by name; Being found, in Setup, switches that off."
                ),
                _("Nobody orders before you approve and activate."),
            ),
        ),
        Topic(
            "requests",
            _("What do I do with a request?"),
            "invitations:request_list",
            "view_customers",
            (
                _(
                    "Requests lists who waits. Open one, read it, and approve or reject it, with a message if you like."
                ),
                _("Approved is not active yet. Three steps follow: activate, price list, days of service."),
                _("The steps can be left and gone on with: see Retailers to set up."),
                _("The retailer gets a mail with your answer, and one when it can start buying."),
            ),
        ),
        Topic(
            "branding",
            _("How do my mails look like mine?"),
            "invitations:branding",
            "manage_settings",
            (
                _("Put in a logo and a colour; your mails, your shop and your link's pages carry them."),
                _("Write subject, text and signature for each language. The preview follows as you type."),
                _("Send me a test sends the mail to you and to nobody else."),
            ),
        ),
        Topic(
            "status",
            _("What do the statuses mean?"),
            "retailers:customer_list",
            "view_customers",
            (
                _("Requested: it asked for access. Rejected: you declined."),
                _("Prospect: you created it and have not invited it. Invited: it has not registered yet."),
                _("Registered: it has accepted. Has ordered: it has ordered from you at least once."),
                _(
                    "Only an active customer can order; an inactive one sees your name, no products and no prices."
                ),
            ),
        ),
        Topic(
            "groups",
            _("How do groups and labels differ?"),
            "retailers:group_list",
            "view_customers",
            (
                _("A group carries settings: price list, minimum order, payment terms, delivery days."),
                _(
                    "The nearest setting wins: the customer's own, then its groups in their order, then your default."
                ),
                _("A label is a free word, to search and to filter by, and to choose many at once."),
            ),
        ),
        Topic(
            "schedule",
            _("How do delivery days work?"),
            "retailers:schedule_update",
            "manage_customers",
            (
                _("A line says the first day, the deadline before it, and every how many weeks."),
                _("Holidays and closed days are skipped. Deadlines count in your time zone."),
                _("A customer's own days replace those of its group, and these your default."),
            ),
        ),
        _ORDERS_FOLLOWED,
    ),
    "delivering": (
        Topic(
            "today",
            _("How does my day work?"),
            "orders:delivering_today",
            "view_orders",
            (
                _("Today shows the stops of the day, each with the next step and a button for it."),
                _("Prepared, shipped, delivered: the supplier and the retailer see it at once."),
            ),
        ),
        Topic(
            "transfers",
            _("How does stock reach my warehouse?"),
            "inventory:delivering_transfer_list",
            "view_stock",
            (
                _("A supplier sends a transfer; it is in transit until you count and receive it."),
                _("What is missing or broken stands in the same document, and both sides see it."),
            ),
        ),
    ),
    "buying": (
        Topic(
            "order",
            _("How do I order?"),
            "orders:supplier_list",
            "place_orders",
            (
                _("Choose a supplier, put cases into the cart, choose one of the delivery days, submit."),
                _("The cart is kept and shared with your colleagues, on every device."),
                _("You see who has the next step of each order, and until when."),
            ),
        ),
        Topic(
            "again",
            _("How do I order the same again?"),
            "orders:buying_list",
            "place_orders",
            (
                _("Open a past order and press Order again: you see what is gone, dearer or cheaper first."),
                _("In a supplier's shop, Lists keeps what you order often; a star makes a favourite."),
                _("Quick order takes SKUs and quantities, pasted or in a file."),
            ),
        ),
        Topic(
            "suppliers",
            _("How do I get another supplier?"),
            "invitations:supplier_search",
            "place_orders",
            (
                _("Type its name under Suppliers, and ask for access; a word about your place helps."),
                _("It decides, then activates you. Each time you get a mail, and its shop opens."),
                _("Not every supplier is found by name: with its invite link or QR code you ask it too."),
            ),
        ),
        Topic(
            "invited",
            _("A supplier has invited me. What now?"),
            "invitations:company_invitation_list",
            "place_orders",
            (
                _("Open the button in the mail, or accept here. You need no second account."),
                _("Several companies? Choose which one accepts."),
                _(
                    "A further buyer that a supplier proposes joins only when your admin agrees, under People."
                ),
            ),
        ),
        Topic(
            "entry",
            _("Who sees what of my company?"),
            "retailers:own_entry",
            "manage_settings",
            (
                _(
                    "Every supplier sees name, address, phone and industry, as you write them in the directory."
                ),
                _("Only suppliers that you are connected with see your contacts and ship-to addresses."),
                _("No supplier sees your prices at, or orders from, another one."),
            ),
        ),
    ),
}
