"""A supplier's own words in its mails: kept, checked, filled in, escaped, never evaluated (SPEC.md N2)."""

import threading
from html import unescape

import pytest
from django.db import connection
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from invitations import queries, services
from invitations.errors import WordingRefused
from invitations.models import MailWording
from invitations.wording import Wording, filled, mistakes_in, tidied, unknown_marks
from tests.invitations.conftest import EMAIL, invite, mails
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.errors import StaleVersion
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner

OURS = Wording(
    subject="{contact}, la bière de {supplier}",
    intro="Bonjour {contact},\n\n{retailer} peut commander.\nÀ toute heure.",
    signature="À bientôt,\n{colleague}",
)


def change(world: World, wording: Wording, *, language: str = "fr", version: int = 0, name: str = "alder"):
    with acting_as(world.context(name)):
        return services.change_wording(
            supplier=world.orgs[name],
            language=language,
            wording=wording,
            version=version,
            by=world.users[name],
        )


def kept(name: str = "alder", language: str = "fr") -> MailWording | None:
    with as_owner():
        return MailWording.objects.filter(supplier__slug=name, language=language).first()


def test_words_are_kept_by_language_and_stand_in_the_log(world):
    change(world, OURS)
    change(world, Wording(signature="Until soon"), language="en")
    change(world, Wording(OURS.subject, "", OURS.signature), version=1)

    with acting_as(world.context("alder")):
        assert queries.wording_in(world.org_id("alder"), "fr") == (
            Wording(OURS.subject, "", OURS.signature),
            2,
        )
        assert queries.wordings_of(world.org_id("alder")).keys() == {"en", "fr", "es"}
    with as_owner():
        last = AuditEntry.objects.filter(verb="wording_changed").order_by("-at", "-id").first()
    assert last is not None
    assert (last.before, last.after) == ({"intro": OURS.intro}, {"intro": ""})


def test_saving_the_same_again_changes_nothing(world):
    change(world, OURS)
    change(world, OURS, version=1)

    row = kept()
    assert row is not None
    assert row.version == 1


def test_nothing_is_written_while_nothing_is_said(world):
    assert change(world, Wording()) is None
    assert kept() is None


@pytest.mark.parametrize("version", [0, 2])
def test_whoever_read_an_earlier_version_is_told(world, version):
    change(world, OURS)

    with pytest.raises(StaleVersion):
        change(world, Wording("Other"), version=version)

    row = kept()
    assert row is not None
    assert row.subject == OURS.subject


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{retailer} {contact} {supplier} {colleague}", []),
        ("{shop}, {shop} and {}", ["{shop}", "{}"]),
        ("{{ supplier }} {{supplier}} { supplier }", ["{{ supplier }}", "{{supplier}}", "{ supplier }"]),
        ("{% load i18n %}", ["{% load i18n %}"]),
        ("{{7*7}} ${x}", ["{{7*7}}", "{x}"]),
        ("{Retailer}", ["{Retailer}"]),
        ("{retailer.directory_entry.emails}", ["{retailer.directory_entry.emails}"]),
        ("a } b { c", []),
    ],
)
def test_marks_that_we_cannot_fill_in_are_found(text, unknown):
    assert unknown_marks(text) == unknown


def test_unknown_marks_are_refused_beside_their_field(world):
    with pytest.raises(WordingRefused) as caught:
        change(world, Wording("{shop}", "{retailer}", "{{ settings.SECRET_KEY }}"))

    assert caught.value.fields.keys() == {"subject", "signature"}
    assert "{shop}" in caught.value.fields["subject"]
    assert "{retailer}" in caught.value.fields["subject"], "it says what can be written"
    assert kept() is None


def test_what_stands_in_for_a_mark_is_not_read_again():
    values = {"retailer": "{supplier}", "supplier": "{retailer}"}

    assert filled("{retailer} {supplier}", values) == "{supplier} {retailer}"


@given(st.text(), st.text(), st.text())
def test_tidied_words_are_plain_and_stay_so(subject, intro, signature):
    once = tidied(Wording(subject, intro, signature))

    assert tidied(once) == once
    assert "\n" not in once.subject
    assert "\r" not in once.subject + once.intro + once.signature
    assert "\x00" not in once.subject + once.intro + once.signature
    assert "\n\n\n" not in once.intro
    assert mistakes_in(once).keys() <= {"subject", "intro", "signature"}


def test_an_invitation_says_it_in_the_suppliers_words(world, bar):
    change(world, OURS)
    invite(world, bar)

    (mail,) = mails(EMAIL)
    assert mail.subject == "Jeanne, la bière de Alder"
    assert "Bonjour Jeanne,\n\nBar Le Cormoran peut commander.\nÀ toute heure." in mail.text
    assert "À bientôt,\nAlder Admin" in mail.text
    assert "<br>À toute heure." in " ".join(mail.html.split())
    assert "Dorénavant" not in mail.text
    assert "See you soon" not in mail.text + mail.html


def test_another_language_and_another_supplier_say_it_in_ours(world, bar):
    change(world, Wording("English only", "English only", "English only"), language="en")
    change(world, OURS, name="birch")
    invite(world, bar)

    (mail,) = mails(EMAIL)
    assert "English only" not in mail.subject + mail.text
    assert "À bientôt,\nBirch" not in mail.text
    assert mail.subject == "Commandez en ligne chez Alder"


def test_people_of_a_company_read_the_signature_in_their_language(world):
    from retailers.services import CustomerDetails, add_customer

    change(world, Wording(signature="Cheers,\n{colleague} for {retailer}"), language="en")
    with acting_as(world.context("alder")):
        customer = add_customer(
            supplier=world.orgs["alder"],
            retailer=world.orgs["rex"],
            details=CustomerDetails(),
            by=world.users["alder"],
        )
    invite(world, customer)

    with as_owner():
        (mail,) = OutboundEmail.objects.filter(template="invitations/connection")
    assert "Cheers,\nAlder Admin for Rex's Bar" in mail.text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "{% verbatim",
        "&lt;b&gt; & \"quoted\" 'words'",
        "%(supplier)s %s {0",
    ],
)
def test_no_html_and_no_template_comes_through(world, bar, hostile):
    change(world, Wording(hostile, hostile, hostile))
    invite(world, bar)

    (mail,) = mails(EMAIL)
    assert hostile in mail.subject
    assert hostile in mail.text
    assert hostile in unescape(strip_tags(mail.html))
    assert "<script" not in mail.html
    assert "<img" not in mail.html


def test_a_name_with_marks_in_it_stays_a_name(world, bar):
    with as_owner():
        bar.private.contact_name = "{colleague} <b>"
        bar.private.save()
    change(world, Wording(intro="Hello {contact}"))
    invite(world, bar)

    (mail,) = mails(EMAIL)
    assert "Hello {colleague} <b>" in mail.text
    assert "Hello {colleague} &lt;b&gt;" in mail.html


def test_without_a_contact_the_retailer_is_written_to(world, bar):
    with as_owner():
        bar.private.contact_name = ""
        bar.private.save()
    change(world, Wording(intro="Hello {contact},"))
    invite(world, bar)

    assert "Hello Bar Le Cormoran," in mails(EMAIL)[0].text


@pytest.mark.django_db(transaction=True)
def test_of_two_first_words_at_once_one_is_kept(committed_world):
    world, ends = committed_world, []
    start = threading.Barrier(2)

    def write(text: str) -> None:
        start.wait()
        try:
            change(world, Wording(text))
            ends.append("kept")
        except StaleVersion:
            ends.append("stale")
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(text,)) for text in ("One", "Two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(ends) == ["kept", "stale"]
    row = kept()
    assert row is not None
    assert row.version == 1
