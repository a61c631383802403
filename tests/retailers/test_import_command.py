"""`manage.py import_customers`: the verdicts, what is written, and what is not (SPEC.md C9)."""

import pytest
from django.core.management import CommandError, call_command

from retailers.models import Customer, CustomerEvent, CustomerPrivate, DirectoryEmail, DirectoryEntry
from tests.retailers.conftest import counts, create
from tests.retailers.importing import CORMORAN, MOULIN, csv_of, run
from wholesale.audit.models import AuditEntry
from wholesale.sheets.models import SheetImport, SheetRow
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    def write(content: bytes, name="customers.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def verdicts(found):
    return [(row["row"], row["verdict"]) for row in found["rows"]]


def test_new_rows_become_prospects_and_nothing_is_sent(world, file):
    before = counts()

    found = run(world, file(csv_of(CORMORAN, MOULIN)))

    assert verdicts(found) == [(2, "create"), (3, "create")]
    assert (found["written"], found["create"], found["refused"]) == (True, 2, 0)
    assert counts() == (before[0] + 2, before[1] + 2, before[2])
    with as_owner():
        private = CustomerPrivate.objects.select_related("customer", "supplier").get(number="1307")
        entry = DirectoryEntry.objects.select_related("retailer").get(name="Deux Moulins")
        assert (private.display_name, private.contact_email) == (
            "Bar Le Cormoran",
            "bar@cormoran.example.com",
        )
        assert (private.customer.status, private.supplier.slug) == ("prospect", "alder")
        assert (entry.country, entry.city, entry.created_by_supplier) == ("CA", "Québec", world.orgs["alder"])
        assert "=elm" in entry.search_tokens
        assert (entry.retailer.slug, entry.retailer.buys) == ("deux-moulins-quebec", True)
        assert DirectoryEmail.objects.filter(email="moulin@example.com").exists()
        assert CustomerEvent.objects.filter(customer=private.customer, kind="created").count() == 1
        verbs = AuditEntry.objects.filter(subject_name="Deux Moulins").values_list("verb", flat=True)
        assert set(verbs) == {"customer_added", "directory_entry_created"}


def test_the_same_file_again_changes_nothing(world, file):
    path = file(csv_of(CORMORAN, MOULIN))
    run(world, path)
    with as_owner():
        before = (counts(), AuditEntry.objects.count(), CustomerEvent.objects.count())

    found = run(world, path)

    assert verdicts(found) == [(2, "unchanged"), (3, "unchanged")]
    with as_owner():
        assert (counts(), AuditEntry.objects.count() - 1, CustomerEvent.objects.count()) == before


def test_a_preview_writes_nothing_and_says_the_same(world, file):
    path, before = file(csv_of(CORMORAN, ["", "", "wrong"])), counts()

    preview = run(world, path, "--preview")

    assert not preview["written"]
    assert counts() == before
    with as_owner():
        assert not SheetImport.objects.filter(file_name="customers.csv").exists()
        assert SheetRow.objects.count() == 3  # the cast's
    assert run(world, path)["rows"] == preview["rows"]


def test_refused_rows_say_why_and_leave_the_others_alone(world, file):
    bad = [
        ["1", "No Email", "", ""],
        ["2", "Half an Email", "half@", ""],
        ["3", "", "nameless@example.com", ""],
        ["4", "Odd Phone", "odd@example.com", "12"],
        ["5", "Nowhere", "nowhere@example.com", "", "", "", "Atlantis"],
        ["1307", "Same Number", "same@example.com"],
        ["6", "Same Email", "BAR@cormoran.example.com "],
        ["7", "Too much", "too@example.com", "", "", "", "", "", "", "x"],
        ["8", "x" * 121, "long@example.com"],
        ["9", "Mistaken", "mistaken@example.com", "#N/A", "#REF!"],
    ]

    found = run(world, file(csv_of(CORMORAN, *bad)))

    assert verdicts(found) == [(2, "create"), *((row, "refused") for row in range(3, 13))]
    assert [row["reasons"] for row in found["rows"][1:]] == [
        ["Email is missing."],
        ["“half@” is no complete email address."],
        ["Company name is missing."],
        ["“12” is no phone number: it has 6 to 15 digits."],
        ["“Atlantis” is no country."],
        ["Row 2 has the same: Customer number."],
        ["Row 2 has the same: Email."],
        ["This row has more cells than the header: is a separator missing its quotes?"],
        ["Company name: at most 120 characters."],
        [
            "Phone: the sheet shows the mistake #N/A here.",
            "Street and number: the sheet shows the mistake #REF! here.",
        ],
    ]


def test_all_or_nothing_writes_nothing_if_a_row_is_refused(world, file):
    before = counts()

    found = run(world, file(csv_of(CORMORAN, ["1", "No Email", ""])), "--all-or-nothing")

    assert (found["written"], found["create"], found["refused"]) == (False, 1, 1)
    assert counts() == before
    assert run(world, file(csv_of(CORMORAN, MOULIN)), "--all-or-nothing")["written"]


def test_a_number_or_else_an_email_is_the_key_of_an_update(world, file):
    run(world, file(csv_of(CORMORAN, ["", "Deux Moulins", "moulin@example.com"])))

    found = run(
        world,
        file(
            csv_of(
                ["1307", "", "", "", "", "", "", "Corm"],
                ["1308", "", "Moulin@example.com"],
                header=None,
            )
        ),
    )

    assert verdicts(found) == [(2, "update"), (3, "update")]
    assert [row["reasons"] for row in found["rows"]] == [
        ["Nickname: – → Corm"],
        ["Customer number: – → 1308"],
    ]
    with as_owner():
        corm = CustomerPrivate.objects.get(number="1307")
        assert (corm.nickname, corm.display_name, corm.contact_email) == (
            "Corm",
            "Corm",
            "bar@cormoran.example.com",
        )
        assert CustomerPrivate.objects.get(number="1308").contact_email == "moulin@example.com"
        assert CustomerEvent.objects.filter(customer=corm.customer, kind="edited").count() == 1


def test_keys_of_another_customer_are_refused(world, file):
    run(world, file(csv_of(CORMORAN, MOULIN)))

    found = run(world, file(csv_of(["1307", "", "moulin@example.com"], ["9", "New", "moulin@example.com"])))

    assert [row["reasons"] for row in found["rows"]] == [
        ["moulin@example.com belongs to Deux Moulins."],
        ["Row 2 has the same: Email."],
    ]
    found = run(world, file(csv_of(["9", "New", "moulin@example.com"])))
    assert found["rows"][0]["reasons"] == ["moulin@example.com belongs to Deux Moulins."]


def test_what_the_directory_has_is_matched_and_not_doubled(world, file):
    create(world)  # birch's Bar Le Cormoran
    before = counts()

    found = run(
        world,
        file(
            csv_of(["77", "Bar le Cormoran inc.", "other@example.com", "", "48, R. Laurendeau", "Montreal"])
        ),
    )

    assert [(row["verdict"], row["tag"]) for row in found["rows"]] == [("create", "matched")]
    assert "Bar Le Cormoran, 48 rue Laurendeau" in found["rows"][0]["reasons"][0]
    assert counts() == (before[0] + 1, before[1], before[2])
    with as_owner():
        assert Customer.objects.filter(retailer__name="Bar Le Cormoran").count() == 2


def test_a_neighbour_of_another_name_is_made_as_a_new_one(world, file):
    create(world)

    found = run(
        world, file(csv_of(["77", "Fleuriste Iris", "iris@example.com", "", "48 rue Laurendeau", "Montréal"]))
    )

    assert [(row["verdict"], row["tag"]) for row in found["rows"]] == [("create", "alike")]


def test_who_is_a_customer_already_by_another_key_is_refused_with_a_way_out(world, file):
    create(world, name="alder")

    found = run(
        world,
        file(csv_of(["77", "Bar Le Cormoran", "other@example.com", "", "48 rue Laurendeau", "Montréal"])),
    )

    assert [row["verdict"] for row in found["rows"]] == ["refused"]
    assert "Bar Le Cormoran" in found["rows"][0]["reasons"][0]


def test_an_entry_that_others_keep_stays_as_it_is(world, file):
    create(world)  # by birch
    path = file(csv_of([*CORMORAN[:4], "1 rue Neuve", "Laval"]))
    run(world, file(csv_of(CORMORAN)))

    found = run(world, path)

    assert verdicts(found) == [(2, "unchanged")]
    assert found["rows"][0]["reasons"] == ["Name and address are kept by others in the directory, and stay."]


def test_ones_own_unclaimed_entry_is_corrected(world, file):
    run(world, file(csv_of(CORMORAN)))

    found = run(world, file(csv_of([CORMORAN[0], "Le Cormoran", *CORMORAN[2:4], "1 rue Neuve"])))

    assert verdicts(found) == [(2, "update")]
    with as_owner():
        entry = DirectoryEntry.objects.get(name="Le Cormoran")
        assert (entry.street, entry.city) == ("1 rue Neuve", "Montréal")
        assert CustomerPrivate.objects.get(number="1307").display_name == "Le Cormoran"


def test_a_distributor_is_named_or_own(world, file):
    header = ["Customer number", "Company name", "Email", "Delivered by"]
    rows = [
        ["1", "A Bar", "a@example.com", "DAWN"],
        ["2", "B Bar", "b@example.com", "own"],
        ["3", "C Bar", "c@example.com", "Ember"],
    ]

    found = run(world, file(csv_of(*rows, header=header)))

    assert [row["verdict"] for row in found["rows"]] == ["create", "create", "refused"]
    with as_owner():
        of = {p.number: p.customer.distributor for p in CustomerPrivate.objects.filter(number__in="12")}
        assert of == {"1": world.orgs["dawn"], "2": None}


def test_an_unknown_heading_is_left_out_or_named(world, file):
    header = ["Ref", "Company name", "Email", "Colour"]
    path = file(csv_of(["5", "A Bar", "a@example.com", "red"], header=header))

    found = run(world, path, "--preview")
    assert found["left_out"] == ["Ref", "Colour"]
    run(world, path, "--column", "Ref=number")

    with as_owner():
        assert CustomerPrivate.objects.get(contact_email="a@example.com").number == "5"


def test_a_bad_file_and_a_bad_name_fail_in_words(world, file):
    with pytest.raises(CommandError, match="no supplier"):
        call_command("import_customers", "x.csv", "--supplier", "nobody")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_customers", "/nowhere.csv", "--supplier", "alder")
    with pytest.raises(CommandError, match="no Excel workbook"):
        call_command("import_customers", str(file(b"text", "a.xlsx")), "--supplier", "alder")
    with pytest.raises(CommandError, match="email or the customer number"):
        call_command("import_customers", str(file(b"Company name,City\nBar,Laval\n")), "--supplier", "alder")
    with as_owner():
        assert not SheetImport.objects.filter(state="failed").exists()
