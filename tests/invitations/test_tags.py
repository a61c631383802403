"""Tags of the invite link: each has an address that never changes (SPEC.md N5)."""

import pytest

from invitations import queries, services
from invitations.errors import TagChangedMeanwhile
from invitations.models import InviteTag
from retailers.errors import DetailsRefused
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


def make(world: World, name: str, supplier: str = "alder") -> InviteTag:
    with acting_as(world.context(supplier)):
        return services.make_tag(supplier=world.orgs[supplier], name=name, by=world.users[supplier])


def verbs(world: World) -> list[str]:
    with as_owner():
        entries = AuditEntry.objects.filter(verb__startswith="invite_tag").order_by("at", "id")
        return list(entries.values_list("verb", flat=True))


def test_a_tag_has_an_address_below_the_link(world: World) -> None:
    tag = make(world, "Été à Łódź")

    with acting_as(world.context("alder")):
        link = queries.link_in_use(world.orgs["alder"])
        assert queries.address_of(link, tag) == f"{queries.address_of(link)}ete-a-odz/"
    assert verbs(world) == ["invite_tag_made"]


def test_names_that_sound_alike_get_addresses_of_their_own_and_the_same_name_is_refused(world: World) -> None:
    assert [make(world, name).slug for name in ("Fair!", "Fair?", "醸造所", "祭り")] == [
        "fair-2", "fair-3", "tag", "tag-2",
    ]  # fmt: skip

    with pytest.raises(DetailsRefused) as caught:
        make(world, "FAIR!")

    assert set(caught.value.fields) == {"name"}
    assert make(world, "Fair!", "birch").slug == "fair-2"


def test_another_name_leaves_the_address(world: World) -> None:
    tag = make(world, "Van")

    with acting_as(world.context("alder")):
        renamed = services.rename_tag(tag=tag, name="Blue van", version=1, by=world.users["alder"])

    assert (renamed.name, renamed.slug, renamed.version) == ("Blue van", "van", 2)
    assert verbs(world) == ["invite_tag_made", "invite_tag_renamed"]


def test_of_two_new_names_the_second_author_learns_of_the_first(world: World) -> None:
    tag = make(world, "Van")

    with acting_as(world.context("alder")):
        services.rename_tag(tag=tag, name="Blue van", version=1, by=world.users["alder"])
        with pytest.raises(TagChangedMeanwhile) as caught:
            services.rename_tag(tag=tag, name="Red van", version=1, by=world.users["alder"])
        with pytest.raises(DetailsRefused):
            services.rename_tag(tag=tag, name="fair", version=2, by=world.users["alder"])

    assert caught.value.current.name == "Blue van"


def test_an_archived_tag_still_leads_somewhere_and_frees_its_name(world: World) -> None:
    alder, by = world.context("alder"), world.users["alder"]
    fair = world.tags["alder"]
    with acting_as(alder):
        for _ in range(2):
            services.archive_tag(tag=fair, by=by)
        link = queries.link_in_use(world.orgs["alder"])
        assert queries.tag_by_slug(link, "fair") == fair
    assert make(world, "Fair").slug == "fair-2"

    with acting_as(alder), pytest.raises(DetailsRefused):
        services.restore_tag(tag=fair, by=by)
    with acting_as(alder):
        services.rename_tag(tag=fair, name="Old fair", version=2, by=by)
        for _ in range(2):
            services.restore_tag(tag=fair, by=by)
        assert [tag.name for tag in queries.tags_of(world.orgs["alder"])] == ["Fair", "Old fair"]
    assert verbs(world) == [
        "invite_tag_archived", "invite_tag_made", "invite_tag_renamed", "invite_tag_restored",
    ]  # fmt: skip


def test_two_hundred_are_enough(world: World) -> None:
    with as_owner():
        InviteTag.objects.bulk_create(
            InviteTag(supplier=world.orgs["alder"], name=f"T {n}", slug=f"t-{n}") for n in range(199)
        )

    with pytest.raises(DetailsRefused):
        make(world, "One more")
