"""Groups: named, ordered, private to their supplier; what is in them goes with them."""

from retailers.models import CustomerGroup, GroupMember
from tests.world import World
from wholesale.tenancy.testing import acting_as


def test_the_members_go_with_their_group_and_with_no_other(world: World) -> None:
    with acting_as(world.context("alder")):
        kept = CustomerGroup.objects.create(supplier=world.orgs["alder"], name="Cafés", rank=2)
        member = GroupMember.objects.create(
            supplier=world.orgs["alder"], customer=world.customers["alder", "rita"], group=kept
        )

        CustomerGroup.objects.filter(pk=world.groups["alder"].pk).delete()

        assert list(GroupMember.objects.all()) == [member]
