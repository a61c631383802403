"""A company that was handed over is given back; what was opened since stays closed to whom it was not opened (N6)."""

import pytest

from invitations import services
from invitations.errors import ClaimRefused
from invitations.models import ApartCustomer, ClaimCase
from retailers.models import Customer
from tests.invitations.conftest import EMAIL, mails
from tests.invitations.test_claim_case import SPY, WORDS, claimed, page_of  # noqa: F401
from tests.invitations.test_reassigning import (  # noqa: F401
    case,
    confirm,
    decided,
    members,
    seen_by,
    spied_customer,
    stored,
)
from wholesale.tenancy.testing import as_owner


def test_undone_all_is_as_it_was(world, case):  # noqa: F811
    before = spied_customer(world)
    decided(services.reassign_company, case)

    after = decided(services.undo_reassignment, stored(case), reason="The lease was forged.")

    assert members(case) == {SPY: "admin"}
    assert (after.state, after.undone_reason) == ("undone", "The lease was forged.")
    back = spied_customer(world)
    assert (back.retailer_id, back.relation, back.is_active) == (
        before.retailer_id, before.relation, before.is_active
    )  # fmt: skip
    assert seen_by(case, SPY) == ({"birch"}, 1)
    assert mails(SPY)[-1].template == "invitations/claim_back"
    assert mails(EMAIL)[-1].template == "invitations/claim_lost"
    with as_owner():
        assert ApartCustomer.objects.get(case=case).state == "returned"


def test_undone_what_was_opened_to_the_claimant_does_not_open_to_the_others(world, claimed, case):  # noqa: F811
    decided(services.reassign_company, case)
    with as_owner():
        Customer.objects.filter(pk=claimed.pk).update(
            status="registered", relation="accepted", registered_at="2099-01-01T00:00Z", is_active=True
        )
    confirm(world, "same")

    decided(services.undo_reassignment, stored(case))

    assert seen_by(case, SPY) == (set(), 0)
    assert not stored(claimed).is_active
    with as_owner():
        waiting = ApartCustomer.objects.filter(case=case, state="waiting")
        assert {row.supplier_id for row in waiting} == {world.org_id("alder"), world.org_id("birch")}


def test_undoing_needs_the_later_decision_undone_first(world, case):  # noqa: F811
    decided(services.reassign_company, case)
    world.client("rex").post(page_of(case.retailer_id), WORDS)
    with as_owner():
        second = ClaimCase.objects.get(email="rex@example.com", retailer=case.retailer)
    decided(services.reassign_company, second)

    with pytest.raises(ClaimRefused, match="Undo that first"):
        decided(services.undo_reassignment, stored(case))

    assert members(case) == {"rex@example.com": "admin"}
