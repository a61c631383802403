"""Groups: named, coloured, in an order, private to their supplier; and a customer's groups and labels."""

import pytest

from retailers import queries, services
from retailers.details import CustomerDetails
from retailers.errors import DetailsRefused, GroupChangedMeanwhile
from retailers.models import CustomerEvent, CustomerGroup, CustomerPrivate, CustomerWord, GroupMember
from retailers.services import GroupDetails
from tests.retailers.conftest import customer_url, url
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def by(world: World):
    """Act for alder."""
    with acting_as(world.context("alder")):
        yield world.users["alder"]


def make(world, by, name, **more):
    return services.create_group(supplier=world.orgs["alder"], details=GroupDetails(name=name, **more), by=by)


def names(world):
    return [group.name for group in queries.groups_of(world.orgs["alder"])]


def stored(customer):
    with as_owner():
        return CustomerPrivate.objects.get(customer=customer)


def groups_of(customer):
    with as_owner():
        members = GroupMember.objects.filter(customer=customer).order_by("group__rank")
        return [member.group.name for member in members.select_related("group")]


def test_the_members_go_with_their_group_and_with_no_other(world, by):
    kept = make(world, by, "Cafés")
    member = GroupMember.objects.create(
        supplier=world.orgs["alder"], customer=world.customers["alder", "rita"], group=kept
    )

    assert services.delete_group(group=world.groups["alder"], by=by) == 3

    assert list(GroupMember.objects.all()) == [member]
    assert AuditEntry.objects.get(verb="group_deleted").before == {"name": "Bars", "customers": 3}


def test_a_name_is_one_groups_in_any_letter_case(world, by):
    with pytest.raises(DetailsRefused) as caught:
        make(world, by, "BARS")

    assert set(caught.value.fields) == {"name"}
    assert names(world) == ["Bars"]


def test_another_supplier_has_a_group_of_the_same_name(world):
    with acting_as(world.context("birch")):
        assert names(world) == []  # alder's are not birch's
        assert list(queries.groups_of(world.orgs["birch"])) == [world.groups["birch"]]


def test_groups_are_put_in_order(world, by):
    last = make(world, by, "Cafés")
    make(world, by, "Shops")

    services.move_group(group=last, places=-1, by=by)
    assert names(world) == ["Cafés", "Bars", "Shops"]
    services.move_group(group=last, places=-1, by=by)
    assert names(world) == ["Cafés", "Bars", "Shops"]
    services.move_group(group=last, places=5, by=by)
    assert names(world) == ["Bars", "Shops", "Cafés"]


def test_the_second_editor_of_a_group_is_told(world, by):
    group = world.groups["alder"]
    services.edit_group(group=group, details=GroupDetails(name="Pubs"), version=1, by=by)

    with pytest.raises(GroupChangedMeanwhile):
        services.edit_group(group=group, details=GroupDetails(name="Inns"), version=1, by=by)

    assert names(world) == ["Pubs"]


def test_a_customers_groups_and_labels_are_kept_told_and_logged(world, by):
    rita, cafes = world.customers["alder", "rita"], make(world, by, "Cafés")

    services.edit_customer(
        customer=rita,
        details=CustomerDetails(
            nickname="Rita", labels=("patio", "12 taps"), group_ids=frozenset({cafes.pk}),
            distributor=world.orgs["dawn"], contact_email="rita@example.com",
        ),
        version=1,
        by=by,
    )  # fmt: skip

    assert groups_of(rita) == ["Cafés"]
    assert stored(rita).labels == ["patio", "12 taps"]
    entry = AuditEntry.objects.filter(subject_id=rita.pk, verb="customer_edited").get()
    assert (entry.before["groups"], entry.after["groups"]) == ("Bars", "Cafés")
    assert entry.after["labels"] == "patio, 12 taps"
    kinds = set(CustomerEvent.objects.filter(customer=rita).values_list("kind", flat=True))
    assert {"groups_changed", "labels_changed"} <= kinds


def test_who_says_nothing_of_groups_and_labels_keeps_them(world, by):
    rita = world.customers["alder", "rita"]
    with as_owner():
        CustomerPrivate.objects.filter(customer=rita).update(labels=["patio"])

    services.edit_customer(customer=rita, details=CustomerDetails(nickname="Rita"), version=1, by=by)

    assert (groups_of(rita), stored(rita).labels) == (["Bars"], ["patio"])


def test_a_label_is_spelled_as_others_have_it(world, by):
    with as_owner():
        CustomerPrivate.objects.filter(customer=world.customers["alder", "rita"]).update(labels=["VIP"])
        CustomerPrivate.objects.filter(customer=world.customers["birch", "rita"]).update(labels=["vip"])
    remy = world.customers["alder", "remy"]

    services.label_customers(
        supplier=world.orgs["alder"], customer_ids=[remy.pk], labels=["vip", "new"], by=by
    )

    assert stored(remy).labels == ["VIP", "new"]
    assert queries.known_labels(world.orgs["alder"]) == ["VIP", "new"]


def test_words_follow_the_entry_the_nickname_and_the_labels(world, by):
    rita = world.customers["alder", "rita"]

    def found(query):
        seen = queries.customers_of(world.acting("alder"))
        return rita in queries.search_customers(seen, query)

    assert found("elm port")
    with as_owner():
        entry = rita.retailer.directory_entry
        entry.search_text, entry.city = "ritas bar 9 birch lane salem", "Salem"
        entry.save()
        CustomerPrivate.objects.filter(customer=rita).update(
            labels=["spring list"], search_text="spring list"
        )
    assert found("salem spri")
    assert not found("elm")
    assert stored(rita).city == "Salem"
    with as_owner():
        CustomerPrivate.objects.filter(customer=rita).update(labels=[])
        assert not CustomerWord.objects.filter(customer=rita, word__startswith="#").exists()


def test_no_retailer_and_no_distributor_reads_groups(world):
    from django.db import DatabaseError, transaction

    for name in ("rita", "dawn"):
        with acting_as(world.context(name)), pytest.raises(DatabaseError), transaction.atomic():
            CustomerGroup.objects.count()


def test_the_pages_of_groups(world, alder):
    group = world.groups["alder"].pk
    made = alder.post(url("group_create"), {"name": "Cafés", "color": "blue"})
    assert made.status_code == 302

    page = alder.get(url("group_list")).content.decode()
    assert "Bars" in page
    assert "Move Cafés up" in page
    detail = alder.get(url("group_detail", group=group)).content.decode()
    for text in ("Rita of alder", "3 in all", "3 retailers leave it"):
        assert text in detail, text
    assert alder.get(url("group_update", group=group)).status_code == 200
    assert alder.post(url("group_place", group=group), {"to": "down"}).status_code == 302
    assert alder.post(url("group_place", group=group), {"to": "sideways"}).status_code == 404
    rita = world.customers["alder", "rita"]
    alder.post(url("member_removal", group=group, customer=rita.pk))
    assert groups_of(rita) == []
    assert alder.post(url("group_deletion", group=group)).status_code == 302
    assert alder.get(url("group_detail", group=group)).status_code == 404


def test_a_group_form_says_what_is_wrong_and_keeps_what_was_typed(world, alder):
    page = alder.post(url("group_create"), {"name": "bars", "color": "green", "default_note": "Ring twice"})

    assert page.status_code == 422
    assert "You have a group of this name already." in page.content.decode()
    assert "Ring twice" in page.content.decode()


def test_the_second_editor_of_a_group_loses_nothing(world, alder):
    address = url("group_update", group=world.groups["alder"].pk)
    assert alder.post(address, {"name": "Pubs", "color": "blue", "version": "1"}).status_code == 302

    page = alder.post(address, {"name": "Inns", "color": "blue", "version": "1"})

    assert page.status_code == 412
    assert "Name is now: Pubs" in page.content.decode()
    assert 'value="Inns"' in page.content.decode()
    assert alder.post(address, {"name": "Inns", "color": "blue", "version": "2"}).status_code == 302


def test_a_viewer_makes_no_group(world):
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    client, group = world.client("alder"), world.groups["alder"].pk

    assert client.get(url("group_list")).status_code == 200
    assert client.get(url("group_create")).status_code == 403
    for name in ("group_place", "group_deletion"):
        assert client.post(url(name, group=group)).status_code == 403


def test_groups_and_labels_are_typed_and_shown(world, alder):
    typed = {"contact_email": "rita@example.com", "language": "en", "version": "1", "nickname": "Rita"}
    more = {"groups": [world.groups["alder"].pk], "labels": "patio, Patio, 12 taps"}

    assert alder.post(customer_url(world, "customer_update"), typed | more).status_code == 302

    page = alder.get(customer_url(world, "customer_detail")).content.decode()
    for text in ("Bars", "patio", "12 taps"):
        assert text in page, text
    listed = alder.get(f"{url('customer_list')}?label=patio&group={world.groups['alder'].pk}")
    assert [row.private.display_name for row in listed.context["page"].rows] == ["Rita"]
    assert alder.get(f"{url('customer_list')}?label=cellar").context["filters"].values["label"] == []


@pytest.mark.parametrize(
    ("labels", "words"), [(", ".join(map(str, range(21))), "At most 20"), ("x" * 41, "longer than 40")]
)
def test_too_many_and_too_long_labels_are_refused(world, alder, labels, words):
    typed = {"contact_email": "rita@example.com", "language": "en", "version": "1", "labels": labels}

    page = alder.post(customer_url(world, "customer_update"), typed)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert stored(world.customers["alder", "rita"]).labels == []
