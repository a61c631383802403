"""What a supplier may mean by what it types (SPEC.md C2)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retailers.duplicates import likeness
from retailers.enums import DuplicateReason
from retailers.matching import is_askable, marked, query_of
from retailers.profiles import Place
from retailers.ranking import score
from retailers.tokens import forgiving_way, name_way, tokens_of, ways_of
from retailers.words import core_of, phone_digits, plain, words_of

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CORMORAN = Place("Bar Le Cormoran", "48 rue Laurendeau", "Montréal", "QC", "H4E 3W4", "514 555-0148", "CA")
NAMES = st.lists(
    st.sampled_from(
        [
            "Bar",
            "Café",
            "Brûlerie",
            "Épicerie",
            "Saint-Denis",
            "Cormoran",
            "Müller",
            "Łódź",
            "Œuvre",
            "48",
            "St.",
            "Co",
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


def found(query, place):
    """Tell whether the tokens of a place answer every word, as the database asks."""
    have = set(tokens_of(place))
    return all(have.intersection(way) for way in ways_of(query_of(query).words, forgiving_way))


def points(query, place):
    return score(query_of(query), place)


@pytest.mark.parametrize(
    "query",
    [
        "cormoran",
        "CORMORAN",
        "cormo",
        "co",
        "48",
        "48 laurendeau",
        "Laurendeau 48",
        "48 r. laurendeau montreal",
        "cormorn",  # a letter left out
        "cormoarn",  # two letters swapped
        "cormorann",
        "kormoran",
        "montréal cormoran",
        "h4e 3w4",
        "h4e3w4",
        "le bar du cormoran inc.",
    ],
)
def test_an_entry_is_found_however_it_is_typed(query):
    assert found(query, CORMORAN)
    assert points(query, CORMORAN) >= 55


@pytest.mark.parametrize("query", ["pelican", "49", "4", "cormoran 50", "rmo"])
def test_what_is_not_meant_is_not_found(query):
    assert not found(query, CORMORAN) or points(query, CORMORAN) < 55


def test_an_exact_number_ranks_first():
    beside = Place("Le Cormoran bleu", "4800 boulevard Laurier", "Québec", "QC")
    letter = Place("Cormoran Traiteur", "48A rue Laurendeau", "Montréal", "QC")
    ranked = sorted([beside, letter, CORMORAN], key=lambda place: -points("48 laur", place))
    assert ranked[-1] is beside


def test_the_house_ranks_before_the_suite_and_what_begins_so_before_what_holds_it():
    asked = [
        Place("Old Rail", "200 Main Street"),
        Place("Old Rail", "31 Oak Street, Suite 200"),
        Place("Mainsail", "31 Oak Street, Suite 200"),
    ]
    assert max(asked, key=lambda place: points("200 main", place)) is asked[0]
    first, within = Place("Brewery Elk", "80 Oak St"), Place("Elk Brewery", "80 Oak St")
    assert points("80 brew", first) > points("80 brew", within)


def test_who_types_all_of_a_short_name_means_that_one():
    assert points("subwya", Place("Subway")) > points("subwya", Place("Subway La and Co"))


@given(
    st.text("abcdefgh ", min_size=4, max_size=20).filter(lambda name: len(name.replace(" ", "")) >= 5),
    st.data(),
)
def test_a_name_mistyped_once_shares_a_token_with_itself(name, data):
    at = data.draw(st.integers(0, len(name) - 1))
    slips = [name[:at] + name[at + 1 :], f"{name[:at]}z{name[at:]}", f"{name[:at]}z{name[at + 1 :]}"]
    slips.append(name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :])
    for slip in slips:
        assert set(name_way(slip)).intersection(tokens_of(Place(name)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100 Main Street", "100 main st."),
        ("84 boulevard Saint-Laurent", "84 Boul. St-Laurent"),
        ("5 Fifth Avenue North", "5 5th Ave N"),
        ("12 R. de l'Église", "12 rue de l’eglise"),
        ("Weizer Straße 7", "weizer str 7"),
        ("Arnie Morton's", "arnie mortons"),
    ],
)
def test_abbreviations_are_one_word(one, other):
    assert words_of(one) == words_of(other)


@UNHURRIED
@given(NAMES)
def test_case_accents_and_order_change_nothing(name):
    place = Place(name)
    for query in (name, name.upper(), plain(name), " ".join(reversed(name.split()))):
        assert {word[0] for word in query_of(query).words} == {word[0] for word in query_of(name).words}
        assert found(query, place)
        assert points(query, place) >= 55 or not query_of(query).words


@UNHURRIED
@given(st.text(max_size=60))
def test_any_text_is_taken(text):
    place = Place(text, text, text, text, text, text, "US")
    assert tokens_of(place) == tokens_of(place)
    assert points(text, place) >= 0
    assert "".join(part for part, _ in marked(text, text)) == text
    assert words_of(" ".join(words_of(text))) == words_of(text)
    assert likeness(place, place) == likeness(place, place)


@pytest.mark.parametrize(
    ("query", "answer"), [("", False), ("a", False), (" b ", False), ("ab", True), ("7", True)]
)
def test_two_characters_or_any_number(query, answer):
    assert is_askable(query) is answer


def test_what_was_asked_for_is_marked():
    assert marked("48 rue Laurendeau, Montréal", "laur 48 montreal") == [
        ("48", True),
        (" rue ", False),
        ("Laur", True),
        ("endeau, ", False),
        ("Montréal", True),
    ]


def test_a_phone_is_the_same_however_it_is_written():
    forms = ["514 555-0148", "(514) 555 0148", "+1 514-555-0148", "15145550148"]
    shared = set.intersection(*(set(phone_digits(form, "CA")) for form in forms))
    assert shared


def test_names_are_compared_by_what_tells_them_apart():
    assert core_of("Bar Le Cormoran inc.") == ["cormoran"]
    assert core_of("The Bar") == ["bar"]


R = DuplicateReason


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (CORMORAN, {R.SAME_PHONE, R.SAME_ADDRESS, R.SIMILAR_NAME}),
        (
            Place("Cormoran Traiteur", "48A rue Laurendeau", "Montréal"),
            {R.SAME_STREET_NUMBER, R.SIMILAR_NAME},
        ),
        (Place("Taverne du Cormoran", "112 rue Laurendeau", "Montréal"), {R.SIMILAR_NAME}),
        (Place("Le Cormoran", "4800 boulevard Laurier", "Québec"), set()),
        (Place("Autre chose", phone="+1 514 555 0148", country="CA"), {R.SAME_PHONE}),
        (Place("Autre chose", "48 R. Laurendeau", "Montreal"), {R.SAME_ADDRESS}),
        (Place("Autre chose", "48 rue Sherbrooke", "Montréal"), set()),
        (Place("Cormorant", "", ""), {R.SIMILAR_NAME}),
    ],
)
def test_a_duplicate_says_why(other, reasons):
    typed = Place("Cormoran Laurendeau", "48 rue Laurendeau", "Montréal", "QC", "", "514 555 0148", "CA")
    assert set(likeness(typed, other).reasons) == reasons


@UNHURRIED
@given(NAMES, NAMES)
def test_likeness_is_mutual(one, other):
    assert likeness(Place(one), Place(other)) == likeness(Place(other), Place(one))


def test_5th_and_6th_avenue_are_two_streets():
    one, other = Place("X", "10 5th Ave", "Portland"), Place("Y", "10 6th Ave", "Portland")
    assert likeness(one, other).reasons == ()
