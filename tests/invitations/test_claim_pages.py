"""The staff's pages of cases: both sides' facts, a decision with a reason, its undoing (N6)."""

from django.test import Client
from django.urls import reverse

from tests.invitations.conftest import EMAIL
from tests.invitations.test_claim_case import SPY, claimed  # noqa: F401
from tests.invitations.test_reassigning import case, members, stored  # noqa: F401
from tests.retailers.staff import staff_client


def page(name, *args):
    return reverse(f"admin:invitations_claimcase_{name}", args=args)


def test_staff_see_both_sides_decide_and_undo(world, case):  # noqa: F811
    staff = staff_client()
    assert "Bar Le Cormoran" in staff.get(page("changelist")).content.decode()
    shown = staff.get(page("change", case.pk)).content.decode()
    for text in (EMAIL, SPY, "514 555-0148", "came through Alder", "Would be asked", "Birch"):
        assert text in shown, text

    missing = staff.post(page("reassign", case.pk), {"reason": " "})
    assert missing.status_code == 422
    assert members(case) == {SPY: "admin"}
    done = staff.post(page("reassign", case.pk), {"reason": "Lease seen."})
    assert (done.status_code, done["Location"]) == (302, page("change", case.pk))
    assert members(case) == {EMAIL: "admin"}
    again = staff.post(page("decline", case.pk), {"reason": "No."})
    assert again.status_code == 409
    assert "decided already" in again.content.decode()
    assert "Undo: give it back" in staff.get(page("change", case.pk)).content.decode()
    assert "Bar Le Cormoran" in staff.get(page("decided")).content.decode()
    assert staff.post(page("undo", case.pk), {"reason": "Forged."}).status_code == 302
    assert members(case) == {SPY: "admin"}
    assert "Forged." in staff.get(page("change", case.pk)).content.decode()


def test_nobody_but_staff_with_a_second_factor_gets_there(world, case):  # noqa: F811
    for client in (Client(), world.client("rex"), world.client("alder")):
        for name in ("change", "reassign", "decline", "undo"):
            assert client.post(page(name, case.pk), {"reason": "x"}).status_code in (302, 403, 404)

    assert stored(case).state == "open"
    assert members(case) == {SPY: "admin"}
