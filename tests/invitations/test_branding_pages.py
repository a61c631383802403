"""Setup's Branding page: who may, what it saves, shows and refuses; the preview is the mail (SPEC.md N2)."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from invitations.models import MailWording
from retailers.models import Customer
from tests.files.making import logo
from tests.invitations.conftest import EMAIL, invite, mails
from tests.world import World
from wholesale.accounts.services import register_person
from wholesale.mail.models import OutboundEmail
from wholesale.mail.sending import message_of
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.testing import as_owner

TYPED = {
    "sender_name": "Maya of Alder",
    "brand_color": "#0F6674",
    "subject": "{contact}, beer from {supplier}",
    "intro": "Hello {contact},\n\nfrom now on {retailer} can order <here> & now.",
    "signature": "Cheers,\n{colleague}",
    "version": "1",
    "wording_version": "0",
}


def at(name: str, *args: str, company: str = "alder") -> str:
    return reverse(f"invitations:{name}", args=[company, *args])


def stored(name: str = "alder") -> Organization:
    with as_owner():
        return Organization.objects.get(slug=name)


def words(name: str = "alder", language: str = "en") -> MailWording | None:
    with as_owner():
        return MailWording.objects.filter(supplier__slug=name, language=language).first()


def sent_tests() -> list[OutboundEmail]:
    with as_owner():
        return list(OutboundEmail.objects.filter(key__startswith="branding-test:"))


def colleague(world: World, role: MemberRole) -> Client:
    person = register_person(email=f"{role}@alder.example.com", name=role.title())
    with as_owner():
        Membership.objects.create(organization=world.orgs["alder"], user=person, role=role)
    world.users[str(role)] = person
    return world.client(str(role))


def upload(content: bytes, name: str = "logo.png") -> dict[str, Any]:
    return {"logo": SimpleUploadedFile(name, content, "image/png")}


def test_the_page_begins_with_what_is_saved_and_shows_our_words_in_grey(world):
    page = world.client("alder").get(at("branding")).content.decode()

    assert 'placeholder="Order from {supplier} online"' in page
    assert 'value="#1f5fbf"' in page
    assert at("branding_preview_body", "en") in page
    assert " style=" not in page
    spanish = world.client("alder").get(at("branding_in", "es")).content.decode()
    assert "Hasta pronto, alder" in spanish
    assert 'lang="es"' in spanish
    for name in ("branding_in", "branding_preview", "branding_preview_body", "branding_test"):
        assert f'"{at(name, "es")}"' in spanish, "it acts on the words, not on the reader's language"
        assert name == "branding_in" or at(name, "en") not in spanish
    assert world.client("alder").get(at("branding_in", "de")).status_code == 404


def test_look_and_words_are_saved_together(world):
    response = world.client("alder").post(at("branding_in", "en"), TYPED)

    assert (response.status_code, response["Location"]) == (302, at("branding_in", "en"))
    company, row = stored(), words()
    assert (company.sender_name, company.brand_color, company.version) == ("Maya of Alder", "#0f6674", 2)
    assert row is not None
    assert (row.subject, row.intro, row.signature) == (
        TYPED["subject"], TYPED["intro"], TYPED["signature"],
    )  # fmt: skip
    assert words("birch") is None


@pytest.mark.parametrize("role", [MemberRole.PROCUREMENT, MemberRole.SALES, MemberRole.VIEWER])
def test_only_admins_may(world, role):
    client = colleague(world, role)

    assert client.get(at("branding")).status_code == 403
    assert client.post(at("branding_in", "en"), TYPED).status_code == 403
    assert client.post(at("logo_create"), upload(logo())).status_code == 403
    assert client.post(at("logo_removal")).status_code == 403
    for name in ("branding_preview", "branding_preview_body", "branding_test"):
        assert client.post(at(name, "en"), TYPED).status_code == 403
    assert (stored().version, words(), sent_tests()) == (1, None, [])


def test_a_stranger_finds_nothing(world):
    client = world.client("birch")

    for path in (at("branding"), at("branding_preview_body", "en")):
        assert client.get(path).status_code == 404
    assert client.post(at("branding_in", "en"), TYPED).status_code == 404
    assert words() is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sender_name", "Alder\r\nBcc: spy@example.com"),
        ("sender_name", "Your bank <bank@example.com>"),
        ("sender_name", 'A" B'),
        ("sender_name", "Alder\u202e"),
        ("sender_name", "x" * 81),
        ("brand_color", "red"),
        ("subject", "{shop}"),
        ("subject", "x" * 151),
        ("intro", "{{ supplier }}"),
        ("intro", "x" * 2001),
        ("signature", "{% now 'Y' %}"),
        ("signature", "x" * 501),
    ],
)
def test_a_wrong_field_says_so_keeps_what_is_typed_and_saves_nothing(world, field, value):
    response = world.client("alder").post(at("branding_in", "en"), TYPED | {field: value})

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert "Maya of Alder" in response.content.decode() or field == "sender_name"
    assert (stored().version, words()) == (1, None)


def test_the_second_of_two_editors_is_told_and_may_save_again(world):
    client = world.client("alder")
    client.post(at("branding_in", "en"), TYPED)

    late = client.post(at("branding_in", "en"), TYPED | {"signature": "Mine"})

    page = unescape(late.content.decode())
    assert late.status_code == 412
    assert "Signature: Cheers," in " ".join(page.split())
    assert "Mine" in page
    assert 'name="wording_version" value="1"' in page
    row = words()
    assert row is not None
    assert row.signature == TYPED["signature"]

    now = {"version": "2", "wording_version": "1", "signature": "Mine"}
    assert client.post(at("branding_in", "en"), TYPED | now).status_code == 302


def test_what_changed_of_the_words_alone_undoes_the_look_too(world):
    """Both are saved or neither: the words are stale, the colour is not."""
    world.client("alder").post(at("branding_in", "en"), TYPED)
    other = TYPED | {"version": "2", "brand_color": "#ff0000", "subject": "Other"}

    assert world.client("alder").post(at("branding_in", "en"), other).status_code == 412
    assert stored().brand_color == "#0f6674"


@pytest.fixture
def sample(bar: Customer) -> Customer:
    """Return a customer that is just like the one that the preview makes up."""
    with as_owner():
        bar.private.contact_name, bar.private.language, bar.distributor = "Alex", "en", None
        bar.private.save()
        bar.save()
        entry = bar.retailer.directory_entry
        entry.name, entry.city = "The Corner Bar", "Springfield"
        entry.save()
    return bar


def test_the_preview_is_the_mail_byte_for_byte(world, sample, settings):
    client = world.client("alder")
    client.post(at("logo_create"), upload(logo()))
    shown = client.post(at("branding_preview_body", "en"), TYPED).content.decode()
    head = unescape(client.post(at("branding_preview", "en"), TYPED).content.decode())
    assert (stored().version, words(), mails()) == (1, None, []), "nothing is written by looking"

    client.post(at("branding_in", "en"), TYPED)
    invite(world, sample)

    (mail,) = mails(EMAIL)
    example = settings.BASE_URL + reverse("invitations:invitation_example")
    link = next(word for word in mail.text.split() if "/invitation/" in word)
    assert mail.html.replace(link, example) == shown
    assert client.get(at("branding_preview_body", "en")).content.decode() == shown
    assert mail.text.replace(link, example).strip() in head
    assert mail.subject == "Alex, beer from Alder"
    assert mail.from_name == "Maya of Alder"
    assert all(said in head for said in (mail.subject, mail.from_name))
    assert "&lt;here&gt; &amp; now" in shown
    assert "<img" in shown


def test_the_preview_stands_in_a_sandbox_of_its_own(world):
    response = world.client("alder").get(at("branding_preview_body", "fr"))

    policy = response.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert 'lang="fr"' in response.content.decode()


def test_light_and_dark_are_shown_on_any_device(world):
    def shown(scheme: str) -> str:
        body = world.client("alder").post(at("branding_preview_body", "en"), TYPED | {"scheme": scheme})
        return body.content.decode()

    assert "@media all" in shown("dark")
    assert "@media not all" in shown("light")
    assert "(prefers-color-scheme: dark)" in shown("")


def test_a_preview_of_what_is_wrong_says_what_and_still_shows(world):
    typed = TYPED | {"intro": "Hello {shop}", "brand_color": "blue", "version": ""}
    client = world.client("alder")

    assert "Hello {shop}" in client.post(at("branding_preview_body", "en"), typed).content.decode()
    assert "{shop}" in client.post(at("branding_preview", "en"), typed).content.decode()


def test_a_test_goes_to_oneself_says_so_and_saves_nothing(world):
    client = world.client("alder")
    response = client.post(at("branding_test", "en"), TYPED, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert "alder@example.com" in response.content.decode()
    (mail,) = sent_tests()
    assert (mail.to, mail.reply_to) == ("alder@example.com", "alder@example.com")
    assert mail.subject == "[Test] Alex, beer from Alder"
    assert "This is a test that you sent to yourself." in mail.text
    assert message_of(mail).from_email.startswith("Maya of Alder <")
    assert (stored().version, words()) == (1, None)


def test_without_htmx_a_test_answers_the_page_with_what_is_typed(world):
    page = world.client("alder").post(at("branding_test", "en"), TYPED).content.decode()

    assert "<title>" in page
    assert "Maya of Alder" in page
    assert len(sent_tests()) == 1


def test_a_test_of_what_is_wrong_is_not_sent(world):
    response = world.client("alder").post(at("branding_test", "en"), TYPED | {"intro": "{shop}"})

    assert response.status_code == 422
    assert sent_tests() == []


def test_tests_are_limited(world):
    client = world.client("alder")
    answers = [client.post(at("branding_test", "en"), TYPED).status_code for _ in range(12)]

    assert answers == [200] * 10 + [409] * 2
    assert len(sent_tests()) == 10


def test_the_page_asks_few_statements_whatever_is_saved(world, django_assert_num_queries):
    client = world.client("alder")
    client.get(at("branding"))
    with django_assert_num_queries(PAGE_STATEMENTS):
        client.get(at("branding"))
    client.post(at("branding_in", "en"), TYPED)
    client.post(at("logo_create"), upload(logo()))
    with django_assert_num_queries(PAGE_STATEMENTS):
        client.get(at("branding"))


PAGE_STATEMENTS = 7


def test_anybody_sees_where_an_example_leads(db, client):
    assert "example" in client.get(reverse("invitations:invitation_example")).content.decode()
