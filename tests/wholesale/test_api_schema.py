"""The API describes itself: every endpoint, what it takes and answers, how it refuses, with examples."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.wholesale import api_example
from wholesale import urls
from wholesale.embedded.places import PROJECT

METHODS = {"get", "post", "put", "patch", "delete"}


def schema_of(urlconf: Any) -> dict[str, Any]:
    schema: dict[str, Any] = SchemaGenerator(urlconf=urlconf).get_schema(request=None, public=True)
    return schema


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield f"{method.upper()} {path}", operation


def test_an_endpoint_is_described_by_its_own_classes():
    found = dict(operations(schema_of(api_example)))
    writing = found["POST /api/v1/{organization}/selling/notes/"]
    listing = found["GET /api/v1/{organization}/selling/notes/"]
    editing = found["PATCH /api/v1/{organization}/selling/company/"]

    assert (writing["summary"], writing["operationId"]) == ("Write a note", "notes_create")
    assert {p["name"] for p in writing["parameters"]} == {"organization", "Idempotency-Key"}
    assert {p["name"] for p in listing["parameters"]} == {"organization", "cursor", "limit", "verb"}
    assert {p["name"] for p in editing["parameters"]} == {"organization", "If-Match"}
    body = writing["requestBody"]["content"]["application/json"]
    assert body["schema"] == {"$ref": "#/components/schemas/NotesApiInput"}
    assert body["examples"]["Request"]["value"] == api_example.NotesApi.Input.example
    assert set(writing["responses"]) == {"201", "400", "401", "403", "404", "409", "422", "429"}
    assert set(editing["responses"]) >= {"412", "428"}
    assert "application/problem+json" in writing["responses"]["409"]["content"]
    assert writing["security"] == [{"token": []}, {"session": []}]
    page = listing["responses"]["200"]["content"]["application/json"]
    assert page["examples"]["Answer"]["value"]["results"] == [api_example.NotesApi.Output.example]


def test_every_endpoint_of_the_product_is_documented():
    missing = []
    names: dict[str, str] = {}
    for name, operation in operations(schema_of(urls)):
        if name == "GET /api/v1/schema/":
            continue
        if other := names.setdefault(operation["operationId"], name) != name:
            missing.append(f"{name}: the same operationId as {other}")
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        bodies += [answer for status, answer in operation["responses"].items() if status < "300"]
        contents = [c for body in bodies for c in body.get("content", {}).values()]
        contents = [c for c in contents if c["schema"].get("format") != "binary"]  # a file is its own example
        missing += [f"{name}: no example" for content in contents if "examples" not in content]
        missing += [f"{name}: no {word}" for word in ("summary", "security") if not operation.get(word)]
        if "404" not in operation["responses"]:
            missing.append(f"{name}: no problems")
    assert missing == []


@pytest.mark.django_db
def test_the_description_and_its_page_are_open(client):
    assert client.get("/api/v1/schema/").status_code == 200
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    assert 'data-schema="/api/v1/schema/"' in page.content.decode()
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_the_command_writes_the_description_without_a_warning(tmp_path):
    file = tmp_path / "schema.yml"
    command = [
        sys.executable,
        "manage.py",
        "spectacular",
        "--fail-on-warn",
        "--validate",
        "--file",
        str(file),
    ]
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "wholesale.settings"}
    done = subprocess.run(command, cwd=PROJECT, env=environ, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "/api/v1/{organization}/selling/orders/" in file.read_text()
