"""Whatever is changed in whatever order, also at once: what applies to each customer follows from what is set."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from io import StringIO
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from catalogs.models import CustomerTerms, PriceList
from catalogs.queries import terms_of_level, terms_off
from catalogs.services import change_terms
from retailers.models import Customer, CustomerGroup, GroupMember
from retailers.queries import Level
from tests.catalogs.terms import Terms, same
from tests.world import World
from wholesale.organizations.enums import AgreementStatus
from wholesale.organizations.models import Agreement
from wholesale.tenancy.retries import retried
from wholesale.tenancy.testing import acting_as, as_owner

RETAILERS = ("rita", "remy", "rosa")
GROUP, CUSTOMER, LIST = st.integers(0, 2), st.sampled_from(RETAILERS), st.integers(0, 1)
CHANGES = st.sampled_from(
    [
        {"minimum_order": Decimal(70)},
        {"minimum_order": None},
        {"delivery_fee": Decimal(8), "delivery_fee_free_from": Decimal(80)},
        {"delivery_fee": Decimal(0), "delivery_fee_free_from": None},
        {"delivery_fee": None, "delivery_fee_free_from": None},
        {"has_credit_limit": True, "credit_limit": Decimal(400)},
        {"has_credit_limit": False, "credit_limit": None},
        {"has_credit_limit": None, "credit_limit": None},
        {"payment_terms": "net", "payment_terms_days": 45},
        {"payment_terms": None, "payment_terms_days": None},
        {"is_tax_exempt": True, "tax_certificate": "QC-1"},
        {"is_tax_exempt": None, "tax_certificate": ""},
        {"adds_own_stock": True},
        {"adds_own_stock": False},
        {"adds_own_stock": None},
    ]
)


class TermsMachine(RuleBasedStateMachine):
    """Alder's three customers, three groups and three price lists."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        setattr(self.block, "_from_testcase", True)  # noqa: B010
        self.block.__enter__()
        self.supplier, self.by = self.world.orgs["alder"], self.world.users["alder"]
        terms = Terms(self.world)
        self.lists = [terms.list("On-premise"), terms.list("Off-premise")]
        with acting_as(self.world.context("alder")):
            self.groups = [self.world.groups["alder"]] + [
                CustomerGroup.objects.create(supplier=self.supplier, name=f"Group {rank}", rank=rank)
                for rank in (2, 3)
            ]
        self.customers = {name: self.world.customers["alder", name] for name in RETAILERS}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def change(self, holder: Level, changes: dict[str, Any]) -> None:
        with acting_as(self.world.context("alder")):
            change_terms(holder=holder, changes=changes, version=None, by=self.by)

    @rule(name=CUSTOMER, changes=CHANGES)
    def set_for_a_customer(self, name: str, changes: dict[str, Any]) -> None:
        self.change(Level(self.supplier, customer=self.customers[name]), changes)

    @rule(number=GROUP, changes=CHANGES)
    def set_for_a_group(self, number: int, changes: dict[str, Any]) -> None:
        self.change(Level(self.supplier, group=self.groups[number]), changes)

    @rule(number=GROUP, listed=LIST)
    def give_a_group_a_list(self, number: int, listed: int) -> None:
        holder = Level(self.supplier, group=self.groups[number])
        self.change(holder, {"price_list_id": self.lists[listed].pk})

    @rule(changes=CHANGES)
    def set_for_all(self, changes: dict[str, Any]) -> None:
        self.change(Level(self.supplier), changes)

    @rule(name=CUSTOMER, number=GROUP)
    def join_or_leave(self, name: str, number: int) -> None:
        keys = {"supplier": self.supplier, "customer": self.customers[name], "group": self.groups[number]}
        with acting_as(self.world.context("alder")):
            if not GroupMember.objects.filter(**keys).delete()[0]:
                GroupMember.objects.create(**keys)

    @rule(number=GROUP)
    def move_to_the_end(self, number: int) -> None:
        with acting_as(self.world.context("alder")):
            last = max(CustomerGroup.objects.values_list("rank", flat=True))
            CustomerGroup.objects.filter(pk=self.groups[number].pk).update(rank=last + 1)

    @rule(number=GROUP)
    def delete_and_make_anew(self, number: int) -> None:
        old = self.groups[number]
        with acting_as(self.world.context("alder")):
            CustomerGroup.objects.filter(pk=old.pk).delete()
            self.groups[number] = CustomerGroup.objects.create(
                supplier=self.supplier, name=old.name, rank=old.rank + 100 * number + 1_000
            )

    @rule(listed=LIST)
    def choose_the_default_list(self, listed: int) -> None:
        with acting_as(self.world.context("alder")):
            lists = PriceList.objects.filter(supplier=self.supplier)
            lists.filter(is_default=True).update(is_default=False)
            lists.filter(pk=self.lists[listed].pk).update(is_default=True)

    @rule(name=CUSTOMER, distributor=st.sampled_from(["dawn", "dusk", None]))
    def give_to_a_distributor(self, name: str, distributor: str | None) -> None:
        given = self.world.orgs[distributor] if distributor else None
        with acting_as(self.world.context("alder")):
            Customer.objects.filter(pk=self.customers[name].pk).update(distributor=given)

    @rule(distributor=st.sampled_from(["dawn", "dusk"]), is_on=st.booleans(), is_active=st.booleans())
    def agree_on_both_warehouses(self, distributor: str, is_on: bool, is_active: bool) -> None:
        now = timezone.now()
        with as_owner():
            Agreement.objects.filter(supplier=self.supplier, distributor=self.world.orgs[distributor]).update(
                both_warehouses_since=now if is_on else None,
                status=AgreementStatus.ACTIVE if is_active else AgreementStatus.ENDED,
                ended_at=now,
            )

    @invariant()
    def what_applies_follows(self) -> None:
        with acting_as(self.world.context("alder")):
            assert terms_off(self.supplier.pk) == []
            for customer in Customer.objects.filter(pk__in=[each.pk for each in self.customers.values()]):
                row = CustomerTerms.objects.get(customer=customer)
                said = terms_of_level(Level(self.supplier, customer=customer))
                assert same(row, said)
                listed = said[0].values["price_list_id"]
                default = PriceList.objects.get(supplier=self.supplier, is_default=True).pk
                assert row.price_list_id == (listed or default)


def test_any_sequence_of_changes_is_followed(world: World) -> None:
    run_state_machine_as_test(
        type("Machine", (TermsMachine,), {"world": world}),
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def jobs_at_once(world: World) -> list[Any]:
    """Return changes of levels, memberships and ranks, that touch the same customers."""
    supplier, by, bars = world.orgs["alder"], world.users["alder"], world.groups["alder"]
    with acting_as(world.context("alder")):
        cellars = CustomerGroup.objects.create(supplier=supplier, name="Cellars", rank=0)

    def change(amount: int, **holder: Any) -> None:
        changes = {"minimum_order": Decimal(amount)}
        change_terms(holder=Level(supplier, **holder), changes=changes, version=None, by=by)

    def switch(group: CustomerGroup) -> None:
        keys = {"supplier": supplier, "customer": world.customers["alder", "rita"], "group": group}
        if not GroupMember.objects.filter(**keys).delete()[0]:
            GroupMember.objects.create(**keys)

    def move(rank: int) -> None:
        CustomerGroup.objects.filter(pk=cellars.pk).update(rank=rank)

    return [
        job
        for turn in range(6)
        for job in (
            partial(change, turn, group=bars),
            partial(change, 100 + turn, group=cellars),
            partial(change, 200 + turn, customer=world.customers["alder", "remy"]),
            partial(change, 300 + turn),
            partial(switch, cellars),
            partial(switch, bars),
            partial(move, 5 + turn),
        )
    ]


def test_changes_at_once_on_real_transactions_are_followed(committed_world: World) -> None:
    world = committed_world
    jobs, barrier = jobs_at_once(world), Barrier(7)

    def run(job: Any) -> None:
        def once() -> None:
            with acting_as(world.context("alder")):
                job()

        try:
            barrier.wait()
            retried(once)
        finally:
            connection.close()

    with ThreadPoolExecutor(7) as pool:
        list(pool.map(run, jobs))

    with acting_as(world.context("alder")):
        assert terms_off(world.org_id("alder")) == []


def test_who_joins_a_group_whose_terms_are_being_changed_gets_the_new_ones(committed_world: World) -> None:
    world, changed = committed_world, Event()
    alder, rita = world.orgs["alder"], world.customers["alder", "rita"]
    with acting_as(world.context("alder")):
        empty = CustomerGroup.objects.create(supplier=alder, name="Cellars", rank=0)

    def change() -> None:
        with acting_as(world.context("alder")):
            values = {"minimum_order": Decimal(55)}
            holder = Level(alder, group=empty)
            change_terms(holder=holder, changes=values, version=None, by=world.users["alder"])
            changed.set()
            sleep(0.5)
        connection.close()

    def join() -> None:
        changed.wait()
        with acting_as(world.context("alder")):
            GroupMember.objects.create(supplier=alder, customer=rita, group=empty)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda job: job(), (change, join)))

    with acting_as(world.context("alder")):
        assert CustomerTerms.objects.get(customer=rita).minimum_order == 55


def test_the_command_finds_terms_that_do_not_follow(world: World) -> None:
    call_command("check_terms", stdout=StringIO())
    with as_owner():
        CustomerTerms.objects.filter(customer=world.customers["alder", "rita"]).update(minimum_order=1)

    with pytest.raises(CommandError):
        call_command("check_terms", "--supplier", "alder", stderr=StringIO())
