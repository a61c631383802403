"""The pages of an import of customers, and the export, as a person meets them (SPEC.md C1, C9, X3)."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retailers.models import CustomerPrivate
from tests.retailers.conftest import counts, create, url
from tests.retailers.importing import CORMORAN, HEADER, MOULIN, csv_of, run, work
from tests.sheets import making
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.sheets.models import SheetImport
from wholesale.sheets.reading.child import read
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db
BAD = ["9", "No Email", ""]


def page(name, organization="alder", **kwargs):
    return reverse(f"sheets:{name}", kwargs={"organization": organization, "kind": "customers", **kwargs})


def upload(client, content=None, name="customers.csv"):
    return client.post(
        page("import_create"), {"file": SimpleUploadedFile(name, content or csv_of(CORMORAN, BAD))}
    )


@pytest.fixture
def previewed(world, alder):
    """Return an import whose preview waits, and its page."""
    address = upload(alder)["Location"]
    with as_owner():
        made = SheetImport.objects.get(file_name="customers.csv")
    return work(world, made), address


def test_a_file_is_chosen_read_previewed_confirmed_and_done(world, alder, previewed):
    made, address = previewed
    before = counts()

    preview = alder.get(address).content.decode()
    assert "Bar Le Cormoran" in preview
    assert "Email is missing." in preview
    assert counts() == before
    confirmed = alder.post(page("confirmation_create", sheet_import=made.pk), {"mode": "good_rows"})
    assert confirmed["Location"] == address
    assert "Importing" in alder.get(address).content.decode()
    work(world, made)

    assert "1 row was imported." in alder.get(address).content.decode()
    assert counts() == (before[0] + 1, before[1] + 1, before[2])
    with as_owner():
        log = AuditEntry.objects.get(verb="import_confirmed")
        assert (log.by, log.organization, log.after) == (
            world.users["alder"], world.orgs["alder"], {"mode": "good_rows", "rows": 2},
        )  # fmt: skip


def test_refused_rows_come_back_as_they_came_with_the_reasons(world, alder, previewed):
    made, _ = previewed

    response = alder.get(page("refused_file", sheet_import=made.pk))
    content = b"".join(response.streaming_content)

    assert 'filename="retailers-refused.csv"' in response["Content-Disposition"]
    found = read(content, name="r.csv", known=["email"])
    assert (found["separator"], found["headings"]) == (";", [*HEADER, "Why it was refused"])
    assert found["rows"] == [(2, [*BAD, *[""] * 5, "Email is missing."])]


def test_refused_rows_mended_in_their_own_file_come_in(world, alder, previewed):
    made, _ = previewed
    content = b"".join(alder.get(page("refused_file", sheet_import=made.pk)).streaming_content)
    upload(alder, content.replace(b"No Email;", b"With Email;e@example.com"), "mended.csv")
    with as_owner():
        mended = SheetImport.objects.get(file_name="mended.csv")

    assert work(world, mended).state == "mapping"  # the reasons are a column that is not known
    alder.post(page("mapping_update", sheet_import=mended.pk), mapping_of(mended))

    assert work(world, mended).state == "previewed"


def mapping_of(made, **others):
    keys = made.mapping
    return {f"column{at}": others.get(made.headings[at], key or "-") for at, key in enumerate(keys)}


def test_an_unknown_heading_is_mapped_by_hand(world, alder):
    content = csv_of(["5", "A Bar", "a@example.com"], header=["Ref", "Company name", "Email"])
    address = upload(alder, content)["Location"]
    with as_owner():
        made = SheetImport.objects.get(file_name="customers.csv")
    work(world, made)

    asked = alder.get(address).content.decode()
    assert "What the columns mean" in asked
    twice = alder.post(page("mapping_update", sheet_import=made.pk), mapping_of(made, Ref="name"))
    assert twice.status_code == 422
    assert "chosen twice" in twice.content.decode()
    alder.post(page("mapping_update", sheet_import=made.pk), mapping_of(made, Ref="number"))

    assert work(world, made).state == "previewed"
    assert "A Bar" in alder.get(address).content.decode()


def test_another_sheet_or_header_is_read_on_request(world, alder):
    def change(book):
        book.active.title = "Old"
        book.create_sheet("New").append(["Company name", "Email"])
        book["New"].append(["New Bar", "new@example.com"])

    content = making.workbook(
        [["Company name", "Email", "City"], ["Old Bar", "old@example.com", "Laval"]], change
    )
    upload(alder, content, "two.xlsx")
    with as_owner():
        made = SheetImport.objects.get(file_name="two.xlsx")
    assert work(world, made).sheet == "Old"

    alder.post(page("table_update", sheet_import=made.pk), {"sheet": "New", "header_row": "1"})

    assert work(world, made).sheet == "New"


def test_all_or_nothing_is_refused_with_words_while_a_row_is_refused(world, alder, previewed):
    made, _ = previewed
    before = counts()

    response = alder.post(page("confirmation_create", sheet_import=made.pk), {"mode": "all_or_nothing"})

    assert response.status_code == 422
    assert "Some rows are refused" in response.content.decode()
    assert counts() == before


def test_all_or_nothing_takes_everything_back_when_a_row_has_become_refused(world, alder):
    upload(alder, csv_of(MOULIN, CORMORAN))
    with as_owner():
        made = SheetImport.objects.get(file_name="customers.csv")
    work(world, made)
    create(world, name="alder")  # takes Cormoran's email meanwhile
    with as_owner():
        CustomerPrivate.objects.filter(display_name="Bar Le Cormoran").update(
            number="55", contact_email="bar@cormoran.example.com"
        )
    before = counts()

    alder.post(page("confirmation_create", sheet_import=made.pk), {"mode": "all_or_nothing"})

    assert work(world, made).state == "previewed"
    assert "Nothing was written" in made.message
    assert counts() == before


def test_an_import_can_be_left_and_then_does_nothing(world, alder, previewed):
    made, _ = previewed
    before = counts()

    assert alder.post(page("cancellation_create", sheet_import=made.pk)).status_code == 302
    late = alder.post(page("confirmation_create", sheet_import=made.pk), {"mode": "good_rows"})

    assert late.status_code == 409
    assert "moved on" in late.content.decode()
    assert counts() == before
    assert work(world, made).state == "cancelled"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("locked.xlsx", (making.FILES / "ca_pass_protected.xlsx").read_bytes(), "protected by a password"),
        ("cut.xlsx", making.GOOD[:-700], "damaged or incomplete"),
        ("far.xlsx", making.far_cell(), "One cell stands alone"),
        ("lie.csv", making.GOOD, "but its name ends in"),
    ],
)
def test_a_bad_file_gets_words_on_its_page(world, alder, name, content, words):
    address = upload(alder, content, name)["Location"]
    with as_owner():
        made = SheetImport.objects.get(file_name=name)

    assert work(world, made).state == "failed"
    shown = alder.get(address).content.decode()
    assert words in shown
    assert "Choose another file" in shown


def test_no_file_or_an_empty_one_is_said_beside_the_field(world, alder):
    assert alder.post(page("import_create"), {}).status_code == 422
    empty = alder.post(page("import_create"), {"file": SimpleUploadedFile("e.csv", b"")})
    assert empty.status_code == 422
    assert "There is nothing in this file." in empty.content.decode()


def test_the_sample_file_imports_as_it_is(world, alder, tmp_path):
    for as_format in ("xlsx", "csv"):
        response = alder.get(page("sample"), {"as": as_format})
        path = tmp_path / f"sample.{as_format}"
        path.write_bytes(b"".join(response.streaming_content))

        found = run(world, path, "--preview")

        assert (found["create"], found["refused"], found["left_out"]) == (2, 0, [])
        assert {"Company name*", "Email*", "Customer number"} <= set(found["columns"])


@pytest.mark.parametrize("as_format", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_an_export_imported_again_changes_nothing(world, alder, tmp_path, as_format, language):
    with as_owner():
        private = CustomerPrivate.objects.filter(customer=world.customers["alder", "rita"])
        private.update(
            nickname="=1+1", display_name="=1+1", number="-7", note="'quoted\n+line", contact_email=""
        )

    response = alder.get(url("customer_export"), {"as": as_format}, headers={"Accept-Language": language})
    path = tmp_path / f"export.{as_format}"
    path.write_bytes(b"".join(response.streaming_content))
    found = run(world, path)

    assert [row["verdict"] for row in found["rows"]] == ["unchanged"] * 3
    assert found["left_out"] == []


def test_an_export_holds_what_the_filters_show(world, alder):
    response = alder.get(url("customer_export"), {"as": "xlsx", "distributor": "own"})
    content = b"".join(response.streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None

    rows = [[cell.value for cell in row] for row in sheet]
    assert len(rows) == 2
    assert "Remy's Bar" in rows[1]
    listed = alder.get(url("customer_list"), {"q": "rita"}).content.decode()
    assert f"{url('customer_export')}?q=rita&amp;as=csv" in listed


def test_who_may_not_manage_customers_may_export_and_not_import(world, alder, previewed):
    made, address = previewed
    with as_owner():
        Membership.objects.filter(organization=world.orgs["alder"]).update(role=MemberRole.VIEWER)

    assert alder.get(page("import_create")).status_code == 403
    assert alder.get(address).status_code == 403
    assert alder.post(page("confirmation_create", sheet_import=made.pk), {}).status_code == 403
    exported = alder.get(url("customer_export"), {"as": "csv"})
    assert exported.status_code == 200
    assert b"Rita" in b"".join(exported.streaming_content)
    assert "Import</a>" not in alder.get(url("customer_list")).content.decode()


def test_another_suppliers_import_does_not_exist(world, previewed):
    made, _ = previewed
    birch = world.client("birch")

    for name in ("import_detail", "refused_file", "mapping_update"):
        assert birch.get(page(name, organization="birch", sheet_import=made.pk)).status_code == 404
    assert (
        birch.post(page("confirmation_create", organization="birch", sheet_import=made.pk)).status_code == 404
    )


def test_a_kind_that_does_not_exist_is_404(world, alder):
    assert alder.get(page("import_create").replace("customers", "orders")).status_code == 404


def test_the_preview_asks_as_many_questions_for_many_rows(world, alder):
    counted = []
    for rows in (1, 30):
        upload(
            alder, csv_of(*([str(n), f"Bar {n}", f"b{n}@example.com"] for n in range(rows))), f"{rows}.csv"
        )
        with as_owner():
            made = SheetImport.objects.get(file_name=f"{rows}.csv")
        work(world, made)
        with CaptureQueriesContext(connection) as queries:
            assert alder.get(page("import_detail", sheet_import=made.pk)).status_code == 200
        counted.append(len(queries))

    assert counted == [9, 9]
