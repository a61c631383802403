"""The business is told, compared with the directory, and asked for (SPEC.md N6, N11, P7; 004-10 … 004-13)."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from invitations.enums import Origin, RequestState
from retailers.enums import CustomerStatus
from retailers.models import Customer, DirectoryEntry
from retailers.services import CustomerDetails, EntryDetails, create_retailer
from tests.invitations.visiting import EMAIL, TYPED, Visitor, requests_in_store, written
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(world):
    made = Visitor(world)
    made.prove()
    return made


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def listed(world, *, by="birch", **changes):
    """Write the café into the directory as another supplier's prospect."""
    details = {
        name: TYPED[name] for name in ("name", "street", "city", "region", "postal_code", "country", "phone")
    }
    with acting_as(world.context(by)):
        made = create_retailer(
            entry=EntryDetails(**details | changes),
            customer=CustomerDetails(contact_email=changes.get("email", "")),
            supplier=world.orgs[by],
            none_of=None,
            by=world.users[by],
        )
    with as_owner():
        return DirectoryEntry.objects.select_related("retailer").get(pk=made.retailer_id)


def test_a_new_company_asks_and_its_person_is_signed_in(visitor, world):
    answer = visitor.tell()

    assert (answer.status_code, answer["Location"]) == (302, f"{visitor.path}visits/sent/")
    (request,) = requests_in_store()
    assert (request.state, request.origin, request.supplier.slug) == (RequestState.OPEN, Origin.LINK, "alder")
    assert (request.person_name, request.phone, request.message) == (
        "Nadia North",
        "514 555-0177",
        TYPED["message"],
    )
    assert request.details["name"] == "Café Perdu"
    assert request.customer.status == CustomerStatus.REQUESTED
    assert not request.customer.is_active
    with as_owner():
        person = User.objects.get(email=EMAIL)
        assert not person.has_usable_password()
        assert EmailAddress.objects.get(user=person).verified
        sent = list(OutboundEmail.objects.exclude(key="cast").order_by("id").values_list("to", "template"))
    assert (EMAIL, "invitations/request_received") in sent
    assert ("alder@example.com", "invitations/request_waiting") in sent
    assert visitor.is_signed_in
    page = text_of(visitor.client.get(answer["Location"]))
    assert "Your request is sent" in page
    assert EMAIL in page


def test_sending_twice_asks_once(visitor):
    visitor.tell()
    before = written()

    again = visitor.tell()

    assert again.status_code == 302
    followed = visitor.client.get(again["Location"], follow=True)
    assert followed.status_code == 200
    assert written() == before
    assert len(requests_in_store()) == 1


def test_the_back_button_after_sending_leads_on_and_writes_nothing(visitor):
    visitor.tell()
    before = written()

    for path in (visitor.business_path, visitor.visit_path, visitor.path):
        page = visitor.client.get(path, follow=True)
        assert page.status_code == 200
    assert written() == before


def test_the_poster_stands_with_the_request(world):
    visitor = Visitor(world, tag="fair")
    visitor.prove()
    visitor.tell()

    assert requests_in_store()[0].tag == world.tags["alder"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "???"}, "name"),
        ({"name": "x" * 50_000}, "name"),
        ({"person_name": ""}, "person_name"),
        ({"person_name": "🍺"}, "person_name"),
        ({"phone": "12"}, "phone"),
        ({"country": "XX"}, "country"),
        ({"industry": "brothel"}, "industry"),
        ({"message": "x" * 1_001}, "message"),
        ({"city": "Mont\x00réal"}, "city"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_the_rest_is_kept(visitor, changes, field):
    before = written()

    answer = visitor.tell(**changes)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    kept = next(name for name in ("street", "city") if name != field)
    assert f'value="{TYPED[kept]}"' in answer.content.decode().replace("&#x27;", "'")
    assert written() == before
    assert visitor.tell()["Location"].endswith("/sent/"), "the proof is not used up"


def test_emoji_and_accents_are_kept(visitor):
    visitor.tell(name="Chez Zoé 🍺", message="Bière, s'il vous plaît\n🍻")

    (request,) = requests_in_store()
    assert request.details["name"] == "Chez Zoé 🍺"
    assert request.message.endswith("🍻")


def test_a_place_that_looks_alike_is_shown_by_name_and_address_with_its_reason(visitor, world):
    entry = listed(world, email="secret@perdu.example.com")
    before = written()

    answer = visitor.tell()

    page = answer.content.decode()
    assert answer.status_code == 409
    assert str(entry.pk) in page
    assert "12 rue des Érables" in page
    assert "Same phone" in page
    assert "secret@perdu.example.com" not in page
    assert 'value="Café Perdu"' in page, "what was typed is kept"
    assert written() == before


def test_this_is_us_asks_for_the_entry_and_claims_nothing_yet(visitor, world):
    entry = listed(world)
    visitor.tell()

    answer = visitor.tell(same_as=str(entry.pk), shown=str(entry.pk))

    assert answer.status_code == 302
    (request,) = requests_in_store()
    assert (request.retailer_id, request.claims_entry) == (entry.pk, True)
    with as_owner():
        entry.refresh_from_db()
        assert not entry.is_claimed
        assert not Membership.objects.filter(organization=entry.pk).exists()
    assert visitor.is_signed_in


def test_none_of_these_makes_a_new_company(visitor, world):
    entry = listed(world)
    visitor.tell()

    visitor.tell(same_as="new", shown=str(entry.pk))

    (request,) = requests_in_store()
    assert request.retailer_id != entry.pk
    assert not request.claims_entry


def test_none_of_these_is_asked_again_when_another_turns_up(visitor, world):
    entry = listed(world)

    answer = visitor.tell(same_as="new", shown="")

    assert answer.status_code == 409
    assert str(entry.pk) in answer.content.decode()
    assert requests_in_store() == []


def test_an_entry_that_does_not_look_alike_cannot_be_asked_for(visitor, world):
    """rolf is unclaimed and in the directory, and has nothing in common with what was typed."""
    answer = visitor.tell(same_as=str(world.org_id("rolf")))

    assert answer.status_code == 302
    (request,) = requests_in_store()
    assert request.retailer_id != world.org_id("rolf")
    for nonsense in ("x", "new'", str(world.org_id("rita"))):
        fresh = Visitor(world, email=f"nadia{len(nonsense)}@example.com")
        fresh.prove()
        assert fresh.tell(
            same_as=nonsense, name=f"Place {len(nonsense)}", phone="", street=""
        ).status_code in (302, 409)
    with as_owner():
        asked = Customer.objects.filter(supplier=world.orgs["alder"], retailer=world.orgs["rita"])
        assert asked.get().status != CustomerStatus.REQUESTED


def test_a_company_with_an_account_cannot_be_chosen_but_its_case_opened(visitor, world):
    typed = {"name": "Rita's Bar", "street": "450 Elm Street", "city": "Portland", "region": "", "country": "US",
             "postal_code": "", "phone": "+15035550100"}  # fmt: skip
    rita = str(world.org_id("rita"))

    answer = visitor.tell(**typed)

    page = answer.content.decode()
    claim = reverse("invitations:claim_case", args=[rita])
    assert answer.status_code == 409
    assert "has an account already" in text_of(answer)
    assert f'value="{rita}"' not in page.replace(f'name="shown" value="{rita}"', "")
    assert claim in page
    assert visitor.client.get(claim).status_code == 200
    before = written()
    assert visitor.tell(**typed, same_as=rita).status_code == 403
    assert written() == before


def test_a_prospect_with_this_very_email_is_registered_at_once_but_inactive(visitor, world):
    entry = listed(world, by="alder", email=EMAIL)
    visitor.tell()

    answer = visitor.tell(same_as=str(entry.pk))

    page = text_of(visitor.client.get(answer["Location"]))
    assert "Alder knows you" in page
    assert "Activation is pending" in page
    with as_owner():
        customer = Customer.objects.get(supplier=world.orgs["alder"], retailer=entry.pk)
        assert (customer.status, customer.is_active) == (CustomerStatus.REGISTERED, False)
        assert Membership.objects.filter(organization=entry.pk, user__email=EMAIL).exists()


def test_looks_into_the_directory_have_their_limit(visitor, world, monkeypatch):
    listed(world)
    monkeypatch.setattr("invitations.limits.MATCHES_FOR_ONE_VISITOR_PER_HOUR", 2)
    assert [visitor.tell().status_code for _ in range(2)] == [409, 409]

    answer = visitor.tell()

    assert answer.status_code == 429
    assert "That was a lot at once" in text_of(answer)
    assert 'name="same_as"' not in answer.content.decode()


def test_whoever_got_an_account_meanwhile_signs_in(visitor):
    register_person(email=EMAIL, name="Nadia", password="correct horse battery staple")
    before = written()

    answer = visitor.tell()

    assert answer.status_code == 409
    assert "already an account" in text_of(answer)
    assert written() == before
