"""The page of the invite link, and those of its tags (SPEC.md N5, 004-02, 004-05, 004-06)."""

import io
import re
from html import unescape

import pytest
import zxingcpp
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from PIL import Image

from invitations import queries
from invitations.enums import LinkState
from invitations.models import InviteLink, InviteTag
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db

PAGE = "/alder/selling/setup/invite/"


@pytest.fixture
def alder(world: World) -> Client:
    cache.clear()
    return world.client("alder")


def in_use(world: World, supplier: str = "alder") -> InviteLink:
    with as_owner():
        return queries.link_in_use(world.orgs[supplier])


def tag_page(tag: InviteTag) -> str:
    return f"{PAGE}tags/{tag.pk}/"


def shown(page: str) -> list[str]:
    """Return the addresses in the fields to copy from."""
    return [unescape(value) for value in re.findall(r'readonly\s+value="([^"]+)"', page)]


def decoded(body: bytes) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(body)).convert("L"))]


def test_the_link_is_the_same_each_time_and_looking_writes_nothing(world: World, alder: Client) -> None:
    with as_owner():
        before = AuditEntry.objects.count()

    pages = [alder.get(PAGE).content.decode() for _ in range(2)]

    assert {*shown(pages[0]), *shown(pages[1])} == {queries.address_of(in_use(world))}
    with as_owner():
        assert (InviteLink.objects.count(), AuditEntry.objects.count()) == (3, before)


def test_setup_leads_there_below_users(world: World, alder: Client) -> None:
    setup = alder.get("/alder/selling/setup/").content.decode()
    users = setup[setup.index('id="users"') :]

    assert re.search(rf'href="{PAGE}">\s*Invite customers', users[: users.index("</nav>")])
    assert "#users" in alder.get(PAGE).content.decode()
    assert PAGE in alder.get("/alder/selling/retailers/").content.decode()
    assert PAGE not in world.client("dawn").get("/dawn/delivering/setup/").content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (MemberRole.ADMIN, 200),
        (MemberRole.PROCUREMENT, 200),
        (MemberRole.SALES, 403),
        (MemberRole.ACCOUNTING, 403),
        (MemberRole.VIEWER, 403),
    ],
)
def test_only_admins_and_procurement_managers_invite(
    world: World, alder: Client, role: str, status: int
) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=role)
    code = in_use(world).code
    tag = tag_page(world.tags["alder"])

    for path in (PAGE, f"{PAGE}code.svg", f"{PAGE}replacement/", tag, "/api/v1/alder/selling/invite-link/"):
        assert alder.get(path).status_code == status
    if status == 403:
        for path in (PAGE, f"{PAGE}closing/", f"{PAGE}opening/", f"{PAGE}replacement/", f"{tag}archiving/"):
            assert alder.post(path, {"code": code, "name": "X"}).status_code == 403
        assert in_use(world).code == code


@pytest.mark.parametrize("tags", [0, 30])
def test_the_page_in_few_statements(
    world: World, alder: Client, tags: int, django_assert_num_queries: object
) -> None:
    with as_owner():
        InviteTag.objects.bulk_create(
            InviteTag(supplier=world.orgs["alder"], name=f"T {n}", slug=f"t-{n}") for n in range(tags)
        )

    with django_assert_num_queries(9):  # type: ignore[operator]
        assert alder.get(PAGE).status_code == 200


def test_the_link_is_switched_off_and_on(world: World, alder: Client) -> None:
    code = in_use(world).code
    assert alder.post(f"{PAGE}closing/", {"code": code}).status_code == 302
    page = alder.get(PAGE).content.decode()

    assert in_use(world).state == LinkState.OFF
    assert "The link is off." in page
    assert alder.post(f"{PAGE}opening/", {"code": code}).status_code == 302
    assert in_use(world).state == LinkState.ON


def test_the_warning_says_what_happens_and_the_button_replaces_once(world: World, alder: Client) -> None:
    old = in_use(world)

    warning = alder.get(f"{PAGE}replacement/").content.decode()
    assert in_use(world) == old
    assert "printed" in warning
    assert "1 tag" in warning
    answers = [alder.post(f"{PAGE}replacement/", {"code": old.code}, follow=True) for _ in range(2)]

    new = in_use(world)
    assert new != old
    assert "This is your new link." in answers[0].content.decode()
    assert "replaced meanwhile" in answers[1].content.decode()
    assert shown(answers[1].content.decode()) == [queries.address_of(new)]
    with as_owner():
        assert InviteLink.objects.filter(supplier=world.orgs["alder"]).count() == 2


def test_a_tab_from_before_the_replacement_switches_nothing(world: World, alder: Client) -> None:
    old = in_use(world).code
    alder.post(f"{PAGE}replacement/", {"code": old})

    told = alder.post(f"{PAGE}closing/", {"code": old}, follow=True).content.decode()

    assert "replaced meanwhile" in told
    assert in_use(world).state == LinkState.ON


@pytest.mark.parametrize("of_tag", [False, True])
def test_the_files_lead_to_the_address_that_is_shown(world: World, alder: Client, of_tag: bool) -> None:
    page = tag_page(world.tags["alder"]) if of_tag else PAGE
    (address,) = shown(alder.get(page).content.decode())

    png, svg = alder.get(f"{page}code.png?name"), alder.get(f"{page}code.svg?name")

    assert decoded(png.content) == [address]
    code = address.split("/ask/")[1].split("/")[0]
    with transaction.atomic():
        found = queries.link_by_code(code)
    assert found
    assert found.supplier == world.orgs["alder"]
    name = "alder-invite-fair" if of_tag else "alder-invite"
    assert png["Content-Disposition"] == f'attachment; filename="{name}.png"'
    assert (svg["Content-Type"], png["Content-Type"]) == ("image/svg+xml", "image/png")
    assert b">Alder</text>" in svg.content
    assert b"<text" not in alder.get(f"{page}code.svg").content


def test_a_tag_is_made_renamed_archived_and_used_again(world: World, alder: Client) -> None:
    made = alder.post(PAGE, {"name": "  Spring   fair "})
    with as_owner():
        tag = InviteTag.objects.get(slug="spring-fair")
    assert made["Location"] == tag_page(tag)

    assert alder.post(tag_page(tag), {"name": "May fair", "version": "1"}).status_code == 302
    alder.post(f"{tag_page(tag)}archiving/")
    assert "Archived" in alder.get(tag_page(tag)).content.decode()
    alder.post(f"{tag_page(tag)}restoring/")

    with as_owner():
        tag.refresh_from_db()
    assert (tag.name, tag.slug, tag.archived_at, tag.version) == ("May fair", "spring-fair", None, 4)
    assert shown(alder.get(tag_page(tag)).content.decode()) == [
        f"{queries.address_of(in_use(world))}spring-fair/"
    ]


@pytest.mark.parametrize("name", ["", "   ", "!?", "x" * 61, "FAIR", "a\x00b"])
def test_a_bad_name_is_told_beside_the_field_and_kept(world: World, alder: Client, name: str) -> None:
    answer = alder.post(PAGE, {"name": name})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "invalid-feedback" in page
    with as_owner():
        assert InviteTag.objects.filter(supplier=world.orgs["alder"]).count() == 1


def test_of_two_tabs_the_second_sees_the_first_ones_name(world: World, alder: Client) -> None:
    tag = world.tags["alder"]
    alder.post(tag_page(tag), {"name": "May fair", "version": "1"})

    late = alder.post(tag_page(tag), {"name": "June fair", "version": "1"})

    assert late.status_code == 412
    assert "May fair" in late.content.decode()
    assert "June fair" in late.content.decode()
    assert alder.post(tag_page(tag), {"name": "June fair", "version": "2"}).status_code == 302


def test_using_a_tag_again_whose_name_is_taken_is_refused_in_words(world: World, alder: Client) -> None:
    tag = world.tags["alder"]
    alder.post(f"{tag_page(tag)}archiving/")
    alder.post(PAGE, {"name": "Fair"})

    told = alder.post(f"{tag_page(tag)}restoring/", follow=True).content.decode()

    assert "You have a tag of this name already." in told
    with as_owner():
        tag.refresh_from_db()
    assert tag.archived_at


def test_replacing_and_making_have_a_limit(
    world: World, alder: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("invitations.limits.LINKS_AND_TAGS_PER_HOUR", 1)
    code = in_use(world).code
    alder.post(PAGE, {"name": "One"})

    assert alder.post(PAGE, {"name": "Two"}).status_code == 429
    told = alder.post(f"{PAGE}replacement/", {"code": code}, follow=True).content.decode()
    assert "Try again" in told
    assert in_use(world).code == code


def test_drawing_codes_has_a_limit(alder: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("invitations.limits.QR_CODES_PER_HOUR", 1)

    assert [alder.get(f"{PAGE}code.svg").status_code for _ in range(2)] == [200, 429]
