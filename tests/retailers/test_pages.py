"""The Retailers page and a customer's page, as a browser asks for them."""

import pytest
from django.urls import reverse

from retailers import services
from retailers.details import CustomerDetails, EntryDetails
from retailers.models import Customer, DirectoryEntry
from tests.retailers.conftest import create, customer_url, url
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.testing import acting_as, as_owner


def test_the_list_shows_nickname_status_and_distributor(world, alder):
    page = alder.get(url("customer_list"))

    assert page.status_code == 200
    for text in ("Rita of alder", "Rita&#x27;s Bar", "Has ordered", "Dawn", "Portland", "3 in all"):
        assert text in page.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=remy", {"Remy of alder"}),
        ("q=portland", {"Rita of alder", "Remy of alder", "Rosa of alder"}),
        ("distributor=own", {"Remy of alder"}),
        ("status=prospect", set()),
        ("active=yes&q=rosa", {"Rosa of alder"}),
        ("active=no", set()),
        ("sort=-last_order", {"Rita of alder", "Remy of alder", "Rosa of alder"}),
        ("cursor=rubbish&sort=city", {"Rita of alder", "Remy of alder", "Rosa of alder"}),
    ],
)
def test_the_list_is_searched_and_filtered(world, alder, query, names):
    page = alder.get(f"{url('customer_list')}?{query}", headers={"HX-Request": "true"})

    assert page.status_code == 200
    assert {row.private.display_name for row in page.context["page"].rows} == names


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_the_same_few_statements(world, alder, rows, django_assert_num_queries):
    with acting_as(world.context("alder")):
        for number in range(rows):
            services.create_retailer(
                entry=EntryDetails(name=f"Place {number}", street=f"{number} Quay {number}", country="CA"),
                customer=CustomerDetails(nickname=f"AAA {number:02}"),
                supplier=world.orgs["alder"],
                none_of=frozenset(str(pk) for pk in DirectoryEntry.objects.values_list("pk", flat=True)),
                by=world.users["alder"],
            )

    with django_assert_num_queries(12):
        page = alder.get(f"{url('customer_list')}?q=aaa")

    assert len(page.context["page"].rows) == rows


def test_the_lists_count_reads_no_names(alder, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as heard:
        alder.get(url("customer_list"))

    [count] = [each["sql"] for each in heard if "COUNT(*)" in each["sql"] and "LIMIT 1001" in each["sql"]]
    assert "retailers_customer" in count
    assert "retailers_customerprivate" not in count


def test_the_empty_list_leads_on(world):
    with as_owner():
        fir = Organization.objects.create(name="Fir", slug="fir", sells=True)
        Membership.objects.create(user=world.users["cedar"], organization=fir, role=MemberRole.ADMIN)

    page = world.client("cedar").get(reverse("retailers:customer_list", kwargs={"organization": "fir"}))

    assert "No retailers yet" in page.content.decode()


def test_a_viewer_sees_but_does_not_touch(world):
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    client = world.client("alder")

    page = client.get(url("customer_list"))

    assert page.status_code == 200
    assert "Add a retailer" not in page.content.decode()
    for name in ("customer_search", "directory_create"):
        assert client.get(url(name)).status_code == 403
    assert client.get(url("bulk_create", verb="distributor")).status_code == 403


def test_a_customers_page_and_tabs(world, alder):
    for name in ("customer_detail", "customer_activity", "customer_update"):
        page = alder.get(customer_url(world, name))
        assert page.status_code == 200, name
        assert "Rita of alder" in page.content.decode()
    detail = alder.get(customer_url(world, "customer_detail")).content.decode()
    for text in ("450 Elm Street", "Has ordered", "Active", "Dawn", "the retailer itself"):
        assert text in detail, text


def test_a_change_is_told_in_words(world, alder):
    alder.post(customer_url(world, "hold_create"), {"reason": "Two invoices overdue"})

    page = alder.get(customer_url(world, "customer_activity")).content.decode()

    for text in ("Retailer put on hold", "On hold", "yes", "Two invoices overdue"):
        assert text in page, text
    for text in ("is_on_hold", "hold_reason", "True"):
        assert text not in page, text


def test_another_suppliers_customer_is_not_found(world, alder):
    foreign = world.customers["cedar", "rex"].pk
    for name in ("customer_detail", "customer_activity", "customer_update", "entry_update"):
        assert alder.get(url(name, customer=foreign)).status_code == 404
    for name in ("activation_create", "deactivation_create"):
        assert alder.post(url(name, customer=foreign)).status_code == 404


def test_the_second_editor_loses_nothing(world, alder):
    address = customer_url(world, "customer_update")
    typed = {"contact_email": "rita@example.com", "language": "en", "version": "1"}
    assert alder.post(address, typed | {"nickname": "First", "number": "7"}).status_code == 302

    page = alder.post(address, typed | {"nickname": "Second"})

    assert page.status_code == 412
    text = page.content.decode()
    assert "Nickname is now: First" in text
    assert "Your customer number is now: 7" in text
    assert 'value="Second"' in text
    assert alder.post(address, typed | {"nickname": "Second", "version": "2"}).status_code == 302


def test_its_creator_corrects_an_entry(world, alder):
    customer = create(world, name="alder")
    address = url("entry_update", customer=customer.pk)

    assert alder.post(address, {"name": "Le Cormoran", "country": "CA"}).status_code == 302
    assert "Le Cormoran" in alder.get(url("customer_detail", customer=customer.pk)).content.decode()


def test_an_entry_of_somebody_else_is_not_corrected(world, alder):
    page = alder.post(customer_url(world, "entry_update"), {"name": "Mine now", "country": "CA"})

    assert page.status_code == 403
    with as_owner():
        assert not DirectoryEntry.objects.filter(name="Mine now").exists()


def test_switching_off_and_on(world, alder):
    alder.post(customer_url(world, "deactivation_create"))
    assert "Inactive" in alder.get(customer_url(world, "customer_detail")).content.decode()

    alder.post(customer_url(world, "activation_create"))
    assert "Inactive" not in alder.get(customer_url(world, "customer_detail")).content.decode()


def test_a_prospect_cannot_be_switched_on(world, alder):
    customer = create(world, name="alder")

    page = alder.post(url("activation_create", customer=customer.pk))

    assert page.status_code == 409
    with as_owner():
        assert not Customer.objects.get(pk=customer.pk).is_active
