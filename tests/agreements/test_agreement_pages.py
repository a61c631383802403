"""The supplier's Distributors and the distributor's Suppliers, on pages."""

import pytest
from django.urls import reverse

from tests.world import World
from wholesale.organizations.enums import AgreementStatus, MemberRole, Step
from wholesale.organizations.models import Agreement, AgreementStep, Membership
from wholesale.tenancy.testing import as_owner


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
    form = client.get(url("agreement_detail", "alder", agreement.pk)).context["steps_form"]
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
    answer = world.client("dawn").post(url("agreement_inventory_grant", "dawn", agreement.pk))

    assert b"Not granted" in page.content
    assert answer.status_code == 302
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
    ("name", "who", "statements"), [("agreement", "alder", 7), ("delivering_agreement", "dawn", 7)]
)
def test_pages_take_few_statements(world, name, who, statements, django_assert_num_queries):
    agreement = world.agreements["alder", "dawn"]
    client = world.client(who)
    client.get(url(f"{name}_list", who))

    with django_assert_num_queries(statements):
        client.get(url(f"{name}_list", who))
    with django_assert_num_queries(statements + 2):
        client.get(url(f"{name}_detail", who, agreement.pk))
