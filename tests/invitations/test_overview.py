"""All invitations of a supplier: searched, filtered, sent again and withdrawn from the list (SPEC.md N1)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from invitations.models import Invitation
from retailers.models import Customer, CustomerPrivate
from tests.invitations.conftest import EMAIL, invite, mails
from tests.invitations.test_states import stored
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

PAGE = reverse("invitations:invitation_list", args=["alder"])
STATEMENTS = 9


@pytest.fixture
def alder(world):
    cache.clear()
    return world.client("alder")


def shown(client, query=""):
    return client.get(PAGE + query).context["page"].rows


def many(world, customer, count):
    with as_owner():
        Invitation.objects.bulk_create(
            Invitation(
                supplier=world.orgs["alder"],
                retailer=customer.retailer,
                customer=customer,
                email=f"n{number}@example.com",
                token_hash=f"n{number}",
                sent_at=timezone.now() - timedelta(minutes=number),
                expires_at=timezone.now() + timedelta(days=14),
            )
            for number in range(count)
        )


def test_the_list_is_the_suppliers_own_newest_first_page_by_page(world, bar, alder):
    many(world, bar, 60)

    first = alder.get(PAGE)

    rows = first.context["page"].rows
    assert len(rows) == 50
    assert {row.supplier_id for row in rows} == {world.orgs["alder"].pk}
    assert [row.sent_at for row in rows] == sorted((row.sent_at for row in rows), reverse=True)
    rest = shown(alder, f"?cursor={first.context['page'].next}")
    with as_owner():
        assert len(rows) + len(rest) == Invitation.objects.filter(supplier=world.orgs["alder"]).count()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_statements_for_one_and_for_thirty(
    world, bar, alder, count, django_assert_num_queries
):
    many(world, bar, count)
    alder.get(PAGE)
    with django_assert_num_queries(STATEMENTS):
        alder.get(PAGE)


def test_search_finds_by_email_and_by_retailer_and_says_when_nothing_fits(world, bar, alder):
    row = invite(world, bar)

    for words in (EMAIL[:6], EMAIL, "cormoran", "laurendeau"):
        assert shown(alder, f"?q={words}") == [row], words
    assert "Nothing matches" in alder.get(f"{PAGE}?q=zebra").content.decode()
    assert shown(alder, "?q=%25") == []


def test_filters_by_state(world, bar, alder):
    row = invite(world, bar)
    with as_owner():
        Invitation.objects.exclude(pk=row.pk).update(status="revoked", revoked_at=timezone.now())

    assert shown(alder, "?state=queued") == [row]
    assert row not in shown(alder, "?state=revoked")
    assert row in shown(alder, "?state=revoked&state=queued")
    assert row in shown(alder, "?state=nonsense")


def test_nobody_invited_leads_to_the_retailers(world):
    with as_owner():
        Invitation.objects.all().delete()

    page = world.client("alder").get(PAGE).content.decode()

    assert "Nobody is invited yet" in page
    assert "Export" not in page


def test_sending_again_and_withdrawing_lead_back_to_the_narrowed_list(world, bar, alder):
    row = invite(world, bar)
    again = reverse("invitations:invitation_sending", args=["alder", bar.pk, row.pk])
    gone = reverse("invitations:invitation_revocation", args=["alder", bar.pk, row.pk])
    page = alder.get(f"{PAGE}?state=queued").content.decode()
    assert f"{again}?back=state%3Dqueued" in page
    assert f"{gone}?back=state%3Dqueued" in page

    assert alder.post(f"{again}?back=state%3Dqueued").url == f"{PAGE}?state=queued"
    assert alder.post(f"{gone}?back=").url == PAGE
    assert alder.post(f"{gone}?back=x%0d%0aSet-Cookie:%20a=b").url.startswith(PAGE)

    assert (stored(row).status, stored(row).sent_count) == ("revoked", 2)
    assert len(mails()) == 2
    assert "This invitation is withdrawn" in alder.get(PAGE).content.decode()


def test_nobody_is_offered_to_send_again_what_has_become_needless(world, bar, alder):
    row = invite(world, bar)
    again = reverse("invitations:invitation_sending", args=["alder", bar.pk, row.pk])
    with as_owner():
        Customer.objects.filter(pk=bar.pk).update(
            status="registered", relation="accepted", registered_at=timezone.now()
        )

    page = alder.get(PAGE).content.decode()

    assert again not in page
    assert reverse("invitations:invitation_revocation", args=["alder", bar.pk, row.pk]) in page


def test_a_representative_sees_the_invitations_of_their_own_customers_alone(world, bar, sally):
    row = invite(world, bar)

    assert {each.customer_id for each in shown(sally)} == {world.customers["alder", "rita"].pk}
    with as_owner():
        CustomerPrivate.objects.filter(customer=bar).update(representative=world.users["sally"])
    assert row in shown(sally)
    api = sally.get("/api/v1/alder/selling/invitations/").json()["results"]
    assert str(row.pk) in {each["id"] for each in api}
    page = sally.get(PAGE).content.decode()
    assert "Resend" not in page
    assert "Switch reminders" not in page


def test_who_may_not_invite_may_not_switch_or_send(world, bar, alder):
    row = invite(world, bar)
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)

    assert alder.get(PAGE).status_code == 200
    again = reverse("invitations:invitation_sending", args=["alder", bar.pk, row.pk])
    for address in (again, reverse("invitations:reminders_update", args=["alder"])):
        assert alder.post(address).status_code == 403
    assert alder.put("/api/v1/alder/selling/invitations/reminders/", {}).status_code == 403


def test_the_api_lists_them_all(world, bar, alder):
    row = invite(world, bar)

    (found,) = alder.get(f"/api/v1/alder/selling/invitations/?q={EMAIL}").json()["results"]

    assert (found["id"], found["customer"], found["state"]) == (str(row.pk), str(bar.pk), "queued")
    assert alder.get("/api/v1/alder/selling/invitations/?state=lost").status_code == 400
    assert world.client("birch").get("/api/v1/alder/selling/invitations/").status_code == 404
