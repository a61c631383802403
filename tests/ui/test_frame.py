"""The frame offers what exists and what the person may open; errors stand without it."""

import sys
from types import ModuleType, SimpleNamespace

import pytest
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils.translation import gettext_lazy

from wholesale.accounts.models import User
from wholesale.tenancy.testing import as_owner
from wholesale.ui import marks, menu, parts, replies
from wholesale.ui.context import Frame, resolved


def page(request, **kwargs):
    return HttpResponse()


@pytest.fixture
def addresses(settings):
    """Three pages of two apps, one of them with the side in its arguments."""
    orders = (
        [
            path("<slug:organization>/selling/", page, name="selling_home"),
            path("<slug:organization>/selling/orders/", page, name="selling_list"),
        ],
        "orders",
    )
    organizations = ([path("<slug:organization>/<str:side>/setup/", page, name="setup")], "organizations")
    module = ModuleType("addresses_of_a_test")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("", include(orders)),
        path("", include(organizations)),
        path("", include("wholesale.ui.urls")),
    ]
    sys.modules[module.__name__] = module
    settings.ROOT_URLCONF = module.__name__
    yield
    del sys.modules[module.__name__]


def frame_at(address: str, *, allowed=frozenset(), seats=()) -> Frame:
    request = RequestFactory().get(address)
    alder = SimpleNamespace(pk=1, name="Alder", slug="alder", country="CA")
    request.acting = SimpleNamespace(  # type: ignore[attr-defined]
        organization=alder, side="selling", may=lambda permission: permission in allowed, seats=seats or []
    )
    return Frame(request)


def test_the_menu_has_the_pages_that_exist(addresses):
    menu = frame_at("/alder/selling/orders/NB-1/").menu

    assert [(str(link.label), link.url, link.is_current) for link in menu] == [
        ("Home", "/alder/selling/", False),
        ("Orders", "/alder/selling/orders/", True),
        ("Setup", "/alder/selling/setup/", False),
    ]


def test_home_is_current_by_itself_only(addresses):
    at_home, elsewhere = frame_at("/alder/selling/").menu, frame_at("/alder/selling/search/").menu

    assert [link.is_current for link in at_home] == [True, False, False]
    assert [link.is_current for link in elsewhere] == [False, False, False]


def test_a_line_without_the_right_is_not_shown(addresses, monkeypatch):
    guarded = menu.MenuItem(
        gettext_lazy("Orders"), "receipt", ("orders:selling_list",), permission="view_orders"
    )
    monkeypatch.setitem(menu.MENU, "selling", (guarded,))

    assert frame_at("/alder/selling/").menu == []
    assert len(frame_at("/alder/selling/", allowed={"view_orders"}).menu) == 1


def test_the_switcher_lists_seats_and_marks_the_present_one(addresses):
    alder = SimpleNamespace(pk=1, name="Alder", slug="alder")
    seats = [SimpleNamespace(organization=alder, side=side, guest_of=None) for side in ("selling", "buying")]

    found = frame_at("/alder/selling/", seats=seats).seats

    assert [(seat.name, str(seat.side_name), seat.is_current) for seat in found] == [
        ("Alder", "Selling", True),
        ("Alder", "Buying", False),
    ]
    assert found[0].url == "/alder/selling/"


def test_a_page_without_a_company_has_a_plain_frame():
    frame = Frame(RequestFactory().get("/"))

    assert (frame.menu, frame.seats, frame.search_url, frame.home_url) == ([], [], "", "/")


def test_a_name_that_does_not_exist_has_no_address():
    assert resolved(("nowhere:at_all",), organization="alder") == ""


@pytest.mark.parametrize("side", parts.SIDES)
def test_every_side_has_a_menu_with_at_most_four_lines_for_the_phone(side):
    assert menu.MENU[side]
    assert sum(item.on_phone for item in menu.MENU[side]) <= 4
    assert menu.HOMES[side]


def test_the_page_of_last_resort_needs_nothing():
    html = render_to_string("500.html")

    assert "Something broke on our side" in html
    assert "{{" not in html


@pytest.mark.django_db
def test_an_unknown_page_is_told_plainly(client):
    response = client.get("/nobody/selling/nothing-here/")

    assert response.status_code == 404
    assert b"There is no such page" in response.content
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_theme_is_remembered_and_forgotten(client):
    response = client.post("/preferences/theme/", {"theme": "dark", "next": "/accounts/login/"})
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/")
    assert client.cookies["cratebook_theme"].value == "dark"
    assert b'data-bs-theme="dark"' in client.get("/nothing-here/").content

    client.post("/preferences/theme/", {"theme": "<script>"})
    assert client.cookies["cratebook_theme"].value == ""


@pytest.mark.django_db
def test_the_language_of_a_visitor_is_kept_in_a_cookie(client):
    response = client.post("/preferences/language/", {"language": "fr", "next": "https://evil.example/"})

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/nothing-here/")["Content-Language"] == "fr"
    assert client.post("/preferences/language/", {"language": "xx"}).status_code == 400
    assert client.get("/preferences/language/").status_code == 405


@pytest.mark.django_db
def test_a_persons_language_comes_before_the_browser(client):
    with as_owner():
        person = User.objects.create_user(
            "lea@example.com", "a long enough secret", name="Léa", language="fr"
        )
    client.force_login(person)
    assert client.get("/nothing/", headers={"accept-language": "es"})["Content-Language"] == "fr"

    client.post("/preferences/language/", {"language": "es"})

    with as_owner():
        assert User.objects.get(pk=person.pk).language == "es"
    assert client.get("/nothing/", headers={"accept-language": "en"})["Content-Language"] == "es"


def test_the_same_name_has_the_same_square():
    assert marks.initials_of("Northgate Brewing") == "NB"
    assert marks.initials_of("Ombrelle") == "OM"
    assert marks.initials_of("É") == "É"
    assert marks.initials_of("") == "?"
    assert marks.initials_of("& – /") == "?"
    assert marks.colour_of("Alder") == marks.colour_of("Alder")
    assert {marks.colour_of(f"company {number}") for number in range(200)} == set(range(1, 9))


def test_htmx_gets_the_fragment_and_everyone_else_the_page():
    plain, swap = RequestFactory().get("/"), RequestFactory().get("/", headers={"hx-request": "true"})
    boosted = RequestFactory().get("/", headers={"hx-request": "true", "hx-boosted": "true"})

    assert [replies.is_fragment(request) for request in (plain, swap, boosted)] == [False, True, False]
    assert replies.see_other(plain, "/next/").status_code == 302
    sent_on = replies.see_other(swap, "/next/")
    assert (sent_on.status_code, sent_on["HX-Redirect"]) == (204, "/next/")


def test_a_toast_has_a_tone_and_perhaps_an_undo():
    template = Template(
        "{% load ui %}{% with look=message|toast_look %}{{ look.tone }} {{ look.undo_url }}{% endwith %}"
    )

    done = Message(SUCCESS, "3 moved", extra_tags="undo:/undo/1/")
    assert template.render(Context({"message": done})) == "ok /undo/1/"
    assert template.render(Context({"message": Message(ERROR, "no")})) == "bad "
