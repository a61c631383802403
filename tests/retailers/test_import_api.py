"""Imports by the API, and the export: the same verdicts, the same rights (SPEC.md C9, X1)."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from retailers.sheet import COLUMNS
from tests.retailers.conftest import counts
from tests.retailers.importing import CORMORAN, csv_of, work
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.sheets.models import SheetImport
from wholesale.sheets.writing import CSV_TYPE, XLSX_TYPE
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db
IMPORTS = "/api/v1/alder/selling/sheets/customers/"
EXPORT = "/api/v1/alder/selling/customers/export/"
ROWS = csv_of(CORMORAN, ["9", "No Email", ""])


def upload(client, content=ROWS, key=None):
    file = SimpleUploadedFile("customers.csv", content)
    return client.post(IMPORTS, {"file": file}, headers={"Idempotency-Key": key or str(uuid.uuid4())})


def post(client, address, body=None):
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    return client.post(address, json.dumps(body or {}), content_type="application/json", headers=headers)


def test_a_machine_uploads_looks_and_confirms(world, alder):
    before = counts()
    made = upload(alder)
    assert (made.status_code, made.json()["state"]) == (201, "reading")
    address = f"{IMPORTS}{made.json()['id']}/"
    with as_owner():
        row = SheetImport.objects.get(pk=made.json()["id"])
    work(world, row)

    assert alder.get(address).json()["counts"] == {"create": 1, "update": 0, "unchanged": 0, "refused": 1}
    refused = alder.get(f"{address}rows/?verdict=refused").json()["results"]
    assert [(each["number"], each["reasons"]) for each in refused] == [(3, ["Email is missing."])]
    assert post(alder, f"{address}confirmation/", {"if_refused": "all_or_nothing"}).status_code == 422
    assert counts() == before
    assert post(alder, f"{address}confirmation/").json()["state"] == "running"
    work(world, row)
    assert alder.get(address).json()["state"] == "done"
    assert counts() == (before[0] + 1, before[1] + 1, before[2])


def test_an_upload_sent_twice_is_one_import(world, alder):
    first, again = upload(alder, key="k1"), upload(alder, key="k1")

    assert first.json()["id"] == again.json()["id"]
    assert upload(alder, content=ROWS + b"\n", key="k1").status_code == 422
    assert alder.post(IMPORTS, {"file": SimpleUploadedFile("a.csv", ROWS)}).status_code == 400
    with as_owner():
        assert SheetImport.objects.filter(file_name="customers.csv").count() == 1


def test_columns_are_said_by_a_machine_too(world, alder):
    made = upload(
        alder, csv_of(["5", "A Bar", "a@example.com"], header=["Ref", "Company name", "Email"])
    ).json()
    with as_owner():
        row = SheetImport.objects.get(pk=made["id"])
    assert work(world, row).state == "mapping"

    wrong = post(alder, f"{IMPORTS}{row.pk}/columns/", {"columns": ["name", "name", "email"]})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "mapping_refused")
    assert (
        post(alder, f"{IMPORTS}{row.pk}/columns/", {"columns": ["number", "name", "email"]}).status_code
        == 201
    )
    assert work(world, row).state == "previewed"
    assert post(alder, f"{IMPORTS}{row.pk}/cancellation/").json()["state"] == "cancelled"


def test_another_row_is_the_header(world, alder):
    content = csv_of(["5", "A Bar", "a@example.com"], header=["Name", "Email", "City"])
    content = content.replace(b"Name", b"Customer number;Company name;Email\nName")
    made = upload(alder, content).json()["id"]
    with as_owner():
        row = SheetImport.objects.get(pk=made)
    work(world, row)

    moved = post(alder, f"{IMPORTS}{made}/table/", {"header_row": 2})

    assert (moved.status_code, moved.json()["state"]) == (201, "reading")
    assert work(world, row).headings == ["Name", "Email", "City"]
    assert post(alder, f"{IMPORTS}{made}/table/", {"header_row": 0}).status_code == 400


def test_the_sample_imports_as_it_is_and_refused_rows_come_back(world, alder):
    sample = b"".join(alder.get(f"{IMPORTS}sample/", {"as_format": "csv"}).streaming_content)
    made = upload(alder, sample + sample.splitlines()[1]).json()["id"]
    with as_owner():
        row = SheetImport.objects.get(pk=made)
    work(world, row)

    found = alder.get(f"{IMPORTS}{made}/").json()
    assert (found["state"], found["counts"]["create"], found["counts"]["refused"]) == ("previewed", 2, 1)
    assert set(found["columns"]) == {column.key for column in COLUMNS if column.is_in_sample}
    refused = (
        b"".join(alder.get(f"{IMPORTS}{made}/refused/").streaming_content).decode("utf-8-sig").splitlines()
    )
    assert len(refused) == 2
    assert refused[1].endswith("Row 2 has the same: Customer number.")


def test_files_are_described_as_files(world, alder):
    paths = alder.get("/api/v1/schema/", {"format": "json"}).json()["paths"]

    for ending in ("customers/export/", "sheets/{kind}/sample/", "sheets/{kind}/{sheet_import}/refused/"):
        (described,) = [path["get"] for address, path in paths.items() if address.endswith(ending)]
        assert "204" not in described["responses"]
        content = described["responses"]["200"]["content"]
        assert content == {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in (XLSX_TYPE, CSV_TYPE)
        }
    (export,) = [path["get"] for address, path in paths.items() if address.endswith("customers/export/")]
    assert "as_format" in {each["name"] for each in export["parameters"]}


def test_rights_and_other_companies(world, alder):
    made = upload(alder).json()["id"]
    birch = world.client("birch")

    assert birch.get(f"/api/v1/birch/selling/sheets/customers/{made}/").status_code == 404
    assert alder.get(f"/api/v1/alder/selling/sheets/orders/{made}/").status_code == 404
    with as_owner():
        Membership.objects.filter(organization=world.orgs["alder"]).update(role=MemberRole.VIEWER)
    assert upload(alder).status_code == 403
    assert alder.get(f"{IMPORTS}{made}/").status_code == 403


def test_the_export_takes_the_filters_of_the_list(world, alder):
    response = alder.get(EXPORT, {"as_format": "csv", "q": "rita"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert [line.split(",")[1] for line in lines] == ["Company name*", "Rita's Bar"]
    assert alder.get(EXPORT, {"as_format": "pdf"}).status_code == 400
