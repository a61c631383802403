"""Many rows against the directory at once: by whole keys, in as few statements for thirty as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retailers.details import EntryDetails
from retailers.indexing import match_keys
from retailers.models import DirectoryEntry
from retailers.profiles import Place, profile_of
from retailers.queries.alike import likely_entries
from retailers.services import create_directory_entry
from tests.retailers.importing import csv_of, run
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db
CHAIN = "Tram Stop Sandwiches"


def listed(world, **details):
    with acting_as(world.context("alder")):
        return create_directory_entry(
            details=EntryDetails(**details), supplier=world.orgs["alder"], by=world.users["alder"]
        )


def keys(**place):
    return tuple(match_keys(profile_of(Place(**place))).values())


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"name": "Bar Le Cormoran", "city": "Montréal"}, ("", "", "cormoran montr")),
        ({"name": "Two Thirsty Otters Ltd"}, ("", "", "thirsty otters")),
        ({"name": "The Bar", "phone": "+1 514 555 0148"}, ("5550148", "", "bar")),
        ({"name": "Nord", "street": "48A Boul. Saint-Laurent, suite 4"}, ("", "48 laurent", "n")),
    ],
)
def test_a_place_has_a_key_for_phone_house_and_name(place, expected):
    assert keys(**place) == expected


@pytest.mark.parametrize("rows", [1, 30])
def test_rows_are_matched_in_three_statements(world, rows):
    made = listed(
        world, name="Two Thirsty Otters", street="12 Quay Street", city="Salem", phone="541 555 0123"
    )
    asked = [
        EntryDetails(name="2 Thirsty Otters", phone="(541) 555-0123", email=f"{n}@x.example")
        for n in range(rows)
    ]

    with acting_as(world.context("alder")), CaptureQueriesContext(connection) as queries:
        found = likely_entries(asked)

    assert [like and like.entry.pk for like in found] == [made.pk] * rows
    assert len(queries) == 3


def test_of_a_chain_the_one_in_the_same_town_is_found(world):
    for n in range(12):
        listed(world, name=CHAIN, street=f"{n + 1} High Street", city=f"Town {n}")
    asked = EntryDetails(name=CHAIN, city="Town 11", street="99 Other Road")

    with acting_as(world.context("alder")):
        (found,) = likely_entries([asked])

    assert found
    assert (found.entry.city, found.is_same) == ("Town 11", False)


def test_own_entries_are_left_aside_when_asked(world):
    listed(world, name=CHAIN, phone="541 555 0123")

    with acting_as(world.context("alder")):
        assert likely_entries(
            [EntryDetails(name=CHAIN, phone="541 555 0123")], not_by=world.orgs["alder"]
        ) == [None]


def test_a_corrected_entry_is_found_by_its_new_name_and_house(world, tmp_path):
    header = ["Number", "Name", "Email", "Street", "City"]
    path = tmp_path / "c.csv"
    path.write_bytes(csv_of(["1", "Old Name", "a@example.com", "1 Elm Street", "Salem"], header=header))
    run(world, path)
    path.write_bytes(csv_of(["1", "New Crown", "", "77 Oak Avenue", "Salem"], header=header))

    found = run(world, path)

    assert found["update"] == 1
    with as_owner():
        entry = DirectoryEntry.objects.select_related("retailer").get(house_key="77 oak")
        assert (entry.name, entry.retailer.name, entry.name_key) == ("New Crown", "New Crown", "crown new")
        assert {"=crown", "=77", "=oak"} <= set(entry.search_tokens)
        assert not DirectoryEntry.objects.filter(house_key="1 elm", name="Old Name").exists()
    assert run(world, path)["unchanged"] == 1
