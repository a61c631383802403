"""One change for many retailers: by page and by worker, each once, and whoever is left out is told why (C1, N4)."""

import pytest

from catalogs.models import CatalogShare
from invitations.models import Invitation
from retailers.enums import BulkState, SkipReason
from retailers.forms.bulk import form_of
from retailers.models import BulkItem, BulkJob, Customer, CustomerEvent, CustomerPrivate, GroupMember
from tests.retailers.conftest import create, url
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner
from wholesale.ui.parts import BULK

RITA, REMY, ROSA = "rita", "remy", "rosa"


def ids(world: World, *names):
    return [world.customers["alder", name].pk for name in names]


def ask(client, verb, chosen, **choice):
    """Send the form of a verb for these customers."""
    posted = {"form_key": str(uuid7()), **choice}
    posted |= chosen if isinstance(chosen, dict) else {"customer": [str(each) for each in chosen]}
    return client.post(url("bulk_create", verb=verb), posted)


def jobs():
    with as_owner():
        return list(BulkJob.objects.exclude(state=BulkState.DONE, total=0).order_by("created_at"))


def skipped(job):
    with as_owner():
        items = BulkItem.objects.filter(job=job).exclude(skipped="")
        return {item.customer_id: SkipReason(item.skipped) for item in items}


def private(world, name):
    with as_owner():
        return CustomerPrivate.objects.get(customer=world.customers["alder", name])


@pytest.mark.parametrize("verb", BULK)
def test_each_verb_asks_once_and_says_for_how_many(world, alder, verb):
    chosen = "&".join(f"customer={each}" for each in ids(world, RITA, REMY))

    page = alder.get(f"{url('bulk_create', verb=verb)}?{chosen}")

    assert page.status_code == 200
    assert "2 retailers are chosen" in page.content.decode()
    assert not jobs()


def test_the_chosen_are_put_into_a_group_and_taken_out(world, alder):
    group = world.groups["alder"].pk

    assert ask(alder, "ungroup", ids(world, RITA, REMY), to_group=group).status_code == 302
    with as_owner():
        left = set(GroupMember.objects.filter(group=group).values_list("customer", flat=True))
    assert left == set(ids(world, ROSA))

    answer = ask(alder, "group", ids(world, RITA, ROSA), to_group=group)
    [_first, second] = jobs()
    assert answer["Location"] == url("bulk_job", bulk_job=second.pk)  # somebody was skipped: say whom
    assert skipped(second) == {ids(world, ROSA)[0]: SkipReason.UNCHANGED}
    text = alder.get(answer["Location"]).content.decode()
    for said in ("Add to group", "Bars", "It was so already", "Rosa of alder"):
        assert said in text, said


def test_labels_are_added_and_taken_off_with_history_and_log(world, alder):
    ask(alder, "label", ids(world, RITA, REMY), labels="patio, spring list")
    ask(alder, "unlabel", ids(world, RITA), labels="PATIO")

    assert private(world, RITA).labels == ["spring list"]
    assert private(world, REMY).labels == ["patio", "spring list"]
    with as_owner():
        events = CustomerEvent.objects.filter(customer=ids(world, RITA)[0], kind="labels_changed")
        assert events.count() == 2
        log = AuditEntry.objects.filter(subject_id=ids(world, RITA)[0], verb="customer_edited").order_by("at")
        assert [(entry.before, entry.after) for entry in log] == [
            ({"labels": ""}, {"labels": "patio, spring list"}),
            ({"labels": "patio, spring list"}, {"labels": "spring list"}),
        ]
    assert alder.get(f"{url('customer_list')}?q=spring").context["page"].count == 2


def test_a_customer_with_too_many_labels_is_left_out(world, alder):
    with as_owner():
        CustomerPrivate.objects.filter(customer=ids(world, RITA)[0]).update(
            labels=list("abcdefghijklmnopqrst")
        )

    ask(alder, "label", ids(world, RITA, REMY), labels="one more")

    assert skipped(jobs()[0]) == {ids(world, RITA)[0]: SkipReason.TOO_MANY_LABELS}
    assert private(world, REMY).labels == ["one more"]


def test_a_distributor_and_a_representative_are_assigned(world, alder):
    with as_owner():
        Membership.objects.create(
            user=world.users["birch"], organization=world.orgs["alder"], role=MemberRole.SALES
        )
    ask(alder, "distributor", ids(world, RITA, REMY), to_distributor=world.orgs["dusk"].pk)
    ask(alder, "representative", ids(world, RITA), representative=world.users["birch"].pk)

    with as_owner():
        assert {c.distributor_id for c in Customer.objects.filter(pk__in=ids(world, RITA, REMY))} == {
            world.orgs["dusk"].pk
        }
    assert private(world, RITA).representative_id == world.users["birch"].pk


@pytest.mark.parametrize("distributor", ["ember", "nobody"])
def test_a_strangers_distributor_is_refused(world, alder, distributor):
    value = world.orgs["ember"].pk if distributor == "ember" else "nobody"

    answer = ask(alder, "distributor", ids(world, RITA), to_distributor=value)

    assert answer.status_code == 422
    assert not jobs()
    with as_owner():
        assert Customer.objects.get(pk=ids(world, RITA)[0]).distributor == world.orgs["dawn"]


def test_only_who_has_registered_is_activated(world, alder):
    prospect = create(world, name="alder")
    ask(alder, "deactivate", ids(world, RITA, REMY))

    ask(alder, "activate", [*ids(world, RITA, ROSA), prospect.pk])

    with as_owner():
        active = dict(Customer.objects.filter(supplier=world.orgs["alder"]).values_list("pk", "is_active"))
    assert active == {
        ids(world, RITA)[0]: True, ids(world, REMY)[0]: False, ids(world, ROSA)[0]: True, prospect.pk: False
    }  # fmt: skip
    assert skipped(jobs()[-1]) == {
        prospect.pk: SkipReason.NOT_REGISTERED, ids(world, ROSA)[0]: SkipReason.UNCHANGED
    }  # fmt: skip


def test_many_are_invited_each_once_and_the_rest_is_told(world, alder):
    prospect = create(world, name="alder")
    with as_owner():
        CustomerPrivate.objects.filter(customer=prospect).update(contact_email="bar@cormoran.example.com")
        mails = OutboundEmail.objects.count()

    ask(alder, "invite", [*ids(world, RITA), prospect.pk])
    ask(alder, "invite", [prospect.pk])

    with as_owner():
        assert OutboundEmail.objects.count() == mails + 1
        assert Invitation.objects.filter(customer=prospect).count() == 1
    first, second = jobs()
    assert skipped(first) == {ids(world, RITA)[0]: SkipReason.REGISTERED_ALREADY}
    assert skipped(second) == {prospect.pk: SkipReason.INVITED_ALREADY}


def test_whoever_has_no_email_is_not_invited(world, alder):
    prospect = create(world, name="alder")

    ask(alder, "invite", [prospect.pk])

    assert skipped(jobs()[0]) == {prospect.pk: SkipReason.NO_EMAIL}


def test_all_that_fit_are_those_of_the_filter(world, alder):
    ask(alder, "label", {"all": "1", "distributor": "own"}, labels="ours")

    assert private(world, REMY).labels == ["ours"]
    assert private(world, RITA).labels == []
    page = alder.get(f"{url('bulk_create', verb='label')}?all=1&q=rosa").content.decode()
    assert "1 retailer is chosen" in page
    assert 'name="q" value="rosa"' in page


def test_what_is_assigned_does_not_narrow_all_that_fit(world, alder):
    group, dusk = world.groups["alder"].pk, world.orgs["dusk"].pk
    ask(alder, "ungroup", ids(world, RITA, REMY, ROSA), to_group=group)

    ask(alder, "group", {"all": "1", "distributor": "own"}, to_group=group)
    ask(alder, "distributor", {"all": "1", "group": str(group)}, to_distributor=dusk)

    with as_owner():
        found = Customer.objects.get(memberships__group=group)
        assert (found.pk, found.distributor_id) == (ids(world, REMY)[0], dusk)


@pytest.mark.parametrize("verb", BULK)
def test_no_choice_is_named_as_a_filter_of_the_list(verb):
    asked = set(getattr(form_of(BULK[verb]), "base_fields", {}))

    assert not asked & {"q", "sort", "status", "distributor", "group", "label", "active", "hold", "customer"}


def test_sent_twice_it_is_done_once(world, alder):
    posted = {"form_key": str(uuid7()), "labels": "patio", "customer": ids(world, RITA)}
    for _ in range(2):
        assert alder.post(url("bulk_create", verb="label"), posted).status_code == 302

    assert len(jobs()) == 1


def test_nobody_chosen_is_said(world, alder):
    assert "No retailer is chosen" in alder.get(url("bulk_create", verb="label")).content.decode()
    answer = ask(alder, "label", [world.customers["cedar", "rex"].pk], labels="mine")

    assert answer.status_code == 409
    assert not jobs()
    with as_owner():
        assert CustomerPrivate.objects.exclude(labels=[]).count() == 0


def test_who_may_not_invite_is_not_offered_it(world):
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.SALES)
        CustomerPrivate.objects.filter(customer=ids(world, RITA)[0]).update(
            representative=world.users["alder"]
        )
    client = world.client("alder")

    assert client.get(url("bulk_create", verb="invite")).status_code == 403
    assert client.get(url("bulk_create", verb="representative")).status_code == 403
    assert client.get(url("bulk_create", verb="nonsense")).status_code == 404
    ask(client, "label", {"all": "1"}, labels="mine")
    assert [private(world, name).labels for name in (RITA, REMY)] == [["mine"], []]


def test_the_list_offers_the_verbs_that_a_person_may_do(world, alder):
    page = alder.get(url("customer_list")).content.decode()

    for verb in BULK:
        assert url("bulk_create", verb=verb) in page, verb
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    assert "/bulk/" not in world.client("alder").get(url("customer_list")).content.decode()


def test_the_chosen_are_exported(world, alder):
    answer = alder.get(f"{url('customer_export')}?as=csv&customer={ids(world, RITA)[0]}")

    text = b"".join(answer.streaming_content).decode()
    assert "Rita" in text
    assert "Remy" not in text


def test_a_catalog_is_shared_with_the_chosen(world, alder):
    catalog = world.catalogs["alder"]

    ask(alder, "catalog", ids(world, RITA, REMY), option=str(catalog.pk))
    ask(alder, "catalog", ids(world, REMY, ROSA), option=str(catalog.pk))

    with as_owner():
        shared = CatalogShare.objects.filter(catalog=catalog, customer__isnull=False)
        assert set(shared.values_list("customer", flat=True)) == set(ids(world, RITA, REMY, ROSA))
    assert skipped(jobs()[-1]) == {ids(world, REMY)[0]: SkipReason.UNCHANGED}
    foreign = {"option": str(world.catalogs["birch"].pk)}
    assert ask(alder, "catalog", ids(world, RITA), **foreign).status_code == 422
