"""Adding a retailer, as a browser does: search, choose, create."""

import pytest

from retailers.models import Customer
from tests.retailers.conftest import counts, create, url
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import as_owner

FORM = {
    "name": "Le Pélican",
    "email": "pelican@example.com",
    "country": "CA",
    "language": "fr",
    "city": "Laval",
}


def mail_rows(template):
    with as_owner():
        return list(OutboundEmail.objects.filter(template=template))


@pytest.mark.parametrize("query", ["cormoran", "cormorn", "48", "BAR@cormoran.example.com"])
def test_the_search_finds_as_one_types_and_always_ends_with_create(world, alder, query):
    create(world)

    fragment = alder.get(
        url("customer_search"), {"q": query}, headers={"HX-Request": "true"}
    ).content.decode()

    assert "<html" not in fragment
    assert fragment.index("Cormoran") < fragment.index("Create retailer")
    assert "48" in fragment
    assert "Montréal" in fragment
    assert "cormoran.example.com" not in fragment or "@" in query


def test_the_search_works_without_a_script_and_says_who_is_a_customer(world, alder):
    customer = create(world, name="alder")

    page = alder.get(url("customer_search"), {"q": "cormoran"}).content.decode()

    assert "<html" in page
    assert "Already your customer" in page
    assert url("customer_detail", customer=customer.pk) in page


def test_searching_too_much_is_stopped_kindly(world, alder, monkeypatch):
    monkeypatch.setattr("retailers.limits.SEARCHES_PER_MINUTE", 1)
    create(world)
    alder.get(url("customer_search"), {"q": "cormoran"})

    page = alder.get(url("customer_search"), {"q": "cormoran"})

    assert "That was a lot at once. Try again in " in page.content.decode()
    assert page.context["hits"] == []
    assert "Create retailer" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "said"), [("x", "From two characters"), ("zzqqx", "Nothing found. Try a part of the name")]
)
def test_where_nothing_is_found_the_search_says_what_to_try(alder, query, said):
    page = alder.get(url("customer_search"), {"q": query}).content.decode()

    assert said in page
    assert "Create retailer" in page


@pytest.mark.parametrize(
    ("query", "field"), [("Le Pélican", "name"), ("pelican@example.com", "email"), ("514 555-0199", "phone")]
)
def test_what_was_typed_stands_in_its_field_of_the_new_entry(alder, query, field):
    search = alder.get(url("customer_search"), {"q": query})

    page = alder.get(f"{url('directory_create')}?{search.context['new_query']}")

    assert page.context["form"].initial[field] == query


def test_a_hit_becomes_a_prospect_and_nothing_is_sent(world, alder):
    entry = create(world).retailer
    before = counts()

    answer = alder.post(
        url("customer_add", retailer=entry.pk),
        {"nickname": "Cormoran", "contact_email": "me@cormoran.example.com", "language": "fr"},
    )

    with as_owner():
        customer = Customer.objects.get(supplier=world.orgs["alder"], retailer=entry)
    assert answer.url == url("customer_detail", customer=customer.pk)
    assert counts() == (before[0] + 1, before[1], before[2])
    assert alder.get(answer.url).status_code == 200


def test_add_and_invite_is_one_press(world, alder):
    entry = create(world).retailer
    sent = {"contact_email": "me@cormoran.example.com", "language": "fr", "then": "invite"}

    page = alder.post(url("customer_add", retailer=entry.pk), sent, follow=True)

    assert [status for _, status in page.redirect_chain] == [307, 302]
    assert [mail.to for mail in mail_rows("invitations/invitation")] == ["me@cormoran.example.com"]
    assert "Invited" in page.content.decode()


def test_a_taken_email_is_refused_beside_its_field(world, alder):
    entry = create(world).retailer
    before = counts()

    page = alder.post(
        url("customer_add", retailer=entry.pk),
        {"nickname": "Typed text", "contact_email": "RITA@example.com", "language": "en"},
    )

    assert page.status_code == 422
    assert page.context["form"].errors == {"contact_email": ["Rita of alder has this email already."]}
    assert "Typed text" in page.content.decode()
    assert counts() == before


def test_a_claimed_company_is_asked_for_no_email(world, alder):
    page = alder.get(url("customer_add", retailer=world.orgs["rex"].pk))

    assert "contact_email" not in page.content.decode()
    sent = alder.post(
        url("customer_add", retailer=world.orgs["rex"].pk), {"language": "en", "then": "invite"}, follow=True
    )
    assert sent.status_code == 200
    assert [mail.to for mail in mail_rows("invitations/connection")] == ["rex@example.com"]
    assert "rex@example.com" not in sent.content.decode()


def test_creating_warns_shows_duplicates_and_takes_none_of_these(world, alder):
    twin = create(world).retailer
    typed = FORM | {"name": "Cormoran", "city": "Montreal"}
    assert (
        "shared with every supplier" in alder.get(url("directory_create") + "?name=Cormoran").content.decode()
    )
    before = counts()

    page = alder.post(url("directory_create"), typed)

    assert page.status_code == 409
    assert "Similar name" in page.content.decode()
    assert counts() == before
    chosen = alder.post(url("directory_create"), typed | {"same_as": str(twin.pk), "then": "open"})
    assert chosen.url == url("customer_add", retailer=twin.pk)
    none = alder.post(url("directory_create"), typed | {"same_as": "new", "shown": page.context["shown"]})
    assert none.status_code == 302
    assert counts() == (before[0] + 1, before[1] + 1, before[2])


def test_create_and_invite(world, alder):
    page = alder.post(
        url("directory_create"), FORM | {"then": "invite", "distributor": world.orgs["dawn"].pk}, follow=True
    )

    assert page.status_code == 200
    (mail,) = mail_rows("invitations/invitation")
    assert (mail.to, mail.language) == ("pelican@example.com", "fr")


def test_what_is_missing_is_said_and_kept(world, alder):
    before = counts()

    page = alder.post(url("directory_create"), FORM | {"email": "pelican@", "phone": "12"})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"email", "phone"}
    assert "Le Pélican" in page.content.decode()
    assert counts() == before


def test_a_repeated_name_is_warned_of_and_not_refused(world, alder):
    alder.post(url("directory_create"), FORM)

    page = alder.post(
        url("directory_create"), {**FORM, "email": "other@example.com", "city": "Rimouski"}, follow=True
    )

    assert page.status_code == 200
    assert "You have another retailer of this name." in page.content.decode()
    with as_owner():
        assert Customer.objects.filter(private__display_name="Le Pélican").count() == 2


def test_a_hit_that_is_a_customer_already_is_put_into_a_group_by_one_click_more(world, alder):
    page = alder.get(url("customer_search"), {"q": "rita"}).content.decode()
    customer = url("customer_detail", customer=world.customers["alder", "rita"].pk)
    assert f'href="{customer}"' in page

    details = url("customer_update", customer=world.customers["alder", "rita"].pk)
    assert f'href="{details}#id_groups_set"' in alder.get(customer).content.decode()
    assert 'id="id_groups_set"' in alder.get(details).content.decode()
