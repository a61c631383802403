"""No context, no rows; each context its own; a switch ends where it began; who may switch is a closed list."""

import ast
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from catalogs.models import Product
from orders.models import Order, OrderLine
from retailers.models import Customer
from tests.world import World
from wholesale.accounts.models import User
from wholesale.organizations.models import Person
from wholesale.tenancy.contexts import (
    CROSS_SIDE_SERVICES,
    PLATFORM_SERVICES,
    Context,
    act_as,
    act_for,
    act_for_platform,
)
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.server

ROOT = Path(__file__).parent.parent
APPS = ("wholesale", "retailers", "catalogs", "inventory", "orders", "invitations")


def current_role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0]).rpartition("_")[2]


def test_a_context_before_the_first_statement_of_a_transaction_holds(committed_world: World) -> None:
    context = committed_world.context("alder")

    with transaction.atomic():
        with act_as(context):
            assert current_role() == "supplier"
        assert current_role() == "app"


@pytest.mark.parametrize("context", [None, "autocommit", Context(Role.PUBLIC)])
def test_without_a_context_in_a_transaction_the_database_refuses(
    world: World, context: Context | str | None
) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied for table orders_order"),
        transaction.atomic(),
    ):
        if context == "autocommit":  # a savepoint of the test, but no transaction of the code
            transaction.get_connection().atomic_blocks[-1]._from_testcase = True
            context = world.context("alder")
        with act_as(context):  # type: ignore[arg-type]
            Order.objects.count()


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.DISTRIBUTOR, Role.GUEST, Role.LINK, Role.RETAILER])
def test_a_role_without_its_keys_sees_nothing(world: World, role: Role) -> None:
    with acting_as(Context(role)):
        assert Order.objects.count() == 0


def test_a_guest_and_a_link_are_narrower_than_their_distributor(world: World) -> None:
    alder, birch, dusk = (world.org_id(name) for name in ("alder", "birch", "dusk"))
    order = world.orders["alder", "rosa"].id
    with acting_as(world.context("gale")):
        assert [o.supplier_id for o in Order.objects.all()] == [birch]
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Customer.objects.count()
    with acting_as(Context(Role.LINK, distributor_id=dusk, supplier_id=alder, order_id=order)):
        assert Order.objects.get().id == order
        assert OrderLine.objects.count() == 1
    with acting_as(Context(Role.LINK, distributor_id=dusk, supplier_id=alder)):
        assert Order.objects.count() == 0


def test_a_switch_ends_where_it_began_even_by_an_error(world: World) -> None:
    supplier, retailer = world.context("alder"), world.context("rita")
    with acting_as(retailer):
        with pytest.raises(ZeroDivisionError), act_as(supplier):
            assert current_role() == "supplier"
            raise ZeroDivisionError
        assert current_role() == "retailer"
    assert current_role() == "app"


def test_acting_for_a_supplier_keeps_the_person_and_needs_a_transaction(world: World) -> None:
    rita, alder = world.users["rita"], world.org_id("alder")
    with acting_as(world.context("rita")), act_for(alder, by=rita.id), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.user_id'), current_setting('app.retailer_id')")
        assert cursor.fetchone() == (str(rita.id), "")
        assert Product.objects.count() == 2
    with acting_as(world.context("rita")), act_for_platform():
        assert current_role() == "app"
    with pytest.raises(RuntimeError, match="transaction"), act_for(alder, by=rita.id):
        pass
    with pytest.raises(RuntimeError, match="transaction"), act_for_platform():
        pass


@pytest.mark.parametrize(
    ("name", "allowed"), [("act_for", CROSS_SIDE_SERVICES), ("act_for_platform", PLATFORM_SERVICES)]
)
def test_only_the_services_of_the_closed_lists_switch(name: str, allowed: frozenset[str]) -> None:
    used = set()
    for path in (p for app in APPS for p in (ROOT / app).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for function in (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)):
            calls = (n for n in ast.walk(function) if isinstance(n, ast.Call))
            if any(getattr(call.func, "id", getattr(call.func, "attr", "")) == name for call in calls):
                used.add(f"{module}.{function.name}")

    assert used == allowed


def test_the_database_copies_keys_and_refuses_another_suppliers_row(world: World) -> None:
    order, foreign = world.orders["alder", "rita"], world.products["birch"][0]
    with acting_as(world.context("alder")):
        Order.objects.filter(id=order.id).update(distributor=world.orgs["dusk"])
        assert OrderLine.objects.get(order=order).distributor_id == world.org_id("dusk")
        line = OrderLine(
            supplier_id=world.org_id("alder"), order=order, product=foreign, position=9,
            warehouse=world.warehouses["alder"], sku="X", name="X", ordered_units=1, quantity_units=1,
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="order_line_product"), transaction.atomic():
            line.save(force_insert=True)


def test_a_person_follows_the_user_and_only_colleagues_see_it(world: World) -> None:
    User.objects.filter(email="alder@example.com").update(name="Ada Alder")
    with acting_as(world.context("alder")):
        assert [(p.name, p.email) for p in Person.objects.all()] == [("Ada Alder", "alder@example.com")]
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            User.objects.count()
    with acting_as(world.context("birch")):
        assert {p.email for p in Person.objects.all()} == {"birch@example.com", "gale@example.com"}


def test_a_data_migration_sees_every_row(world: World) -> None:
    with as_owner():
        assert Product.objects.update(name="Renamed") == 6


def test_a_context_travels_with_a_message(world: World) -> None:
    context = world.context("gale")
    assert Context.from_header(context.header()) == context
    assert context.header().keys() == {"role", "supplier_id", "distributor_id", "user_id"}
