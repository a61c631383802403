"""A link that opens something for whoever holds it stands in no log."""

import logging
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse

from tests.test_url_walk import parameters, walk
from wholesale.embedded.places import PROJECT
from wholesale.logs import WithoutSecrets, logging_from, without_secrets

SECRET = "mB9f-Zk3_secret-of-a-link"
SECRETS = {"token", "key", "secret", "code", "uidb36"}  # what a parameter that opens something is called


def test_every_address_with_a_secret_is_scrubbed():
    secret_of = {name: SECRETS & set(parameters(name)) for name, _, _ in walk(get_resolver())}
    opening = {name: names.pop() for name, names in secret_of.items() if names}

    assert set(opening) >= {
        "organizations:joining_open",
        "organizations:guest_open",
        "organizations:account_open",
        "orders:link_open",
        "invitations:invitation_open",
        "retailers:calendar_file",
    }
    for name, parameter in opening.items():
        address = reverse(name, kwargs={parameter: SECRET})
        assert SECRET not in without_secrets(
            f'"GET {address} HTTP/1.1" 302 0 "https://x.example{address}?a=1"'
        )


@pytest.mark.parametrize(
    "path",
    [
        "/alder/selling/retailers/0193/invitations/0194/sending/",
        "/rita/buying/setup/calendar/address/",
        "/alder/selling/setup/schedule/calendar/",
        "/invitation/",
        "/join/",
        "/api/v1/schema/",
    ],
)
def test_other_addresses_are_logged_as_they_are(path):
    assert without_secrets(f"Not Found: {path}") == f"Not Found: {path}"


def test_a_record_keeps_all_but_the_secret():
    record = logging.LogRecord("x", logging.WARNING, "", 1, "Not Found: %s", (f"/join/{SECRET}/",), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Not Found: /join/…/"


def test_every_handler_is_scrubbed():
    handlers = logging_from("INFO")["handlers"].values()
    assert [handler["filters"] for handler in handlers] == [["without_secrets"]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Return the address of the production server with its access log on, and where it writes."""
    log = tmp_path / "log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "wholesale.wsgi", "--bind", address, "--workers", "1"]
    options = ["--access-logfile", "-", "--no-control-socket"]
    with log.open("w") as written:
        process = subprocess.Popen(
            [*command, *options], cwd=PROJECT, env=os.environ, stdout=written, stderr=subprocess.STDOUT
        )
    try:
        yield address, log
    finally:
        process.terminate()
        process.wait(30)


def asked(address: str, path: str, *, form: bytes | None = None) -> int:
    headers = {"Referer": f"http://{address}/join/{SECRET}"}
    request = urllib.request.Request(f"http://{address}{path}", data=form, headers=headers)
    for _ in range(200):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_the_server_logs_the_call_and_not_the_secret(server):
    address, log = server
    statuses = [asked(address, f"/join/{SECRET}/"), asked(address, f"/invitation/{SECRET}/")]
    statuses.append(asked(address, f"/join/{SECRET}/", form=b"without=csrf"))

    written = log.read_text()
    assert statuses == [410, 410, 403], written
    assert len(re.findall(r'"GET /(?:join|invitation)/…/ ', written)) == 2, written
    assert "Forbidden (CSRF cookie not set.): /join/…/" in written
    assert SECRET not in written
