"""The help page of each side: its topics, its contact, and the links that lead to it (SOURCE_RULES.md 000-22)."""

import pytest
from django.urls import reverse

from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner
from wholesale.ui.help_parts import HELP

SIDES = {"selling": "alder", "delivering": "dawn", "buying": "rita"}


def help_of(world, side, name=None):
    who = name or SIDES[side]
    return world.client(who).get(reverse("ui:help", args=[who, side]))


@pytest.mark.parametrize("side", SIDES)
def test_each_topic_says_what_to_do_and_leads_to_its_page(world, side):
    page = help_of(world, side)
    told = {each["topic"].key: each["url"] for each in page.context["topics"]}

    assert page.status_code == 200
    assert b"mailto:help@" in page.content
    assert set(told) == {topic.key for topic in HELP[side]}
    client = world.client(SIDES[side])
    assert {key: client.get(url).status_code for key, url in told.items()} == dict.fromkeys(told, 200)


def test_who_may_not_do_a_thing_is_not_told_how(world):
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.WAREHOUSE)

    told = {each["topic"].key for each in help_of(world, "selling").context["topics"]}

    assert told == {"orders"}


def test_adding_a_retailer_leads_to_its_help(world):
    page = world.client("alder").get(reverse("retailers:customer_search", args=["alder"])).content.decode()

    assert f"{reverse('ui:help', args=['alder', 'selling'])}#add-retailer" in page
