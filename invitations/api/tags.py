"""The tags of the invite link, for machines."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from invitations.limits import count_code, count_link_change
from invitations.models import InviteLink, InviteTag
from invitations.printing import PNG, SVG, code_file
from retailers.errors import DetailsRefused
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"*": Permission.INVITE_CUSTOMERS})
_COLUMNS = ("id", "name", "slug", "created_at", "archived_at", "version")


class TagInput(serializers.Serializer[Any]):
    """What a tag is called."""

    name = serializers.RegexField(r"\w", max_length=60, help_text="Its first name stands in its address.")
    example: ClassVar = {"name": "Spring fair"}

    def validate_name(self, name: str) -> str:
        """Write the name on one line."""
        return " ".join(name.split())


class TagOutput(serializers.Serializer[Any]):
    """A poster or campaign with an address of its own; archived, it still works."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    url = serializers.URLField()
    created_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    requested = serializers.IntegerField(help_text="Customers that asked by it; tests are not counted.")
    approved = serializers.IntegerField()
    active = serializers.IntegerField()
    has_ordered = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a13",
        "name": "Spring fair",
        "slug": "spring-fair",
        "url": "https://wholesale.example.com/ask/kX2b8QnC4vG1mZ7pR0tYwA/spring-fair/",
        "created_at": "2026-11-22T09:00:00Z",
        "archived_at": None,
        "version": 1,
        "requested": 12,
        "approved": 9,
        "active": 8,
        "has_ordered": 5,
    }


class InviteTagsApi(ApiView):
    """The tags of your invite link."""

    need = NEED
    is_list = True
    Input = TagInput
    Output = TagOutput

    def get(self, request: Request, organization: str) -> Response:
        """List your tags, newest first, archived ones too."""
        supplier = acting_of_call(request).organization
        link, counts = queries.link_in_use(supplier), queries.counts_by_tag(supplier)
        answer = paginated(request, queries.tags_of(supplier).values(*_COLUMNS), order=["-created_at", "-id"])
        for row in answer.data["results"]:
            row["url"] = queries.address_of(link, InviteTag(slug=row["slug"]))
            row.update(counts.get(row["id"], dict.fromkeys(queries.STAGES, 0)))
        return answer

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Make a tag; its address never changes."""
        acting, body = acting_of_call(request), TagInput(data=request.data)
        body.is_valid(raise_exception=True)
        count_link_change(acting.organization.pk)
        try:
            tag = services.make_tag(supplier=acting.organization, by=acting.user, **body.validated_data)
        except DetailsRefused as error:
            raise serializers.ValidationError(error.fields) from error
        return _answer(acting, tag, status=201)


class InviteTagApi(ApiView):
    """One of your tags."""

    need = NEED
    edits = ("PATCH",)
    Input = TagInput
    Output = TagOutput

    def current(self, request: Request, organization: str, tag: UUID) -> tuple[dict[str, Any], int]:
        """Return the tag and its version, also for whoever edits too late."""
        acting = acting_of_call(request)
        found = queries.tag_for_supplier(acting.organization, tag)
        return _row(queries.link_in_use(acting.organization), found), found.version

    def get(self, request: Request, organization: str, tag: UUID) -> Response:
        """Read a tag."""
        row, version = self.current(request, organization, tag)
        return with_etag(Response(row), version)

    def patch(self, request: Request, organization: str, tag: UUID) -> Response:
        """Call a tag something else; its address stays."""
        acting, body = acting_of_call(request), TagInput(data=request.data)
        found, version = queries.tag_for_supplier(acting.organization, tag), based_on(request)
        body.is_valid(raise_exception=True)
        try:
            services.rename_tag(tag=found, version=version, by=acting.user, **body.validated_data)
        except DetailsRefused as error:
            raise serializers.ValidationError(error.fields) from error
        return self.get(request, organization, tag)


class InviteTagArchivingApi(ApiView):
    """Putting a tag away."""

    need = NEED
    Output = TagOutput

    @idempotent
    def post(self, request: Request, organization: str, tag: UUID) -> Response:
        """Put a tag away; its printed codes still work and still count."""
        acting = acting_of_call(request)
        found = queries.tag_for_supplier(acting.organization, tag)
        return _answer(acting, services.archive_tag(tag=found, by=acting.user), status=201)


class InviteTagRestoringApi(ApiView):
    """Taking a tag out again."""

    need = NEED
    Output = TagOutput

    @idempotent
    def post(self, request: Request, organization: str, tag: UUID) -> Response:
        """Take an archived tag out again; refused while another one in use has its name."""
        acting = acting_of_call(request)
        found = queries.tag_for_supplier(acting.organization, tag)
        return _answer(acting, services.restore_tag(tag=found, by=acting.user), status=201)


class InviteTagCodeApi(ApiView):
    """The QR code of a tag."""

    need = NEED
    files = (PNG, SVG)

    class Filters(serializers.Serializer[Any]):
        as_format = serializers.ChoiceField(["png", "svg"], default="png")
        named = serializers.BooleanField(default=False, help_text="With your name below the code.")

    def get(self, request: Request, organization: str, tag: UUID) -> Any:
        """Download a tag's QR code, 60 mm wide: as PNG at 600 dpi, or with `as_format=svg` as SVG."""
        supplier, chosen = acting_of_call(request).organization, filters_of(request, self.Filters)
        found = queries.tag_for_supplier(supplier, tag)
        count_code(supplier.pk)
        link = queries.link_in_use(supplier)
        return code_file(
            chosen["as_format"],
            address=queries.address_of(link, found),
            caption=supplier.name if chosen["named"] else "",
            name=queries.file_name_of(link, found),
        )


def _answer(acting: Acting, tag: InviteTag, *, status: int) -> Response:
    row = _row(queries.link_in_use(acting.organization), tag)
    return with_etag(Response(row, status=status), tag.version)


def _row(link: InviteLink, tag: InviteTag) -> dict[str, Any]:
    way = queries.way_of_tag(tag)
    counts = {name: getattr(way, name) for name in queries.STAGES}
    own = {name: getattr(tag, name) for name in _COLUMNS}
    return own | counts | {"url": queries.address_of(link, tag)}
