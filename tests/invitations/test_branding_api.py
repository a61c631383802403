"""Branding over the API: look, logo, words, preview and test (SPEC.md N2, X1)."""

from base64 import b64encode
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.files.making import drawing, logo, saved
from tests.invitations.test_branding_pages import sent_tests, stored, words
from tests.world import World

BASE = "/api/v1/alder/selling/branding/"
SAID = {"subject": "{contact}!", "intro": "One\n\nTwo", "signature": "Bye,\n{colleague}"}


@pytest.fixture
def client(world: World) -> Client:
    return world.client("alder")


def send(client: Client, verb: str, path: str, body: Any = None, **headers: str) -> Any:
    return getattr(client, verb)(
        BASE + path,
        body,
        content_type="application/json",
        headers=headers or {"Idempotency-Key": str(uuid4())},
    )


def wrong_fields(response: Any) -> list[str]:
    return [each["pointer"].rpartition("/")[2] for each in response.json()["errors"]]


def test_the_look_is_read_and_changed(client):
    read = client.get(BASE)
    assert (read.status_code, read.headers["ETag"]) == (200, '"v1"')
    body = {"brand_color": "#0f6674", "sender_name": " Maya  of Alder "}

    changed = send(client, "put", "", body, **{"If-Match": '"v1"'})

    assert changed.status_code == 200
    assert changed.json() == {
        "brand_color": "#0f6674", "sender_name": "Maya of Alder", "logo_url": "", "logo_width": 0,
        "logo_height": 0, "version": 2,
    }  # fmt: skip
    assert stored().sender_name == "Maya of Alder"
    late = send(client, "put", "", body, **{"If-Match": '"v1"'})
    assert late.status_code == 412
    assert send(client, "put", "", body).status_code == 428


@pytest.mark.parametrize(
    ("name", "value"),
    [("sender_name", "A\r\nBcc: x@y.zz"), ("sender_name", "<a@b.cc>"), ("brand_color", "red")],
)
def test_a_wrong_look_is_refused(client, name, value):
    body = {"brand_color": "#0f6674", "sender_name": ""} | {name: value}

    refused = send(client, "put", "", body, **{"If-Match": '"v1"'})

    assert (refused.status_code, wrong_fields(refused)) == (400, [name])
    assert stored().version == 1


def test_a_logo_is_put_and_removed(client):
    put = send(client, "put", "logo/", {"content": b64encode(logo()).decode()})

    assert put.status_code == 200
    assert put.json()["logo_url"].endswith(f"/brand/pictures/{stored().logo_digest}.png")
    assert (put.json()["logo_width"], put.json()["logo_height"]) == (240, 56)
    assert send(client, "delete", "logo/").status_code == 204
    assert stored().logo_digest == ""


@pytest.mark.parametrize(
    "content",
    [
        "%%%",
        b64encode(b"<svg/>").decode(),
        b64encode(saved(drawing(mode="P"), "GIF")).decode(),
        b64encode(b"x" * 1_500_001).decode(),
        "",
    ],
)
def test_a_wrong_logo_is_refused(client, content):
    assert send(client, "put", "logo/", {"content": content}).status_code in (400, 422)
    assert stored().logo_digest == ""


def test_words_are_read_replaced_and_checked(client):
    none = client.get(f"{BASE}wording/fr/")
    assert (none.headers["ETag"], none.json()["subject"]) == ('"v0"', "")

    put = send(client, "put", "wording/fr/", SAID, **{"If-Match": '"v0"'})

    assert (put.status_code, put.json()) == (200, SAID | {"version": 1})
    wrong = send(client, "put", "wording/fr/", {"intro": "{shop}"}, **{"If-Match": '"v1"'})
    assert (wrong.status_code, wrong_fields(wrong)) == (400, ["intro"])
    late = send(client, "put", "wording/fr/", SAID, **{"If-Match": '"v0"'})
    assert late.status_code == 412
    row = words(language="fr")
    assert row is not None
    assert row.signature == SAID["signature"]
    assert client.get(f"{BASE}wording/de/").status_code == 404


def test_the_preview_shows_and_the_test_goes_to_the_caller(client):
    shown = send(client, "post", "wording/en/preview/", SAID)
    assert shown.status_code == 200
    assert (shown.json()["sender"], shown.json()["subject"]) == ("Alder", "Alex!")
    assert sent_tests() == []

    assert send(client, "post", "wording/en/test/", SAID).status_code == 204
    (mail,) = sent_tests()
    assert (mail.to, mail.subject) == ("alder@example.com", "[Test] Alex!")
    assert send(client, "post", "wording/en/test/", {"intro": "{shop}"}).status_code == 400
    assert words() is None


def test_a_stranger_finds_nothing(world):
    assert world.client("birch").get(BASE).status_code == 404
    assert world.client("birch").get(f"{BASE}wording/es/").status_code == 404
