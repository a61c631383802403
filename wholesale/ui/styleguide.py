"""Every component and state on one page, for development: what tests look at with axe, what builders copy."""

from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from wholesale.ui import menu, parts
from wholesale.ui.context import Frame, Link, Seat
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.grid import Cell, Kind
from wholesale.ui.paging import Page

ORGANIZATION = SimpleNamespace(
    pk=1, name="Northgate Brewing", slug="northgate", country="CA", brand_color="#87400f"
)
BADGES = {"Orders": 7}
STATUSES = (
    ("Requested", "violet", False),
    ("Rejected", "bad", True),
    ("Prospect", "idle", True),
    ("Invited", "info", True),
    ("Registered", "info", False),
    ("Has ordered", "ok", False),
    ("On hold", "warn", False),
    ("Inactive", "idle", False),
    ("Overdue", "bad", False),
)
ROWS = (
    ("Cormoran", "Bar Le Cormoran", "Montréal", "Has ordered", "ok", Decimal("1842.10")),
    ("Brass Heron", "The Brass Heron Public House", "Pointe-Claire", "Has ordered", "ok", Decimal(2310)),
    ("Ombrelle", "Café-Bar Ombrelle", "Montréal", "Registered", "info", None),
)


class DemoForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Company name", max_length=120)
    email = forms.EmailField(label="Email", help_text="The invitation goes here.")
    distributor = forms.ChoiceField(
        label="Distributor", choices=[("", "We deliver"), ("r", "Rivière")], required=False
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    way = forms.ChoiceField(
        label="Mode", choices=[("guest", "Guest"), ("connected", "Connected")], widget=forms.RadioSelect
    )
    own_warehouse = forms.BooleanField(label="Add own warehouse", required=False)


class DemoFrame(Frame):
    """The frame of an invented brewery."""

    side = "selling"
    home_url = "/_design/"
    search_url = "/_design/"
    inbox_url = "/_design/"
    help_url = "/_design/"
    unread = 4
    organization = ORGANIZATION

    @cached_property
    def menu(self) -> list[Link]:
        """Return the whole menu, built or not."""
        return [
            Link(
                item.label,
                item.icon,
                "/_design/",
                is_current=item.icon == "building-store",
                badge=BADGES.get(str(item.label), 0),
                on_phone=item.on_phone,
                children=[Link(child.label, "", "/_design/") for child in item.children],
            )
            for item in menu.MENU["selling"]
        ]

    @cached_property
    def seats(self) -> list[Seat]:
        """Return two hats of one company and one of another."""
        return [
            Seat("Northgate Brewing", "selling", parts.SIDE_NAMES["selling"], "/_design/", is_current=True),
            Seat("Northgate Brewing", "buying", parts.SIDE_NAMES["buying"], "/_design/", is_current=False),
            Seat(
                "Rivière Distribution",
                "delivering",
                parts.SIDE_NAMES["delivering"],
                "/_design/",
                is_current=False,
            ),
        ]


def styleguide(request: HttpRequest) -> HttpResponse:
    if "toast" in request.GET:
        messages.success(request, "3 customers moved to Rivière Distribution", extra_tags="undo:/_design/")
        messages.error(request, "2 of 14 orders were not confirmed.")
    template = {"gate": "ui/styleguide_gate.html", "shop": "ui/styleguide_shop.html"}
    page = template.get(request.GET.get("page", ""), "ui/styleguide.html")
    return render(request, page, _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    wrong = DemoForm({"email": "lantern@example", "way": "guest"})
    query = request.GET or QueryDict("status=ok&q=bar&sort=-name")
    offered = [Filter("status", "Status", [("ok", "Has ordered"), ("info", "Registered")])]
    offered += [Filter("group", "Group", [("bars", "Bars"), ("shops", "Grocers")])]
    return {
        "frame": DemoFrame(request),
        "brand": ORGANIZATION,
        "supplier": ORGANIZATION,
        "customer_name": "Bar Le Cormoran",
        "shop_links": [{"label": "Shop", "url": "#", "is_current": True}, {"label": "Orders", "url": "#"}],
        "statuses": STATUSES,
        "rows": ROWS,
        "form": DemoForm(),
        "wrong": wrong,
        "filters": ListFilters(query, offered, {"name": ["name", "id"], "city": ["city", "id"]}),
        "page": Page(list(ROWS), next="n", previous=None, count=1001),
        "steps": _steps(),
        "events": _events(now),
        "soon": now + timedelta(hours=3),
        "past": now - timedelta(days=2),
        "amount": Decimal("1842.1"),
        "grid": [(name, _cells(at, name)) for at, name in enumerate(("Get Together", "Parapet", "Topcut"))],
    }


def _cells(at: int, name: str) -> list[Cell]:
    kinds = [("sold", "Sold by", [("case", "Case"), ("keg", "Keg")])]
    cells = [
        Cell(name=f"{key}-{at}", label=f"{label} of {name}", value="case", kind=Kind.CHOICE, options=options)
        for key, label, options in kinds
    ]
    price: dict[str, Any] = {"value": "61.20"}
    if at == 2:
        price = {"value": "6l.20", "saved": "61.20", "error": "Enter a number."}
    amount: dict[str, Any] = {"name": f"price-{at}", "label": f"Price of {name}", "kind": Kind.AMOUNT}
    return [
        Cell(name=f"brand-{at}", label=f"Brand of {name}", value="Northgate", max_length=20),
        *cells,
        Cell(**amount, **price),
        Cell(name=f"active-{at}", label=f"{name} is active", value="on", kind=Kind.TICK),
    ]


def _steps() -> list[dict[str, str]]:
    states = ("done", "done", "now", "todo", "todo")
    labels = ("Submitted", "Confirmed", "Prepared", "Shipped", "Delivered")
    return [
        {"label": label, "state": state, "note": "Rivière"}
        for label, state in zip(labels, states, strict=True)
    ]


def _events(now: Any) -> list[dict[str, Any]]:
    return [
        {
            "icon": "note",
            "tone": "warn",
            "who": "Tom Abara",
            "text": "wrote, for colleagues only",
            "note": "Offer a free case with the next order.",
            "is_internal": True,
            "at": now,
        },
        {"icon": "shopping-cart", "tone": "info", "who": "Jeanne", "text": "submitted 29 packs", "at": now},
    ]
