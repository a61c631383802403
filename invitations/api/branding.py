"""Branding for machines: logo, colour, sender, and the words of mails by language (SPEC.md N2, X1)."""

import binascii
from base64 import b64decode
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from invitations.emails import sample_invitation
from invitations.errors import WordingRefused
from invitations.limits import count_logo, count_test_mail
from invitations.wording import INTRO_MAX, SIGNATURE_MAX, SUBJECT_MAX, Wording, tidied
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.files import limits
from wholesale.mail.branding import SENDER_MAX, logo_url_of, plain_sender, sender_of
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization, hex_colour
from wholesale.organizations.roles import Permission
from wholesale.organizations.services import change_look, put_logo, remove_logo

NEED = Need(Side.SELLING, dict.fromkeys(("GET", "PUT", "POST", "DELETE"), Permission.MANAGE_SETTINGS))
WORDS = ("subject", "intro", "signature")
SAID: dict[str, Any] = {
    "subject": "{contact}, beer from {supplier}",
    "intro": "Hello {contact},\n\nfrom now on {retailer} can order at any hour.",
    "signature": "See you soon,\n{colleague}",
}


class BrandingApi(ApiView):
    """The look of a company's shop and mails."""

    need = NEED
    edits = ("PUT",)

    class Input(serializers.Serializer[Any]):
        brand_color = serializers.CharField(max_length=7, validators=[hex_colour])
        sender_name = serializers.CharField(
            max_length=SENDER_MAX,
            allow_blank=True,
            validators=[plain_sender],
            help_text="Empty: the company's.",
        )
        example: ClassVar[dict[str, Any]] = {"brand_color": "#0f6674", "sender_name": "Maya of Northgate"}

    class Output(Input):
        """Colour, sender and logo; the logo's size is that at which it is shown."""

        logo_url = serializers.CharField(allow_blank=True)
        logo_width = serializers.IntegerField()
        logo_height = serializers.IntegerField()
        version = serializers.IntegerField()
        example: ClassVar[dict[str, Any]] = {
            "brand_color": "#0f6674",
            "sender_name": "Maya of Northgate",
            "logo_url": "",
            "logo_width": 0,
            "logo_height": 0,
            "version": 1,
        }

    def current(self, request: Request, organization: str) -> tuple[dict[str, Any], int]:
        """Return the look and its version, also for whoever edits too late."""
        supplier = acting_of_call(request).organization
        return _look(supplier), supplier.version

    def get(self, request: Request, organization: str) -> Response:
        """Read colour, sender and logo."""
        row, version = self.current(request, organization)
        return with_etag(Response(row), version)

    def put(self, request: Request, organization: str) -> Response:
        """Change colour and sender."""
        acting, body, version = acting_of_call(request), self.Input(data=request.data), based_on(request)
        body.is_valid(raise_exception=True)
        data = body.validated_data | {"sender_name": " ".join(body.validated_data["sender_name"].split())}
        changed = change_look(organization=acting.organization, version=version, by=acting.user, **data)
        return with_etag(Response(_look(changed)), changed.version)


class LogoApi(ApiView):
    """A company's logo."""

    need = NEED
    Output = BrandingApi.Output

    class Input(serializers.Serializer[Any]):
        content = serializers.CharField(
            max_length=limits.FILE_BYTES * 4 // 3 + 4,
            help_text="A PNG, JPEG or WebP of at most 1.5 MB, in base64.",
        )
        example: ClassVar = {"content": "iVBORw0KGgo…"}

        def validate_content(self, value: str) -> bytes:
            """Return the picture's bytes."""
            try:
                return b64decode(value, validate=True)
            except (binascii.Error, ValueError) as error:
                raise serializers.ValidationError("This is not base64.") from error

    def put(self, request: Request, organization: str) -> Response:
        """Put a logo, or another one; it is drawn anew. No more than 30 an hour."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        count_logo(acting.organization.pk)
        content = body.validated_data["content"]
        return Response(_look(put_logo(organization=acting.organization, content=content, by=acting.user)))

    def delete(self, request: Request, organization: str) -> Response:
        """Remove the logo, also from mails already sent."""
        acting = acting_of_call(request)
        remove_logo(organization=acting.organization, by=acting.user)
        return Response(status=204)


class WordingInput(serializers.Serializer[Any]):
    """Plain text; what is empty is said in our words. Marks: {retailer}, {contact}, {supplier}, {colleague}."""

    subject = serializers.CharField(max_length=SUBJECT_MAX, allow_blank=True, required=False)
    intro = serializers.CharField(max_length=INTRO_MAX, allow_blank=True, required=False)
    signature = serializers.CharField(max_length=SIGNATURE_MAX, allow_blank=True, required=False)
    example: ClassVar = SAID

    def wording(self) -> Wording:
        """Return what was sent, for the service; what was left out is empty."""
        return tidied(Wording(**self.validated_data))


class WordingApi(ApiView):
    """What a company's mails say in one language: subject and intro of the invitation, signature of all."""

    need = NEED
    edits = ("PUT",)
    Input = WordingInput

    class Output(WordingInput):
        version = serializers.IntegerField(help_text="0 while nothing is said.")
        example: ClassVar = {**SAID, "version": 1}

    def current(self, request: Request, organization: str, language: str) -> tuple[dict[str, Any], int]:
        """Return the words and their version, also for whoever edits too late."""
        found, version = queries.wording_in(acting_of_call(request).organization.pk, _known(language))
        return {name: getattr(found, name) for name in WORDS} | {"version": version}, version

    def get(self, request: Request, organization: str, language: str) -> Response:
        """Read the words in a language."""
        row, version = self.current(request, organization, language)
        return with_etag(Response(row), version)

    def put(self, request: Request, organization: str, language: str) -> Response:
        """Replace the words; `If-Match: "v0"` while there are none."""
        acting, body, version = acting_of_call(request), self.Input(data=request.data), based_on(request)
        body.is_valid(raise_exception=True)
        try:
            services.change_wording(
                supplier=acting.organization,
                language=_known(language),
                wording=body.wording(),
                version=version,
                by=acting.user,
            )
        except WordingRefused as error:
            raise _beside(error) from error
        return self.get(request, organization, language)


class WordingPreviewApi(ApiView):
    """The invitation as it would look."""

    need = NEED
    Input = WordingInput

    class Output(serializers.Serializer[Any]):
        """A mail to a retailer made up."""

        sender = serializers.CharField()
        subject = serializers.CharField()
        text = serializers.CharField()
        html = serializers.CharField()
        example: ClassVar = {"sender": "Northgate", "subject": "Order", "text": "Order…", "html": "<html>…"}

    @idempotent
    def post(self, request: Request, organization: str, language: str) -> Response:
        """Show the invitation with these words; nothing is saved or sent."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        supplier, language = acting.organization, _known(language)
        mail = sample_invitation(supplier=supplier, wording=body.wording(), language=language, by=acting.user)
        shown = {"sender": sender_of(supplier), "subject": mail.subject, "text": mail.text, "html": mail.html}
        return Response(shown)


class WordingTestApi(ApiView):
    """The invitation, sent to oneself."""

    need = NEED
    Input = WordingInput

    @idempotent
    def post(self, request: Request, organization: str, language: str) -> Response:
        """Send the invitation with these words to whoever the caller acts as. No more than 10 an hour."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        language = _known(language)
        count_test_mail(acting.user.pk)
        try:
            services.send_test_mail(
                supplier=acting.organization, wording=body.wording(), language=language, by=acting.user
            )
        except WordingRefused as error:
            raise _beside(error) from error
        return Response(status=204)


def _look(supplier: Organization) -> dict[str, Any]:
    same = ("brand_color", "sender_name", "logo_width", "logo_height", "version")
    return {name: getattr(supplier, name) for name in same} | {"logo_url": logo_url_of(supplier)}


def _known(language: str) -> str:
    """Return a language that mails are written in, or 404."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return language


def _beside(error: WordingRefused) -> serializers.ValidationError:
    return serializers.ValidationError({name: [text] for name, text in error.fields.items()})
