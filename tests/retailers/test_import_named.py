"""Columns that name what a supplier has: groups, labels, the colleague who looks after a customer (SPEC.md C1, C9)."""

import pytest

from retailers.models import Customer, CustomerEvent, CustomerPrivate
from retailers.queries import customers_of, groups_of_customer
from retailers.services import GroupDetails, create_group, export_headings, export_rows
from tests.retailers.importing import csv_of, run
from tests.retailers.test_import_command import file  # noqa: F401 - a fixture
from wholesale.audit.models import AuditEntry
from wholesale.sheets.writing import csv_lines
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db
HEADER = ["Number", "Name", "Email", "Groupes", "Tags", "Sales rep"]


@pytest.fixture
def groups(world):
    with acting_as(world.context("alder")):
        return [
            create_group(
                supplier=world.orgs["alder"], details=GroupDetails(name=name), by=world.users["alder"]
            )
            for name in ("Quays", "Cafés, bistros", "A; B")
        ]


def row(groups="", labels="", representative=""):
    return ["1307", "Bar Le Cormoran", "bar@example.com", f'"{groups}"', f'"{labels}"', representative]


def taken(world, file, *cells, **named):  # noqa: F811
    (found,) = run(world, file(csv_of(row(*cells, **named), header=HEADER)))["rows"]
    return found


def kept():
    with as_owner():
        private = CustomerPrivate.objects.get(number="1307")
        customer = Customer.objects.select_related("supplier").get(pk=private.customer_id)
        return (
            [group.name for group in groups_of_customer(customer)],
            private.labels,
            private.representative_id,
        )


def test_a_new_customer_comes_into_its_groups_with_labels_and_representative(world, file, groups):  # noqa: F811
    said = taken(
        world, file, "quays; Cafés, Bistros", "Patio; 12 taps, patio", world.users["alder"].email.upper()
    )

    assert said["verdict"] == "create"
    assert kept() == (["Quays", "Cafés, bistros"], ["Patio", "12 taps"], world.users["alder"].pk)
    with as_owner():
        log = AuditEntry.objects.get(verb="customer_added", subject_name="Bar Le Cormoran").after
    assert (log["groups"], log["labels"]) == ("Quays, Cafés, bistros", "Patio, 12 taps")
    assert log["representative"] == str(world.users["alder"])


def test_a_filled_cell_replaces_and_an_empty_one_leaves(world, file, groups):  # noqa: F811
    taken(world, file, "Quays", "patio")

    assert taken(world, file)["verdict"] == "unchanged"
    assert kept()[:2] == (["Quays"], ["patio"])
    assert taken(world, file, "Quays", "PATIO")["verdict"] == "unchanged"
    said = taken(world, file, "A; B", "vip")
    assert (said["verdict"], said["reasons"]) == ("update", ["Labels: patio → vip", "Groups: Quays → A; B"])
    assert kept()[:2] == (["A; B"], ["vip"])
    with as_owner():
        private = CustomerPrivate.objects.get(number="1307")
        events = CustomerEvent.objects.filter(customer=private.customer_id).order_by("at", "id")
        assert [(event.kind, event.note) for event in events] == [
            ("created", ""),
            ("groups_changed", "A; B"),
            ("labels_changed", "vip"),
        ]
        assert "vip" in private.search_text


def test_a_name_that_nobody_has_is_refused_with_a_reason(world, file, groups):  # noqa: F811
    said = taken(world, file, "Quays; Pubs", "x" * 41, "nobody@example.com")

    assert (said["verdict"], said["reasons"]) == (
        "refused",
        [
            "No colleague “nobody@example.com” looks after retailers.",
            "A label has at most 40 characters.",
            "You have no group “Pubs”.",
        ],
    )
    assert taken(world, file, labels=",".join(map(str, range(21))))["reasons"] == ["At most 20 labels."]


def test_another_suppliers_group_is_unknown(world, file, groups):  # noqa: F811
    found = run(world, file(csv_of(row("Quays"), header=HEADER)), supplier="birch")

    assert found["rows"][0]["reasons"] == ["You have no group “Quays”."]


def test_an_export_imported_again_changes_nothing(world, file, groups):  # noqa: F811
    taken(world, file, "Quays; Cafés, bistros; A; B", "=1+1, 'patio", world.users["alder"].email)
    with acting_as(world.context("alder")):
        rows = export_rows(customers_of(world.acting("alder")))
        content = b"".join(csv_lines(rows, headings=export_headings()))

    found = run(world, file(content))

    assert len(found["rows"]) == len(rows)
    assert {each["verdict"] for each in found["rows"]} == {"unchanged"}
