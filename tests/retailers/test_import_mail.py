"""The mail that a long import is through: to whoever began it, in their language, with the change (SPEC.md 9, M1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.retailers.importing import CORMORAN, csv_of, start, work
from wholesale.accounts.models import User
from wholesale.mail.models import OutboundEmail
from wholesale.sheets import services
from wholesale.sheets.enums import ImportMode
from wholesale.sheets.models import SheetImport
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db
BAD = ["9", "No Email", ""]


def imported(world, *, seconds):
    """Import a file that was confirmed some time ago."""
    made = work(world, start(world, csv_of(CORMORAN, BAD)))
    with acting_as(world.context("alder")):
        services.confirm_import(sheet_import=made, mode=ImportMode.GOOD_ROWS, by=world.users["alder"])
    with as_owner():
        SheetImport.objects.filter(pk=made.pk).update(step_at=timezone.now() - timedelta(seconds=seconds))
    return work(world, made)


def mails():
    with as_owner():
        return list(OutboundEmail.objects.filter(template="sheets/import_finished"))


def test_a_long_import_tells_whoever_began_it(world):
    made = imported(world, seconds=31)

    (mail,) = mails()
    assert (mail.to, mail.organization_id) == (world.users["alder"].email, world.orgs["alder"].pk)
    assert mail.subject == "customers.csv is imported"
    assert "Created: 1" in mail.text
    assert "Refused: 1" in mail.text
    assert f"/alder/selling/sheets/customers/{made.pk}/" in mail.text


def test_it_is_written_in_the_readers_language(world):
    with as_owner():
        User.objects.filter(pk=world.users["alder"].pk).update(language="fr")

    imported(world, seconds=31)

    assert [mail.language for mail in mails()] == ["fr"]


def test_who_has_waited_for_a_short_one_gets_none(world):
    imported(world, seconds=5)

    assert mails() == []
