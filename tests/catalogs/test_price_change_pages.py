"""Changes of prices on their pages: looked at, timed, published, withdrawn, thrown away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogs.enums import ChangeState
from catalogs.models import PriceChange
from tests.catalogs.prices import costs, drafted, passed, price, published, soon, standard
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

BASE = "/alder/selling/price-changes/"


@pytest.fixture
def pale(world):
    return world.products["alder"][0]


@pytest.fixture
def change(world, pale):
    return drafted(world, standard(world), {pale.pk: price("40", (10, "38"))})


@pytest.fixture
def alder(world):
    return world.client("alder")


def address(change, tail=""):
    return f"{BASE}{change.pk}/{tail}"


def press(client, change, **data):
    sent = {"form_key": str(uuid7()), "version": change.version} | data
    return client.post(address(change, "publication/"), sent)


def stands(change):
    with as_owner():
        return PriceChange.objects.get(pk=change.pk)


def test_the_page_shows_before_and_after_and_who_pays_what(alder, world, change):
    page = alder.get(address(change)).content.decode()
    assert "$30.00" in page
    assert "$40.00" in page
    payers = alder.get(address(change, "customers/")).content.decode()
    assert "3 active retailers pay other prices" in payers
    remy = world.customers["alder", "remy"]
    one = alder.get(address(change, f"customers/{remy.pk}/")).content.decode()
    assert "$40.00" in one
    assert costs(world, standard(world), world.products["alder"][0]) == 30


def test_changes_of_prices_stand_under_price_lists_in_the_menu(alder, change):
    for path in (BASE, address(change)):
        page = alder.get(path).content.decode()
        before = page[: page.index('aria-current="page"')]
        assert before.rstrip().endswith('href="/alder/selling/price-lists/"')


def test_publishing_twice_is_publishing_once(alder, world, change, pale):
    data = {"form_key": str(uuid7())}
    assert press(alder, change, **data).status_code == 302
    assert press(alder, change, **data).status_code == 302
    assert stands(change).state == ChangeState.PUBLISHED
    assert costs(world, standard(world), pale) == 40


def test_what_is_typed_in_the_plan_and_not_saved_counts_when_the_button_is_pressed(
    alder, world, change, pale
):
    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    typed = {"first_day": day, "tells_customers": "on", "note": "Malt"}

    answer = press(alder, change, **typed, last_day="yesterday")
    assert answer.status_code == 422
    assert 'value="yesterday"' in answer.content.decode()
    answer = press(alder, change, **typed | {"first_day": "2020-01-01"})
    assert answer.status_code == 422
    assert "This moment has passed." in answer.content.decode()
    assert stands(change).state == ChangeState.DRAFT
    assert stands(change).note == ""

    assert press(alder, change, **typed).status_code == 302
    done = stands(change)
    assert (done.state, done.is_scheduled, done.note, done.tells_customers) == (
        ChangeState.PUBLISHED,
        True,
        "Malt",
        True,
    )
    assert costs(world, standard(world), pale) == 30


def test_a_plan_that_somebody_elses_edit_overtook_is_kept_and_can_be_sent_again(alder, world, change, pale):
    stale = change.version
    drafted(world, standard(world), {pale.pk: price("50")})
    typed = {"first_day": "", "name": "Autumn", "version": stale}
    answer = alder.post(address(change, "plan/"), typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="Autumn"' in page
    assert f'name="version" value="{stale}"' not in page
    assert page.count(f'name="version" value="{stands(change).version}"') == 2


def test_the_second_of_two_people_is_told_who_was_first(alder, world, change):
    press(alder, change)
    answer = press(alder, change)
    assert answer.status_code == 409
    assert "Alder Admin has published these prices meanwhile." in answer.content.decode()


def test_a_draft_that_changed_since_it_was_looked_at_is_shown_again(alder, world, change, pale):
    seen = change.version
    drafted(world, standard(world), {pale.pk: price("50")})
    answer = press(alder, change, version=seen)
    assert answer.status_code == 409
    assert "$50.00" in answer.content.decode()
    assert costs(world, standard(world), pale) == 30


def test_a_moment_that_passed_before_the_press_is_refused_in_words(alder, world, pale):
    change = drafted(world, standard(world), {pale.pk: price("40")}, effective_at=soon())
    passed(world, timedelta(days=2))
    answer = press(alder, change)
    assert answer.status_code == 409
    assert "This moment has passed." in answer.content.decode()
    assert stands(change).state == ChangeState.DRAFT


def test_the_plan_is_kept_in_the_suppliers_days_and_wrong_ones_stand_beside_their_field(alder, world, change):
    day = (timezone.now() + timedelta(days=9)).date()
    data = {
        "version": change.version,
        "name": "Autumn",
        "first_day": day.isoformat(),
        "note": "Malt",
        "tells_customers": "on",
    }
    assert alder.post(address(change, "plan/"), data).status_code == 302
    kept = stands(change)
    assert (kept.name, kept.note, kept.tells_customers) == ("Autumn", "Malt", True)
    assert kept.effective_at.astimezone(kept.effective_at.tzinfo) > timezone.now()

    wrong = data | {"version": kept.version, "first_day": "2020-01-01"}
    answer = alder.post(address(change, "plan/"), wrong)
    assert answer.status_code == 422
    assert "This moment has passed." in answer.content.decode()
    assert "2020-01-01" in answer.content.decode()


def test_a_scheduled_change_is_withdrawn_and_a_draft_thrown_away(alder, world, change, pale):
    assert alder.post(address(change, "deletion/")).status_code == 302
    with as_owner():
        assert not PriceChange.objects.filter(pk=change.pk).exists()
    later = published(world, standard(world), {pale.pk: price("44")}, effective_at=soon())
    assert "Scheduled" in alder.get(f"{BASE}?state=scheduled").content.decode()
    assert alder.post(address(later, "withdrawal/")).status_code == 302
    assert stands(later).state == ChangeState.WITHDRAWN
    assert alder.post(address(later, "withdrawal/")).status_code == 409


def test_a_viewer_looks_and_does_not_publish(world, sally, change):
    assert sally.get(address(change)).status_code == 200
    assert press(sally, change).status_code == 403
    payers = sally.get(address(change, "customers/")).content.decode()
    assert "1 active retailer pays" in payers


@pytest.mark.parametrize("products", [1, 2])
def test_the_pages_take_as_many_statements_for_one_price_as_for_more(alder, world, products):
    lines = {each.pk: price("44") for each in world.products["alder"][:products]}
    change = drafted(world, standard(world), lines)
    one = f"customers/{world.customers['alder', 'remy'].pk}/"
    assert [statements(alder, address(change, tail)) for tail in ("", "customers/", one)] == [11, 10, 11]
    assert statements(alder, BASE) == 8


def statements(client, path):
    """Return how many statements a page takes, the six that every page asks among them."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("typed", [{"version": "nonsense"}, {"form_key": ""}])
def test_a_press_that_names_no_version_publishes_nothing(alder, change, typed):
    answer = press(alder, change, **typed)
    assert answer.status_code == 422
    assert "Look at these prices again, then publish." in answer.content.decode()
    assert stands(change).state == ChangeState.DRAFT
