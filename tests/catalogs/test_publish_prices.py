"""Changes of prices: drafted, published at once or for later, withdrawn; what follows on derived lists."""

from decimal import Decimal

import pytest
from django.utils import timezone

from catalogs.enums import ChangeState
from catalogs.errors import (
    ChangeMovedOn,
    HasBegun,
    MomentPassed,
    NothingToPublish,
    PlanRefused,
    PricesRefused,
)
from catalogs.models import Price, PriceChange
from catalogs.services import (
    draft_of,
    follow_base,
    plan_draft,
    publish,
    publish_now,
    set_draft_lines,
    withdraw,
)
from catalogs.services.drafts import ChangePlan
from tests.catalogs.prices import DAY, costs, derived, drafted, passed, price, published, soon, standard
from wholesale.audit.models import AuditEntry
from wholesale.errors import StaleVersion
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def pale(world):
    return world.products["alder"][0]


@pytest.fixture
def stout(world):
    return world.products["alder"][1]


def test_a_draft_changes_nothing_until_it_is_published(world, pale, stout):
    base = standard(world)
    change = drafted(world, base, {pale.pk: price("32", (10, "30.50")), stout.pk: None})
    assert (costs(world, base, pale), costs(world, base, stout)) == (Decimal(30), Decimal(30))

    with acting_as(world.context("alder")):
        done = publish(change=change, version=change.version, by=world.users["alder"])

    assert [costs(world, base, pale, units) for units in (1, 9, 10)] == [32, 32, Decimal("30.5")]
    assert costs(world, base, stout) is None
    assert (done.state, done.published_by_name) == (ChangeState.PUBLISHED, "Alder Admin")
    with as_owner():
        entry = AuditEntry.objects.get(verb="prices_published")
    assert (entry.subject_id, entry.after["products"]) == (change.pk, 2)


def test_a_list_has_one_draft_and_a_line_that_asks_for_what_is_leaves_it(world, pale, stout):
    base = standard(world)
    change = drafted(world, base, {pale.pk: price("32"), stout.pk: price("30")})
    with acting_as(world.context("alder")):
        assert draft_of(price_list=base) == change
        assert [line.product_id for line in change.lines.all()] == [pale.pk]

        set_draft_lines(change=change, lines={pale.pk: price("30")}, version=None)
        assert not change.lines.exists()
        with pytest.raises(NothingToPublish):
            publish(change=change, version=None, by=None)


def test_of_two_who_edit_a_draft_the_second_is_told(world, pale):
    change = drafted(world, standard(world), {pale.pk: price("32")})
    with acting_as(world.context("alder")):
        set_draft_lines(change=change, lines={pale.pk: price("33")}, version=change.version)
        with pytest.raises(StaleVersion):
            set_draft_lines(change=change, lines={pale.pk: price("34")}, version=change.version)
        with pytest.raises(StaleVersion):
            publish(change=change, version=change.version, by=None)
        assert change.lines.get().unit_price == 33
    assert costs(world, standard(world), pale) == 30


def test_prices_that_cannot_be_kept_are_refused_by_product_and_strangers_products_left_out(
    world, pale, stout
):
    base, foreign = standard(world), world.products["birch"][0]
    with acting_as(world.context("alder")):
        change = draft_of(price_list=base)
        before = list(change.lines.values())
        wrong = {pale.pk: price("1.005"), stout.pk: price("30", (10, "29"), (5, "28"))}
        with pytest.raises(PricesRefused) as refused:
            set_draft_lines(change=change, lines=wrong, version=None)
        assert set(refused.value.by_product) == {pale.pk, stout.pk}

        set_draft_lines(change=change, lines={foreign.pk: price("1")}, version=None)
        assert list(change.lines.values()) == before


def test_a_scheduled_change_counts_from_its_moment_and_can_be_withdrawn_before(world, pale, stout):
    base = standard(world)
    bars = derived(world, base)
    change = published(world, base, {pale.pk: price("40"), stout.pk: None}, effective_at=soon())
    assert change.is_scheduled
    assert (costs(world, base, pale), costs(world, bars, pale)) == (30, 27)

    passed(world, DAY * 2)
    assert (costs(world, base, pale), costs(world, bars, pale)) == (40, 36)
    assert (costs(world, base, stout), costs(world, bars, stout)) == (None, None)
    with acting_as(world.context("alder")), pytest.raises(HasBegun):
        withdraw(change=change, version=None, by=None)

    later = published(world, base, {pale.pk: price("50")}, effective_at=soon())
    with acting_as(world.context("alder")):
        gone = withdraw(change=later, version=later.version, by=world.users["alder"])
        with pytest.raises(ChangeMovedOn):
            withdraw(change=later, version=None, by=None)
        assert not Price.objects.filter(change=later).exists()
    assert gone.state == ChangeState.WITHDRAWN
    passed(world, DAY * 2)
    assert (costs(world, base, pale), costs(world, bars, pale)) == (40, 36)


def test_what_ends_falls_back_to_what_was_before_on_the_list_and_those_that_follow_it(world, pale):
    base = standard(world)
    bars = derived(world, base, derived_amount=Decimal("1.10"), rounding="0.50")
    end = timezone.now() + 3 * DAY
    published(world, base, {pale.pk: price("20", (6, "18"))}, effective_at=soon(), ends_at=end)
    passed(world, DAY * 2)
    assert [costs(world, each, pale, 6) for each in (base, bars)] == [18, 19]
    assert [costs(world, each, pale) for each in (base, bars)] == [20, 21]

    passed(world, DAY * 2)
    assert [costs(world, each, pale) for each in (base, bars)] == [30, 31]


def test_two_changes_for_one_moment_the_one_published_later_counts_until_it_is_withdrawn(world, pale):
    base, moment = standard(world), soon()
    published(world, base, {pale.pk: price("40")}, effective_at=moment)
    second = published(world, base, {pale.pk: price("41")}, effective_at=moment)
    third = published(world, base, {pale.pk: price("42")}, effective_at=moment)
    with acting_as(world.context("alder")):
        withdraw(change=third, version=None, by=None)
    passed(world, DAY * 2)
    assert second.effective_at
    assert second.effective_at > moment
    assert costs(world, base, pale) == 41


def test_a_moment_that_has_passed_between_looking_and_pressing_is_refused_and_nothing_written(world, pale):
    base = standard(world)
    change = drafted(world, base, {pale.pk: price("40")}, effective_at=soon())
    passed(world, DAY * 2)
    with acting_as(world.context("alder")):
        rows = Price.objects.count()
        with pytest.raises(MomentPassed):
            publish(change=change, version=None, by=None)
        assert (Price.objects.count(), PriceChange.objects.get(pk=change.pk).state) == (
            rows,
            ChangeState.DRAFT,
        )
        with pytest.raises(PlanRefused):
            plan_draft(change=change, plan=ChangePlan(effective_at=timezone.now() - DAY), version=None)


def test_own_prices_of_a_derived_list_come_first_and_go_back_to_the_base_of_today(world, pale, stout):
    base = standard(world)
    bars = derived(world, base)
    published(world, bars, {pale.pk: price("25")})
    published(world, base, {pale.pk: price("40"), stout.pk: price("50")})
    assert (costs(world, bars, pale), costs(world, bars, stout)) == (25, 45)

    back = published(world, bars, {pale.pk: None}, effective_at=soon())
    published(world, bars, {pale.pk: price("26")})
    with acting_as(world.context("alder")):
        withdraw(change=back, version=None, by=None)
    passed(world, DAY * 2)
    assert costs(world, bars, pale) == 26

    published(world, bars, {pale.pk: None})
    assert costs(world, bars, pale) == 36


def test_a_withdrawn_return_to_the_base_gives_an_own_price_back_its_own_end(world, pale):
    base = standard(world)
    bars = derived(world, base)
    end = timezone.now() + 5 * DAY
    published(world, bars, {pale.pk: price("25")}, ends_at=end)
    back = published(world, bars, {pale.pk: None}, effective_at=soon())
    with acting_as(world.context("alder")):
        withdraw(change=back, version=None, by=None)
        assert Price.objects.get(price_list=bars, is_derived=False).valid_until == end


def test_a_rule_that_changes_moves_the_list_from_then_on_with_what_is_scheduled(world, pale, stout):
    base = standard(world)
    bars = derived(world, base)
    end = timezone.now() + 4 * DAY
    published(world, base, {pale.pk: price("20")}, ends_at=end)
    published(world, base, {stout.pk: price("60")}, effective_at=soon())
    with acting_as(world.context("alder")):
        bars.derived_percent = Decimal(-50)
        bars.save()
        follow_base(price_list=bars)
    assert (costs(world, bars, pale), costs(world, bars, stout)) == (10, 15)
    passed(world, DAY * 2)
    assert (costs(world, bars, pale), costs(world, bars, stout)) == (10, 30)
    passed(world, DAY * 3)
    assert costs(world, bars, pale) == 15


def test_prices_at_once_leave_the_draft_alone_and_what_is_so_already_writes_nothing(world, pale):
    base = standard(world)
    change = drafted(world, base, {pale.pk: price("99")})
    with acting_as(world.context("alder")):
        made = publish_now(
            price_list=base, prices={pale.pk: price("31")}, name="Pale", by=world.users["alder"]
        )
        assert made
        assert made.state == ChangeState.PUBLISHED
        assert publish_now(price_list=base, prices={pale.pk: price("31")}, by=None) is None
        assert PriceChange.objects.get(pk=change.pk).lines.get().unit_price == 99
    assert costs(world, base, pale) == 31


@pytest.mark.parametrize(("products", "lists"), [(1, 0), (2, 0), (2, 3)])
def test_publishing_takes_as_many_statements_for_one_product_as_for_many(
    world, products, lists, django_assert_num_queries
):
    base = standard(world)
    for number in range(lists):
        derived(world, base, name=f"List {number}", derived_percent=number)
    lines = {each.pk: price("44") for each in world.products["alder"][:products]}
    change = drafted(world, base, lines)
    with acting_as(world.context("alder")), django_assert_num_queries(10):
        publish(change=change, version=change.version, by=world.users["alder"])
