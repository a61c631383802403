"""Who decides for a company on corrections of the entries that it made (SPEC.md C6, P3)."""

from django.urls import reverse

from retailers.models import EntryCorrection
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

API = "/api/v1/alder/selling/"


def url(name, *args):
    return reverse(name, args=["alder", *args])


def test_a_correction_of_an_entry_is_decided_by_whoever_sees_all_retailers(world, sally):
    """What everybody reads in the directory is not hers to change, though her company made the entry."""
    with as_owner():
        EntryCorrection.objects.update(keeper=world.orgs["alder"], state="open", taken=[], decided_at=None)
        correction = EntryCorrection.objects.earliest("created_at")
    card, fragment = url("retailers:selling_correction_card"), {"HX-Request": "true"}
    decision = url("retailers:selling_decision", correction.pk)
    admin = world.client("alder")

    once = {"content_type": "application/json", "headers": {"Idempotency-Key": str(uuid7())}}
    answers = [
        sally.get(url("retailers:correction_list")),
        sally.post(decision, {"decision": "decline"}),
        sally.get(f"{API}corrections/"),
        sally.post(f"{API}corrections/{correction.pk}/decision/", {"take": []}, **once),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert (sally.get(card, headers=fragment).context["count"], sally.get(card).status_code) == (0, 302)
    with as_owner():
        correction.refresh_from_db()
    assert correction.state == "open"
    assert admin.get(card, headers=fragment).context["count"] > 0
    assert admin.post(decision, {"decision": "decline"}).status_code == 302
    with as_owner():
        correction.refresh_from_db()
    assert correction.state == "declined"
