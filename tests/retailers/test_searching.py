"""Typing into the directory search, against the database (SPEC.md C2)."""

import pytest

from retailers import queries, services
from retailers.details import CustomerDetails, EntryDetails
from wholesale.tenancy.testing import acting_as

ENTRIES = [
    EntryDetails(
        name="Avondale Brewing Company", street="201 41st St S", city="Birmingham", phone="205 777-5456"
    ),
    EntryDetails(name="Lake Shore Liquors", street="1250 Laurel Avenue", city="Duluth", phone="218 555-0172"),
    EntryDetails(name="Mountain Standard", street="1250 Boulevard Saint-Laurent", city="Laval", country="CA"),
    EntryDetails(name="Restauration Nord", street="7 Quai Nord", city="Lyon", country="FR"),
    EntryDetails(name="Épicerie Œuvre", street="7 rue de l'Église", city="Québec", country="CA"),
]


@pytest.fixture
def directory(world):
    for details in ENTRIES:
        with acting_as(world.context("alder")):
            services.create_retailer(
                entry=details,
                customer=CustomerDetails(),
                supplier=world.orgs["alder"],
                none_of=frozenset(),
                by=world.users["alder"],
            )
    return world


def find(world, query):
    with acting_as(world.context("birch")):
        return [hit.entry.name for hit in queries.hits_for_supplier(world.acting("birch"), query)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("avondlae brewing", "Avondale Brewing Company"),  # swapped
        ("avndale birmingham", "Avondale Brewing Company"),  # left out
        ("Avonddale Brewng Co", "Avondale Brewing Company"),  # one in each word
        ("avond", "Avondale Brewing Company"),
        ("avomd", "Avondale Brewing Company"),  # a slip while typing
        ("ake shore liquors", "Lake Shore Liquors"),  # three letters are left of four
        ("lakeshore", "Lake Shore Liquors"),
        ("mountain stan dard", "Mountain Standard"),  # one word typed as two
        ("lakeshore liquers", "Lake Shore Liquors"),
        ("avondale brewing @ 201", "Avondale Brewing Company"),  # no email, though it holds an @
        ("1250 laur duluth", "Lake Shore Liquors"),
        ("1250 boul st-laurent", "Mountain Standard"),
        ("1250 boul", "Mountain Standard"),
        ("7 rest", "Restauration Nord"),  # not only Resto
        ("mountain blvd. saint laurent", "Mountain Standard"),
        ("oeuvre epicerie", "Épicerie Œuvre"),
        ("7 r. eglise", "Épicerie Œuvre"),
        ("205-777-5456", "Avondale Brewing Company"),
        ("205-777-5465", "Avondale Brewing Company"),  # two digits swapped
        ("205-777-9456", "Avondale Brewing Company"),  # one wrong digit
        ("+1 218 555 0172", "Lake Shore Liquors"),
    ],
)
def test_what_is_typed_finds_what_is_meant(directory, query, name):
    assert find(directory, query)[:1] == [name]


@pytest.mark.parametrize("query", ["pelican", "1251", "205-777-9999", "avondale duluth"])
def test_what_nobody_has_is_not_found(directory, query):
    assert find(directory, query) == []


def test_both_entries_of_a_number_are_found(directory):
    assert set(find(directory, "1250")) == {"Lake Shore Liquors", "Mountain Standard"}


@pytest.mark.parametrize(
    ("query", "statements"), [("avondale", 2), ("xyzzy plugh frobozz", 2), ("205-777-5456", 2)]
)
def test_a_search_takes_the_same_few_statements(directory, query, statements, django_assert_num_queries):
    acting = directory.acting("birch")
    with acting_as(directory.context("birch")), django_assert_num_queries(statements):
        queries.hits_for_supplier(acting, query)


def test_likely_duplicates_take_the_same_few_statements(directory, django_assert_num_queries):
    typed = EntryDetails(
        name="Avondale Taproom", email="x@example.com", street="201 41st Street", city="Birmingham"
    )
    with acting_as(directory.context("birch")), django_assert_num_queries(4):
        found = queries.likely_duplicates(directory.orgs["birch"], typed)
    assert [duplicate.entry.name for duplicate in found] == ["Avondale Brewing Company"]
