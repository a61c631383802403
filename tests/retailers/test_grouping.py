"""Which places of a list are one (SPEC.md C5, C7): invented places in the shapes of real lists."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retailers.duplicates import likeness
from retailers.grouping import groups_of
from retailers.names import Rarity
from retailers.profiles import Place, national_digits, profile_of
from retailers.streets import Meeting, meeting, street_of
from tests.retailers.test_matching import NAMES, UNHURRIED

# Each row is one place, as several lists write it.
TRUE_PLACES = [
    [
        Place("Bar Le Cormoran", "48 rue Laurendeau", "Montréal", "QC", "H4E 3W4", "514 555-0148", "CA"),
        Place(
            "CORMORAN BAR INC", "48 R. Laurendeau, local 2", "Montreal", phone="+1 514 555 0148", country="CA"
        ),
        Place("Bar du Cormorran", "48, Laurendeau", "Montréal"),
    ],
    [
        Place("Harbour Lights Brewing Co.", "1333-45 W. Argyle St.", postal_code="60640", phone="5550101"),
        Place("HARBOUR LIGHTS BREWING", "1335 West Argyle", postal_code="60640", phone="(312) 555-0101"),
        Place("Harbour Lights Taproom", "1333 W Argyle Street, 2nd floor"),
    ],
    [
        Place(
            "Carnegie Pickle House",
            "854 7th Ave. between 54th and 55th Sts.",
            "New York",
            phone="212/555-0157",
        ),
        Place("Carnegie Pickle House", "854 Seventh Avenue", "New York City", phone="212-555-0157"),
    ],
    [
        Place("Quartermain & Zellweger", "201 E. 49th St.", "New York"),
        Place("Quartermain and Zellweger", "797 Third Ave.", "New York City"),
    ],
]
OTHERS = [
    Place("Sushi Sainte-Catherine", "48 rue Laurendeau", "Montréal", "QC", country="CA"),
    Place("Carnegie Chop Suey", "12 Elm Street", "Boston"),
    *(Place("Pizza Presto", f"{number} Main Street", "Portland") for number in (10, 250, 4100, 77)),
    Place("Harbour Bank", "9 Ocean Drive", postal_code="60640", phone="5550199"),
]


def test_a_list_falls_into_its_places():
    listed = [(place, number) for number, places in enumerate(TRUE_PLACES) for place in places]
    listed += [(place, -number) for number, place in enumerate(OTHERS, 1)]
    random.Random(5).shuffle(listed)

    groups = groups_of([place for place, _ in listed])

    found = {frozenset(listed[at][0] for at in group) for group in groups}
    assert found == {frozenset(places) for places in TRUE_PLACES}


def test_a_chain_and_the_next_tenant_stay_apart():
    chain = [Place("Burger Baron", f"{number} Elm Street", "Portland") for number in range(100, 900, 100)]
    tenants = [Place(name, "5 Oak Avenue", "Salem") for name in ("Thai Garden", "Wendy's", "Blue Door Books")]
    assert groups_of([*chain, *tenants]) == []


def test_a_whole_phone_brings_two_addresses_together_but_not_two_names():
    place = Place("Spinnaker", "1114 Horn Ave.", "Los Angeles", phone="310/555-0125")
    moved = Place("Spinnaker (Los Angeles)", "8795 Sunset Blvd.", "Los Angeles", phone="310-555-0125")
    agency = Place("Zephyr Holdings", "8795 Sunset Blvd.", "Los Angeles", phone="310-555-0125")
    known = Rarity(500, {"los": 40, "angeles": 40})
    assert likeness(place, moved, known).is_same
    assert not likeness(place, agency, known).is_same


def test_a_frequent_word_in_common_is_no_evidence():
    one, other = Place("Northern Lights Kilkenny"), Place("Northern Lights Donegal")
    assert not likeness(one, other, Rarity(1000, {"northern": 300, "lights": 300})).is_same
    assert likeness(Place("Northern Kilkenny"), Place("Kilkenny"), Rarity(1000, {"northern": 300})).is_same


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        ("10001 South Elm Avenue First Floor", "10001 S. Elm Ave", Meeting.SAME),
        ("160 N. LaSalle N201", "160 North LaSalle", Meeting.SAME),
        ("5 Ave. A at 6th St.", "5 Avenue A", Meeting.SAME),
        ("150 Rue Haute, Local 3", "150 Rue Haute, Local 7", Meeting.NEAR),
        ("837 Second Ave", "841 2nd Avenue", Meeting.NEAR),
        ("837 Second Ave", "840 2nd Avenue", Meeting.APART),
        ("3601 S Rhodes", "3641 S Rhodes", Meeting.NEAR),
        ("3rd St.", "8638 W. Third St.", Meeting.STREET),
        ("100 N Main St", "100 S Main St", Meeting.APART),
        ("48 rue Haute", "48 rue Basse", Meeting.NUMBER),
        ("10 5th Ave", "10 6th Ave", Meeting.NUMBER),
        ("", "10 6th Ave", Meeting.UNKNOWN),
    ],
)
def test_street_lines_meet(one, other, met):
    assert meeting(street_of(one), street_of(other)) is met
    assert meeting(street_of(other), street_of(one)) is met


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("+1 (514) 555-0148", "5145550148"),
        ("15145550148", "5145550148"),
        ("+33 1 44 55 66 77", "144556677"),
        ("01 44 55 66 77", "144556677"),
        ("514-555-0148 x12", "5145550148"),
        ("77355501020103", "7735550102"),
        ("9.99E+999", ""),
        ("0000000", ""),
        ("12", ""),
    ],
)
def test_a_phone_is_its_digits(phone, digits):
    assert national_digits(phone) == digits


@UNHURRIED
@given(
    st.lists(st.tuples(NAMES, st.sampled_from(["", "48 rue Haute", "50 rue Haute", "9 Elm"])), max_size=12)
)
def test_groups_are_apart_and_do_not_depend_on_the_order(rows):
    places = [Place(name, street, "Laval") for name, street in rows]
    groups = groups_of(places)
    members = [member for group in groups for member in group]
    assert len(members) == len(set(members))
    assert all(len(group) > 1 for group in groups)
    assert groups == groups_of(list(places))


@UNHURRIED
@given(st.text(max_size=60))
def test_any_text_is_a_place(text):
    place = Place(text, text, text, text, text, text, "US")
    assert profile_of(place) == profile_of(place)
    assert likeness(place, place).points == likeness(place, place).points


def test_each_pair_is_compared_at_most_once_even_in_a_crowd():
    crowd = [Place(f"Pub {number}", f"{number} Elm Street", "Leeds") for number in range(1, 120)]
    assert groups_of(crowd) == []
