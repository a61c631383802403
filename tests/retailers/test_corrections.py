"""A supplier proposes how an entry should read that it does not keep; its keeper decides (SPEC.md C6)."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from retailers import limits, services
from retailers.details import EntryDetails
from retailers.enums import CorrectionState
from retailers.errors import CorrectionRefused, EntryBelongsToRetailer, TooManyCorrections
from retailers.models import CorrectionProposer, Customer, DirectoryEntry, EntryCorrection
from retailers.queries import corrections
from retailers.services.claiming import details_of
from tests.retailers.conftest import CORMORAN, create
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.errors import InvalidTransition
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture(autouse=True)
def nothing_proposed(world: World) -> None:
    """Begin without the cast's own proposals."""
    with as_owner():
        EntryCorrection.objects.update(state=CorrectionState.WITHDRAWN, decided_at=timezone.now())
        CorrectionProposer.objects.update(is_open=False)


def entry_of(world: World, retailer: str) -> EntryDetails:
    with as_owner():
        return details_of(DirectoryEntry.objects.get(pk=world.org_id(retailer)))


def propose(world: World, customer: Customer, name: str = "alder", **changes: str) -> EntryCorrection:
    with acting_as(world.context(name)):
        found = Customer.objects.select_related("retailer__directory_entry", "private", "supplier").get(
            pk=customer.pk
        )
        details = replace(details_of(found.retailer.directory_entry), **changes)
        return services.propose_correction(
            customer=found, details=details, note="They moved.", by=world.users[name]
        )


def known_to_both(world: World) -> tuple[Customer, Customer]:
    """Return birch's own entry of the Cormoran, and alder's customer of the same."""
    own = create(world)
    with acting_as(world.context("alder")):
        other = services.add_customer(
            supplier=world.orgs["alder"],
            retailer=own.retailer,
            details=services.CustomerDetails(),
            by=world.users["alder"],
        )
    return own, other


def card_of(rita) -> bytes:
    """Return the card of rita's home, as htmx loads it."""
    return rita.get(address("buying_correction_card", "rita"), headers={"HX-Request": "true"}).content


def test_the_retailer_takes_over_what_it_ticks_and_the_rest_stays(world: World) -> None:
    correction = propose(world, world.customers["alder", "rita"], street="1 Quay", phone="+15035550199")
    assert entry_of(world, "rita").street == "450 Elm Street"

    with acting_as(world.context("rita")):
        (shown,) = corrections.proposals_for(world.orgs["rita"])
        assert (shown.proposer, {field.name for field in shown.fields}) == ("Alder", {"street", "phone"})
        services.accept_correction(
            correction=correction, fields=["street"], keeper=world.orgs["rita"], by=world.users["rita"]
        )

    now = entry_of(world, "rita")
    assert (now.street, now.phone) == ("1 Quay", "+15035550100")
    with acting_as(world.context("alder")):
        seen = corrections.last_correction(world.customers["alder", "rita"])
        assert seen is not None
        assert (seen.state, seen.taken, seen.decided_by_name) == ("accepted", ["street"], "Rita Admin")
    with as_owner():
        log = AuditEntry.objects.filter(verb__startswith="correction")
        verbs = set(log.values_list("organization__slug", "verb"))
    assert verbs == {("alder", "correction_proposed"), ("rita", "correction_accepted")}


def test_no_other_company_sees_a_proposal(world: World) -> None:
    correction = propose(world, world.customers["alder", "rita"], street="1 Quay")

    for name in ("birch", "cedar", "remy", "rosa", "dawn"):
        with acting_as(world.context(name)):
            if name != "dawn":
                assert not EntryCorrection.objects.filter(pk=correction.pk).exists()
                assert not CorrectionProposer.objects.filter(correction=correction).exists()


def test_the_card_leads_a_reader_without_script_to_the_proposals(world: World) -> None:
    answer = world.client("rita").get(address("buying_correction_card", "rita"))

    assert answer["Location"] == address("own_entry", "rita")


def test_the_supplier_that_made_an_entry_decides_and_never_learns_who_proposes(world: World) -> None:
    own, other = known_to_both(world)
    correction = propose(world, other, phone="514 555-0000")

    with acting_as(world.context("birch")):
        (shown,) = corrections.proposals_for(world.orgs["birch"])
        assert shown.proposer == ""
        assert not CorrectionProposer.objects.filter(correction=correction).exists()
        services.accept_correction(
            correction=correction, fields=["phone"], keeper=world.orgs["birch"], by=world.users["birch"]
        )

    with as_owner():
        assert DirectoryEntry.objects.get(pk=own.retailer_id).phone == "514 555-0000"
    with acting_as(world.context("alder")):
        seen = corrections.last_correction(other)
        assert seen is not None
        assert (seen.state, seen.decided_by_name) == ("accepted", "")


def test_once_claimed_the_retailer_decides_and_the_supplier_no_longer(world: World) -> None:
    own, other = known_to_both(world)
    correction = propose(world, other, phone="514 555-0000")
    with acting_as(None):
        services.claim_entry(
            retailer=own.retailer, details=None, email=CORMORAN.email, by=world.users["remy"]
        )

    with pytest.raises((InvalidTransition, EntryBelongsToRetailer)), acting_as(world.context("birch")):
        services.accept_correction(
            correction=correction, fields=["phone"], keeper=world.orgs["birch"], by=world.users["birch"]
        )

    with as_owner():
        assert EntryCorrection.objects.get(pk=correction.pk).keeper == own.retailer
        assert DirectoryEntry.objects.get(pk=own.retailer_id).phone == ""


def test_one_s_own_entry_and_one_that_does_not_differ_are_refused(world: World) -> None:
    own, _ = known_to_both(world)

    with pytest.raises(CorrectionRefused, match="yourself"):
        propose(world, own, "birch", phone="1")
    with pytest.raises(CorrectionRefused, match="Nothing differs"):
        propose(world, world.customers["alder", "rita"])
    with as_owner():
        assert not EntryCorrection.objects.filter(state=CorrectionState.OPEN).exists()


def test_one_is_open_at_a_time_and_can_be_taken_back(world: World) -> None:
    customer = world.customers["alder", "rita"]
    first = propose(world, customer, phone="+15035550101")

    with pytest.raises(CorrectionRefused, match="still open"):
        propose(world, customer, phone="+15035550102")
    with acting_as(world.context("alder")):
        found = Customer.objects.select_related("private").get(pk=customer.pk)
        services.withdraw_correction(correction=first, customer=found, by=world.users["alder"])
    second = propose(world, customer, phone="+15035550102")

    with as_owner():
        states = dict(EntryCorrection.objects.filter(pk__in=(first.pk, second.pk)).values_list("pk", "state"))
    assert states == {first.pk: "withdrawn", second.pk: "open"}


def test_a_decision_falls_once(world: World) -> None:
    correction = propose(world, world.customers["alder", "rita"], phone="+15035550101")
    with acting_as(world.context("rita")):
        services.decline_correction(correction=correction, keeper=world.orgs["rita"], by=world.users["rita"])
        with pytest.raises(InvalidTransition, match="declined"):
            services.accept_correction(
                correction=correction, fields=["phone"], keeper=world.orgs["rita"], by=world.users["rita"]
            )

    assert entry_of(world, "rita").phone == "+15035550100"


def test_fifty_a_day_are_enough(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CORRECTIONS_PER_DAY", 0)

    with pytest.raises(TooManyCorrections):
        propose(world, world.customers["alder", "rita"], phone="1")


def address(name: str, organization: str, *rest: object) -> str:
    return reverse(f"retailers:{name}", args=[organization, *rest])


def test_proposed_and_decided_on_the_pages(world: World) -> None:
    alder, rita = world.client("alder"), world.client("rita")
    customer = world.customers["alder", "rita"].pk
    form = address("correction_create", "alder", customer)
    typed = {**entry_of(world, "rita").public(), "city": "Salem", "note": "They moved."}

    assert b"It sees who proposes" in alder.get(form).content
    same = alder.post(form, {**typed, "city": "Portland"})
    assert same.status_code == 409
    assert b"Nothing differs" in same.content
    assert alder.post(form, typed).status_code == 302
    shown = alder.get(address("customer_detail", "alder", customer)).content.decode()
    assert "Your proposal" in shown
    assert "Take it back" in shown

    assert b"Look at it" in card_of(rita)
    page = rita.get(address("own_entry", "rita")).content.decode()
    assert "Alder proposes a correction" in page
    assert "They moved." in page
    with as_owner():
        correction = EntryCorrection.objects.get(state=CorrectionState.OPEN)
    decision = address("buying_decision", "rita", correction.pk)
    none = rita.post(decision, {"decision": "accept"}, follow=True)
    assert b"Choose what to take over" in none.content
    rita.post(decision, {"decision": "accept", "field": ["city"]})

    assert entry_of(world, "rita").city == "Salem"
    assert "Taken over" in alder.get(address("customer_detail", "alder", customer)).content.decode()
    assert b"Look at it" not in card_of(rita)


def test_the_supplier_that_made_an_entry_finds_what_waits_for_it(world: World) -> None:
    _, other = known_to_both(world)
    correction = propose(world, other, phone="514 555-0000")
    birch = world.client("birch")

    page = birch.get(address("correction_list", "birch")).content.decode()
    assert "A supplier proposes a correction of Bar Le Cormoran" in page
    assert "Alder" not in page
    assert world.client("cedar").post(address("selling_decision", "cedar", correction.pk)).status_code == 404
    birch.post(address("selling_decision", "birch", correction.pk), {"decision": "decline"})

    assert b"Nothing to decide" in birch.get(address("correction_list", "birch")).content
    assert (
        world.client("alder").post(address("withdrawal_create", "alder", other.pk), follow=True).status_code
        == 200
    )
    with as_owner():
        assert EntryCorrection.objects.get(pk=correction.pk).state == CorrectionState.DECLINED


def test_proposed_and_decided_by_machines(world: World) -> None:
    alder, rita = world.client("alder"), world.client("rita")
    own = f"/api/v1/alder/selling/customers/{world.customers['alder', 'rita'].pk}/correction/"

    def post(client: Client, path: str, body: dict[str, object]) -> Any:
        key = {"Idempotency-Key": str(uuid7())}
        return client.post(path, body, content_type="application/json", headers=key)

    made = post(alder, own, {"phone": "+15035550199"})
    assert (made.status_code, made.json()["after"]) == (201, {"phone": "+15035550199"})
    again = post(alder, own, {"phone": "+15035550198"})
    assert (again.status_code, again.json()["code"]) == (409, "correction_refused")
    (waiting,) = rita.get("/api/v1/rita/buying/corrections/").json()["results"]
    assert (waiting["id"], waiting["proposer"]) == (made.json()["id"], "Alder")
    decision = f"/api/v1/rita/buying/corrections/{waiting['id']}/decision/"
    assert post(rita, decision, {"take": ["name"]}).status_code == 409
    decided = post(rita, decision, {"take": ["phone"]})
    assert (decided.status_code, decided.json()["state"]) == (200, "accepted")
    assert alder.get(own).json()["taken"] == ["phone"]
    assert alder.delete(own).status_code == 409
    assert alder.get("/api/v1/alder/selling/corrections/").json()["results"] == []
    assert entry_of(world, "rita").phone == "+15035550199"
