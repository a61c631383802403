"""Any sequence of movements keeps to a simple model: the ledger adds up, nothing is sold twice or lost."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from inventory.errors import HeldLess, InsufficientStock
from inventory.models import StockBalance
from inventory.queries import reconciliation
from inventory.services import (
    Count,
    TransferDraft,
    Wanted,
    adjust_stock,
    cancel_transfer,
    receive_stock,
    receive_transfer,
    release_stock,
    reserve_stock,
    return_stock,
    save_transfer,
    send_transfer,
    ship_stock,
)
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as

UNITS, PRODUCT = st.integers(1, 12), st.integers(0, 1)
KEEPERS = st.sampled_from([("alder",), ("dawn",), ("dawn", "alder")])
Taken = dict[tuple[str, int], int]  # units by (keeper, product)


def by_product(taken: Taken) -> dict[int, int]:
    found: Counter[int] = Counter()
    for (_keeper, product), count in taken.items():
        found[product] += count
    return dict(found)


def deliverers_first(taken: Taken, product: int, units: int) -> Iterator[tuple[tuple[str, int], int]]:
    """Yield how many of so many units are of each keeper: the distributor's leave, and come back, first."""
    for keeper in ("dawn", "alder"):
        given = min(units, taken.get((keeper, product), 0))
        units -= given
        if given:
            yield (keeper, product), given


class StockMachine(RuleBasedStateMachine):
    """Alder's two products, in its own warehouse and in dawn's."""

    world: World
    held, shipped, sent = Bundle("held"), Bundle("shipped"), Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.supplier, self.products = self.world.orgs["alder"], self.world.products["alder"]
        self.block = transaction.atomic()
        setattr(self.block, "_from_testcase", True)  # noqa: B010
        self.block.__enter__()
        self.on_hand: Counter[tuple[str, int]] = Counter()
        self.reserved: Counter[tuple[str, int]] = Counter()
        for row in self.rows():
            key = (row.keeper.slug, self.products.index(row.product))
            self.on_hand[key], self.reserved[key] = row.on_hand_units, row.reserved_units

    def rows(self) -> list[StockBalance]:
        with acting_as(self.world.context("alder")):
            keepers = [self.world.orgs["alder"], self.world.orgs["dawn"]]
            rows = StockBalance.objects.filter(supplier=self.supplier, keeper__in=keepers)
            return list(rows.select_related("keeper", "product"))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def act(self, verb: Any, **arguments: Any) -> Any:
        with acting_as(self.world.context("alder")):
            return verb(by=self.world.users["alder"], **arguments)

    def free(self, key: tuple[str, int]) -> int:
        return self.on_hand[key] - self.reserved[key]

    @rule(product=PRODUCT, units=UNITS)
    def receive(self, product: int, units: int) -> None:
        amounts = {self.products[product].pk: units}
        warehouse = self.world.warehouses["alder"]
        self.act(receive_stock, supplier=self.supplier, warehouse=warehouse, units_by_product=amounts)
        self.on_hand["alder", product] += units

    @rule(product=PRODUCT, change=st.integers(-12, 12))
    def adjust(self, product: int, change: int) -> None:
        change_of = {"product": self.products[product], "change_units": change, "reason": "counted"}
        fits = self.free(("alder", product)) + change >= 0
        try:
            self.act(
                adjust_stock, supplier=self.supplier, warehouse=self.world.warehouses["alder"], **change_of
            )
        except InsufficientStock:
            assert not fits
        else:
            assert fits
            self.on_hand["alder", product] += change

    @rule(
        target=held, keepers=KEEPERS, units=st.dictionaries(PRODUCT, UNITS, min_size=1), waits=st.booleans()
    )
    def reserve(self, keepers: tuple[str, ...], units: dict[int, int], *, waits: bool) -> Any:
        holder = uuid7()
        fits = waits or all(self.free_at(keepers, product) >= count for product, count in units.items())
        wanted = {
            self.products[product].pk: Wanted(count, allows_backorder=waits)
            for product, count in units.items()
        }
        keys = {"supplier_id": self.supplier.pk, "holder_id": holder, "revision": 1}
        try:
            self.act(reserve_stock, keepers=tuple(map(self.world.org_id, keepers)), wanted=wanted, **keys)
        except InsufficientStock:
            assert not fits
            return multiple()
        assert fits
        taken = {
            key: count
            for product, asked in units.items()
            for key, count in self.split(keepers, product, asked)
        }
        for key, count in taken.items():
            self.reserved[key] += count
        return (holder, taken)

    def free_at(self, keepers: tuple[str, ...], product: int) -> int:
        return sum(self.free((keeper, product)) for keeper in keepers)

    def split(
        self, keepers: tuple[str, ...], product: int, asked: int
    ) -> Iterator[tuple[tuple[str, int], int]]:
        """Yield what each keeper gives: the first as much as it has, the next the rest."""
        for keeper in keepers:
            given = min(asked, self.free((keeper, product)))
            asked -= given
            if given:
                yield (keeper, product), given

    @rule(order=consumes(held))
    def release(self, order: Any) -> None:
        holder, taken = order
        self.act(release_stock, supplier_id=self.supplier.pk, holder_id=holder, revision=2)
        self.reserved.subtract(taken)

    @rule(target=shipped, order=consumes(held), short=st.integers(0, 2))
    def ship(self, order: Any, short: int) -> Any:
        holder, taken = order
        gone = {product: max(0, count - short) for product, count in by_product(taken).items()}
        keys = {"supplier_id": self.supplier.pk, "holder_id": holder, "revision": 2}
        amounts = {self.products[product].pk: count for product, count in gone.items()}
        self.act(ship_stock, units_by_product=amounts, **keys)
        left = {
            key: count for product in gone for key, count in deliverers_first(taken, product, gone[product])
        }
        self.reserved.subtract(taken)
        self.on_hand.subtract(left)
        return (holder, left)

    @rule(order=consumes(shipped), back=st.integers(0, 14))
    def bring_back(self, order: Any, back: int) -> None:
        holder, left = order
        gone = by_product(left)
        fits = all(back <= count for count in gone.values())
        keys = {"supplier_id": self.supplier.pk, "holder_id": holder, "revision": 3}
        amounts = {self.products[product].pk: back for product in gone}
        try:
            self.act(return_stock, units_by_product=amounts, **keys)
        except HeldLess:
            assert not fits
        else:
            assert fits
            for product in gone:
                self.on_hand.update(dict(deliverers_first(left, product, back)))

    @rule(target=sent, product=PRODUCT, units=UNITS)
    def send(self, product: int, units: int) -> Any:
        amounts = {self.products[product].pk: units}
        draft = TransferDraft(self.world.warehouses["alder"], self.world.warehouses["dawn"], amounts)
        transfer = self.act(save_transfer, supplier=self.supplier, draft=draft)
        fits = self.free(("alder", product)) >= units
        try:
            transfer = self.act(send_transfer, transfer=transfer)
        except InsufficientStock:
            assert not fits
            return multiple()
        assert fits
        self.on_hand["alder", product] -= units
        return (transfer, product, units)

    @rule(sending=consumes(sent))
    def call_back(self, sending: Any) -> None:
        transfer, product, units = sending
        self.act(cancel_transfer, transfer=transfer)
        self.on_hand["alder", product] += units

    @rule(sending=consumes(sent), broken=st.integers(0, 2))
    def count(self, sending: Any, broken: int) -> None:
        transfer, product, units = sending
        broken = min(broken, units)
        counts = {self.products[product].pk: Count(units - broken, broken)}
        with acting_as(self.world.context("dawn")):
            receive_transfer(transfer=transfer, counts=counts, by=self.world.users["dawn"])
        self.on_hand["dawn", product] += units - broken

    @invariant()
    def the_balances_are_the_models_and_the_ledgers(self) -> None:
        for row in self.rows():
            key = (row.keeper.slug, self.products.index(row.product))
            assert (row.on_hand_units, row.reserved_units) == (self.on_hand[key], self.reserved[key])
        with acting_as(self.world.context("alder")):
            assert reconciliation.balances_off(self.supplier.pk) == []
            assert reconciliation.transfers_off(self.supplier.pk) == []
            assert all(units > 0 for units in reconciliation.held_by_holder(self.supplier.pk).values())


def test_any_sequence_of_movements_adds_up(world):
    run_state_machine_as_test(
        type("Machine", (StockMachine,), {"world": world}),
        settings=settings(
            max_examples=20,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
