"""A distributor that its supplier kept becomes a company with an account: asked, shown, said yes to (SPEC.md I1)."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from inventory.models import StockBalance, Transfer, Warehouse
from orders.models import Order, OrderLine
from retailers.models import Customer
from tests.agreements.connecting import accepted, proposed
from tests.agreements.test_agreement import mails
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.connecting import moving_keys
from wholesale.organizations.enums import AgreementMode, AgreementStatus, Party, ProposalState, Switch
from wholesale.organizations.errors import AgreementStands, NotAParty, ProposalStands
from wholesale.organizations.models import Agreement, ConnectionProposal, Organization
from wholesale.organizations.queries import connections_asked, named_beside
from wholesale.organizations.services import (
    accept_connection,
    change_mode,
    decline_connection,
    end_agreement,
    preview_connection,
    propose_agreement,
    propose_connection,
    withdraw_connection,
)
from wholesale.tenancy.testing import acting_as, as_owner


def owned(world: World, who: str) -> dict[str, int]:
    """Return how much of alder's is this distributor's."""
    alder, them = world.orgs["alder"], world.orgs[who]
    with as_owner():
        return {
            "orders": Order.objects.filter(supplier=alder, distributor=them).count(),
            "lines": OrderLine.objects.filter(supplier=alder, distributor=them).count(),
            "customers": Customer.objects.filter(supplier=alder, distributor=them).count(),
            "balances": StockBalance.objects.filter(supplier=alder, keeper=them).count(),
            "transfers": Transfer.objects.filter(supplier=alder, destination_keeper=them).count(),
        }


def test_all_that_the_kept_one_had_is_the_others(world):
    had = owned(world, "dusk")
    assert all(had.values())
    accepted(world, "alder", "dusk", "ember")

    assert owned(world, "ember") == had
    assert not any(owned(world, "dusk").values())
    with as_owner():
        agreement = Agreement.objects.get(supplier=world.orgs["alder"], distributor=world.orgs["ember"])
        assert (agreement.mode, agreement.status) == (AgreementMode.CONNECTED, AgreementStatus.ACTIVE)
        assert agreement.distributor_email == "ember@example.com"
        assert Organization.objects.get(slug="dusk").merged_into == world.orgs["ember"]
        names = list(
            Warehouse.objects.filter(organization=world.orgs["ember"]).values_list("name", flat=True)
        )
        assert len(names) == len(set(names)) == 2
    with acting_as(world.context("ember")):
        seen = set(Order.objects.values_list("supplier__slug", flat=True))
    assert seen == {"alder", "cedar"}
    call_command("check_stock", supplier="alder")
    call_command("check_stock", supplier="cedar")


def test_mails_and_the_log_stay_as_they_were(world):
    with as_owner():
        before = list(AuditEntry.objects.order_by("pk").values())
        sent = list(OutboundEmail.objects.order_by("pk").values())
    accepted(world, "alder", "dusk", "ember")

    with as_owner():
        assert (
            list(AuditEntry.objects.filter(pk__in=[row["id"] for row in before]).order_by("pk").values())
            == before
        )
        assert (
            list(OutboundEmail.objects.filter(pk__in=[row["id"] for row in sent]).order_by("pk").values())
            == sent
        )
        log = AuditEntry.objects.filter(verb="distributor_connected").values_list(
            "organization__slug", flat=True
        )
        assert set(log) == {"alder", "ember"}
    assert mails() == [
        ("organizations/connection_proposed", "ember@example.com"),
        ("organizations/connection_answered", "alder@example.com"),
    ]


def test_what_would_move_is_shown_before_and_nothing_moves_by_asking(world):
    had = owned(world, "dusk")
    asked = proposed(world, "alder", "dusk", "ember")
    with acting_as(world.context("ember")):
        assert [each.former_name for each in connections_asked(world.orgs["ember"])] == ["Dusk"]
        moving = preview_connection(proposal=asked, by=world.users["ember"])
        places = named_beside(moving.places, world.orgs["ember"])

    assert (moving.orders, moving.customers) == (had["orders"], had["customers"])
    assert moving.transfers >= had["transfers"]
    assert owned(world, "dusk") == had
    accepting = {place.shown_as for place in places}
    with acting_as(world.context("ember")):
        accept_connection(proposal=asked, by=world.users["ember"])
    with as_owner():
        names = Warehouse.objects.filter(organization=world.orgs["ember"]).values_list("name", flat=True)
        assert accepting <= set(names)


def test_only_the_company_asked_answers_and_only_once(world):
    asked = proposed(world, "alder", "dusk", "ember")
    for stranger in ("dawn", "alder"):
        with (
            pytest.raises(ProgrammingError),
            acting_as(world.context(stranger)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT app.connect_distributor(%s, %s)", [asked.pk, moving_keys()])
    with pytest.raises(ConnectionProposal.DoesNotExist), acting_as(world.context("dawn")):
        decline_connection(proposal=asked, by=world.users["dawn"])
    with acting_as(world.context("ember")):
        decline_connection(proposal=asked, by=world.users["ember"])
        with pytest.raises(InvalidTransition):
            decline_connection(proposal=asked, by=world.users["ember"])

    assert all(owned(world, "dusk").values())
    assert mails()[-1] == ("organizations/connection_answered", "alder@example.com")


def test_the_function_moves_no_column_that_is_no_key_to_a_company(world):
    asked = proposed(world, "alder", "dusk", "ember")
    with as_owner():
        prices = list(Order.objects.order_by("pk").values_list("customer_id", "placed_by"))
    with acting_as(world.context("ember")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.connect_distributor(%s, %s)",
            [asked.pk, ["orders_order.customer_id", "accounts_user.id", "no_such.column", *moving_keys()]],
        )
    with as_owner():
        assert list(Order.objects.order_by("pk").values_list("customer_id", "placed_by")) == prices


def test_half_of_it_does_not_move(world):
    asked, had = proposed(world, "alder", "dusk", "ember"), owned(world, "dusk")
    with (
        pytest.raises(IntegrityError),
        acting_as(world.context("ember")),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT app.connect_distributor(%s, %s)", [asked.pk, ["orders_order.distributor_id"]])

    assert owned(world, "dusk") == had


def test_who_cannot_be_asked(world):
    agreement, by = world.agreements["alder", "dusk"], world.users["alder"]
    for other in ("alder", "rita", "gale"):
        with pytest.raises(NotAParty), acting_as(world.context("alder")):
            propose_connection(agreement=agreement, to=world.orgs[other], by=by)
    with pytest.raises(NotAllowed), acting_as(world.context("alder")):
        propose_connection(agreement=world.agreements["alder", "dawn"], to=world.orgs["ember"], by=by)
    asked = proposed(world, "alder", "dusk", "ember")
    with acting_as(world.context("alder")):
        with pytest.raises(ProposalStands):
            propose_connection(agreement=agreement, to=world.orgs["dawn"], by=by)
        withdraw_connection(proposal=asked, by=by)
        again = propose_connection(agreement=agreement, to=world.orgs["dawn"], by=by)
    assert again.state == ProposalState.OPEN


def test_where_the_two_have_an_agreement_already_that_one_goes_on(world):
    accepted(world, "alder", "dusk", "dawn")

    with as_owner():
        both = Agreement.objects.filter(supplier=world.orgs["alder"], distributor=world.orgs["dawn"])
        assert {(row.pk, row.status) for row in both} == {
            (world.agreements["alder", "dawn"].pk, AgreementStatus.ACTIVE),
            (world.agreements["alder", "dusk"].pk, AgreementStatus.ENDED),
        }
    call_command("check_stock", supplier="alder")


def test_the_end_of_the_agreement_takes_the_question_back(world):
    asked = proposed(world, "alder", "dusk", "ember")
    with acting_as(world.context("alder")):
        end_agreement(
            agreement=world.agreements["alder", "dusk"], party=Party.SUPPLIER, by=world.users["alder"]
        )
    with as_owner():
        assert ConnectionProposal.objects.get(pk=asked.pk).state == ProposalState.WITHDRAWN


def test_a_company_with_an_account_goes_out_and_comes_back_with_all_it_had(world):
    """Connected, external, and connected again: said yes to by its own people, who are nobody's guests."""
    had, agreement = owned(world, "dawn"), world.agreements["alder", "dawn"]
    granted = [switch for switch in Switch if agreement.granted_since(switch)]
    with acting_as(world.context("alder")):
        change_mode(agreement=agreement, mode=AgreementMode.EXTERNAL, version=1, by=world.users["alder"])
        with pytest.raises(NotAllowed, match="account of its own"):
            change_mode(agreement=agreement, mode=AgreementMode.GUEST, version=2, by=world.users["alder"])
    accepted(world, "alder", "dawn", "dawn")

    assert owned(world, "dawn") == had
    with as_owner():
        now = Agreement.objects.get(pk=agreement.pk)
        assert (now.mode, now.status) == (AgreementMode.CONNECTED, AgreementStatus.ACTIVE)
        assert [switch for switch in Switch if now.granted_since(switch)] == granted
        assert Organization.objects.get(slug="dawn").merged_into is None


def test_another_agreement_proposed_between_the_two_is_answered_first(world):
    with acting_as(world.context("alder")):
        propose_agreement(
            supplier=world.orgs["alder"], distributor=world.orgs["ember"],
            proposed_by=Party.SUPPLIER, by=world.users["alder"],
        )  # fmt: skip
    with pytest.raises(AgreementStands):
        proposed(world, "alder", "dusk", "ember")
