"""The supplier's Distributors and the distributor's Suppliers, on pages."""

import pytest
from django.urls import reverse

from orders.models import Order
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import AgreementStatus, MemberRole, ProposalState, Step, Switch
from wholesale.organizations.models import (
    Agreement,
    AgreementStep,
    ConnectionProposal,
    Membership,
    Organization,
    StepProposal,
)
from wholesale.tenancy.testing import as_owner

EDITING = Switch.INVENTORY_EDITABLE


def url(name: str, slug: str, *args: object) -> str:
    return reverse(f"organizations:{name}", args=[slug, *args])


def only_agreement(world: World, supplier: str, distributor: str) -> Agreement:
    with as_owner():
        return Agreement.objects.get(supplier=world.orgs[supplier], distributor=world.orgs[distributor])


def test_a_supplier_proposes_and_the_distributor_accepts(world):
    supplier, distributor = world.client("alder"), world.client("ember")

    page = supplier.get(url("agreement_create", "alder") + "?q=ember")
    assert [company.name for company in page.context["found"]] == ["Ember"]
    supplier.post(url("agreement_create", "alder"), {"company": world.org_id("ember")})
    agreement = only_agreement(world, "alder", "ember")
    assert b"Accept agreement" not in supplier.get(url("agreement_detail", "alder", agreement.pk)).content
    page = distributor.get(url("delivering_agreement_detail", "ember", agreement.pk))
    assert b"Accept agreement" in page.content
    distributor.post(url("delivering_agreement_acceptance", "ember", agreement.pk))

    agreement = only_agreement(world, "alder", "ember")
    assert agreement.status == AgreementStatus.ACTIVE
    assert b"Ember" in supplier.get(url("agreement_list", "alder")).content
    assert b"Alder" in distributor.get(url("delivering_agreement_list", "ember")).content


def test_a_refused_move_is_said_on_the_same_page(world):
    agreement = world.agreements["alder", "dawn"]

    answer = world.client("alder").post(url("agreement_acceptance", "alder", agreement.pk))

    assert answer.status_code == 409
    assert b"This agreement is active" in answer.content


def test_a_distributor_without_account_is_added(world):
    typed = {"name": "Fir Freight", "mode": "external", "email": "orders@fir.example", "language": "en"}
    client = world.client("alder")

    wrong = client.post(url("distributor_create", "alder"), typed | {"email": "nonsense"})
    right = client.post(url("distributor_create", "alder"), typed)

    assert wrong.status_code == 422
    assert b"Fir Freight" in wrong.content
    with as_owner():
        agreement = Agreement.objects.get(distributor__name="Fir Freight")
    assert right.headers["Location"] == url("agreement_detail", "alder", agreement.pk)
    assert agreement.distributor.private_to == world.orgs["alder"]


def test_steps_are_changed_and_the_second_editor_is_told(world):
    agreement = world.agreements["alder", "dawn"]
    client = world.client("alder")
    form = client.get(url("agreement_detail", "alder", agreement.pk) + "?change=steps").context["steps_form"]
    typed = {name: form[name].value() for name in form.fields} | {"ship_hours": 6}

    first = client.post(url("agreement_steps", "alder", agreement.pk), typed)
    second = client.post(url("agreement_steps", "alder", agreement.pk), typed | {"ship_hours": 99})
    wrong = client.post(
        url("agreement_steps", "alder", agreement.pk), typed | {"ship_hours": 0, "version": 2}
    )

    assert (first.status_code, second.status_code, wrong.status_code) == (302, 412, 422)
    assert b'value="99"' in second.content
    with as_owner():
        assert AgreementStep.objects.get(agreement=agreement, step=Step.SHIP).limit_hours == 6


def test_only_the_distributor_grants_editing(world):
    agreement = world.agreements["alder", "dawn"]

    page = world.client("alder").get(url("agreement_detail", "alder", agreement.pk))
    answer = world.client("dawn").post(url("delivering_agreement_grant", "dawn", agreement.pk, EDITING))
    refused = world.client("alder").post(url("agreement_grant", "alder", agreement.pk, EDITING))

    assert b"Not granted" in page.content
    assert (answer.status_code, refused.status_code) == (302, 403)
    assert only_agreement(world, "alder", "dawn").inventory_editable


@pytest.mark.parametrize("role", [MemberRole.VIEWER, MemberRole.SALES])
def test_who_may_only_look_changes_nothing(world, role):
    agreement = world.agreements["alder", "dawn"]
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=role)
    client = world.client("alder")

    assert client.get(url("agreement_detail", "alder", agreement.pk)).status_code == 200
    assert client.get(url("agreement_create", "alder")).status_code == 403
    assert client.post(url("agreement_ending", "alder", agreement.pk)).status_code == 403
    assert only_agreement(world, "alder", "dawn").status == AgreementStatus.ACTIVE


def test_another_companys_agreement_is_not_found(world):
    agreement = world.agreements["cedar", "ember"]

    assert world.client("alder").get(url("agreement_detail", "alder", agreement.pk)).status_code == 404
    assert (
        world.client("dawn").post(url("delivering_agreement_ending", "dawn", agreement.pk)).status_code == 404
    )
    assert world.client("alder").get(url("agreement_list", "cedar")).status_code == 404


@pytest.mark.parametrize(
    ("name", "who", "lists", "shows"),
    [("agreement", "alder", 7, 14), ("delivering_agreement", "dawn", 8, 12)],
)
def test_pages_take_few_statements(world, name, who, lists, shows, django_assert_num_queries):
    agreement = world.agreements["alder", "dawn"]
    client = world.client(who)
    client.get(url(f"{name}_list", who))

    with django_assert_num_queries(lists):
        client.get(url(f"{name}_list", who))
    with django_assert_num_queries(shows):
        client.get(url(f"{name}_detail", who, agreement.pk))


def shown(world: World, who: str, name: str, slug: str, *args: object, status: int = 200) -> str:
    answer = world.client(who).get(url(name, slug, *args))
    assert answer.status_code == status
    return answer.content.decode()


def test_withdrawing_names_the_open_orders_it_touches_first(world):
    agreement, client = world.agreements["alder", "dawn"], world.client("alder")
    client.post(url("agreement_grant", "alder", agreement.pk, Switch.SEE_AMOUNTS))

    page = shown(world, "alder", "agreement_grant_withdrawal", "alder", agreement.pk, Switch.SEE_AMOUNTS)
    assert only_agreement(world, "alder", "dawn").see_amounts_since
    client.post(url("agreement_grant_withdrawal", "alder", agreement.pk, Switch.SEE_AMOUNTS))

    assert "1 open order is touched." in page
    assert "status=submitted" in page
    assert "distributor=dawn" in page
    assert "They show packs and quantities only" in page
    assert only_agreement(world, "alder", "dawn").see_amounts_since is None


def test_ending_says_first_what_becomes_of_orders_and_customers(world):
    agreement = world.agreements["alder", "dawn"]
    page = shown(world, "alder", "agreement_ending", "alder", agreement.pk)
    other = shown(world, "dawn", "delivering_agreement_ending", "dawn", agreement.pk)

    assert "1 open order is touched." in page
    assert "1 customer that it delivers to" in page
    assert "each next step is the supplier’s" in other
    assert only_agreement(world, "alder", "dawn").status == AgreementStatus.ACTIVE


def test_a_step_is_proposed_on_one_page_and_accepted_on_the_other(world):
    agreement, dawn, alder = world.agreements["alder", "dawn"], world.client("dawn"), world.client("alder")
    typed = {"step": "prepare", "owed_by": "distributor", "limit_hours": "16"}
    address = url("step_proposal_create", "dawn", agreement.pk)

    wrong = dawn.post(address, typed | {"limit_hours": "many"})
    same = dawn.post(address, typed | {"limit_hours": "24"})
    dawn.post(address, typed)
    with as_owner():
        proposal = StepProposal.objects.get(state=ProposalState.OPEN)
    page = shown(world, "alder", "agreement_detail", "alder", agreement.pk)
    assert "Proposes a change" in shown(world, "alder", "agreement_list", "alder")
    assert "Change proposed" in shown(world, "dawn", "delivering_agreement_list", "dawn")
    answer = alder.post(url("step_proposal_acceptance", "alder", agreement.pk, proposal.pk))

    assert (wrong.status_code, same.status_code, answer.status_code) == (422, 422, 302)
    assert 'value="many"' in wrong.content.decode()
    assert "Dawn proposes:" in page
    assert "Proposes a change" not in shown(world, "alder", "agreement_list", "alder")
    assert "within 16 hours" in shown(world, "dawn", "delivering_agreement_detail", "dawn", agreement.pk)


def test_late_steps_are_counted_beside_the_step(world):
    agreement = world.agreements["alder", "dawn"]
    assert (
        "overdue"
        not in shown(world, "alder", "agreement_detail", "alder", agreement.pk).partition("<main")[2]
    )
    with as_owner():
        Order.objects.filter(pk=world.orders["alder", "rita"].pk).update(due_at="2020-01-02T00:00:00Z")

    for who, name in (("alder", "agreement_detail"), ("dawn", "delivering_agreement_detail")):
        assert "1 overdue" in shown(world, who, name, who, agreement.pk)


def test_asking_is_answered_on_the_page(world):
    agreement = world.agreements["alder", "dawn"]
    answer = world.client("alder").post(
        url("agreement_grant_request", "alder", agreement.pk, EDITING), follow=True
    )
    assert "Asked. The mail goes out once a day at most." in answer.content.decode()


def test_a_guest_grants_its_own_and_proposes_and_decides_nothing_else(world):
    agreement, gale = world.agreements["birch", "gale"], world.client("gale")
    page = shown(world, "gale", "delivering_agreement_detail", "gale", agreement.pk)
    granted = gale.post(url("delivering_agreement_grant", "gale", agreement.pk, EDITING))
    ending = gale.post(url("delivering_agreement_ending", "gale", agreement.pk))
    creating = gale.get(url("delivering_agreement_create", "gale"))

    assert "Propose a change" in page
    assert "End agreement" not in page
    assert (granted.status_code, ending.status_code, creating.status_code) == (302, 403, 403)
    assert only_agreement(world, "birch", "gale").inventory_editable


def test_the_mode_is_changed_after_a_page_that_says_what_changes(world):
    agreement, alder = world.agreements["alder", "dusk"], world.client("alder")
    address = url("agreement_mode", "alder", agreement.pk)

    page = alder.get(address + "?mode=guest").content.decode()
    stale = alder.post(address, {"mode": "guest", "version": "9"})
    alder.post(address, {"mode": "guest", "version": "1"})

    assert "Dusk: Guest" in page
    assert stale.status_code == 412
    assert only_agreement(world, "alder", "dusk").mode == "guest"
    assert alder.get(address + "?mode=connected").headers["Location"] == url(
        "agreement_account", "alder", agreement.pk
    )
    assert alder.get(address + "?mode=nonsense").status_code == 404


def test_a_company_with_an_account_is_asked_and_says_yes(world):
    agreement, alder = world.agreements["alder", "dusk"], world.client("alder")
    found = alder.get(url("agreement_account", "alder", agreement.pk) + "?q=ember")
    assert [company.name for company in found.context["found"]] == ["Ember"]
    alder.post(url("agreement_connection", "alder", agreement.pk), {"company": world.org_id("ember")})
    with as_owner():
        asked = ConnectionProposal.objects.get(state=ProposalState.OPEN)

    assert "asks whether" in shown(world, "ember", "delivering_agreement_list", "ember")
    page = shown(world, "ember", "connection_detail", "ember", asked.pk)
    world.client("ember").post(url("connection_acceptance", "ember", asked.pk))

    assert "Alder asks whether you are Dusk" in page
    with as_owner():
        assert Agreement.objects.get(pk=agreement.pk).distributor == world.orgs["ember"]
    assert "This has been answered." in shown(world, "ember", "connection_detail", "ember", asked.pk)


def test_the_link_of_an_offered_account_is_opened_and_taken(world):
    agreement, alder = world.agreements["alder", "dusk"], world.client("alder")
    page = alder.get(url("agreement_account", "alder", agreement.pk))
    key = page.context["form"]["form_key"].value()
    for _ in range(2):
        alder.post(
            url("agreement_account", "alder", agreement.pk), {"email": "dusk@example.com", "form_key": key}
        )
    with as_owner():
        mail = OutboundEmail.objects.get(template="organizations/account_offered")
    token = mail.text.split("/join/account/")[1].split("/")[0]
    dusk, dawn = world.client("dusk"), world.client("dawn")
    for client in (dusk, dawn):
        client.get(reverse("organizations:account_open", args=[token]))

    wrong = dawn.get(reverse("organizations:account"))
    opened = dusk.get(reverse("organizations:account"))
    taken = dusk.post(reverse("organizations:account_acceptance"))

    assert (wrong.status_code, opened.status_code, taken.status_code) == (403, 200, 302)
    assert "Take over the account of" in opened.content.decode()
    with as_owner():
        assert Organization.objects.get(slug="dusk").private_to is None
