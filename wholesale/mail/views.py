"""Entrances: the provider's reports, and the Mailbox of development."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from wholesale.mail import queries
from wholesale.mail.frames import mail_body
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role
from wholesale.ui.paging import keyset_page

View = Callable[..., Any]


def report_create(provider_view: View) -> View:
    """Let the provider's reports in as the public role, which can only write them down."""

    @csrf_exempt
    def view(request: HttpRequest) -> Any:
        with act_as(Context(Role.PUBLIC)):
            return provider_view(request)

    return view


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    found = queries.mailbox_messages(words)
    page = keyset_page(found, order=["-at", "-id"], cursor=request.GET.get("cursor", ""), counted=True)
    return render(request, "mail/mailbox.html", {"page": page, "words": words})


@require_safe
def mailbox_detail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    mail = queries.mailbox_message(mail_id)
    context = {
        "mail": mail,
        "links": queries.links_in(mail),
        "codes": queries.codes_in(mail),
        "files": list(queries.files_of(mail)),
    }
    return render(request, "mail/mailbox_detail.html", context)


@require_safe
def mailbox_file(request: HttpRequest, mail_id: UUID, file_id: UUID) -> FileResponse:
    """Download a file that came with a mail."""
    file = queries.mailbox_file(mail_id, file_id)
    return FileResponse(
        BytesIO(bytes(file.content)), as_attachment=True, filename=file.name, content_type=file.kind
    )


@require_safe
@mail_body
def mailbox_body(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """Show what the reader's program would show: inline styles, no script, in a sandboxed frame."""
    return HttpResponse(queries.mailbox_message(mail_id).html)
