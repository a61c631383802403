"""The invitation as it will look: to a retailer made up, for the preview and for a test to oneself.

It is written by the template and the renderer that write the real one, so what is shown is what is sent.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from invitations.emails.wording import in_own_words
from invitations.wording import Wording, tidied
from wholesale.accounts.models import User
from wholesale.mail.links import absolute
from wholesale.mail.rendering import Rendered, render_mail
from wholesale.mail.services import queue_email
from wholesale.organizations.models import Organization
from wholesale.tenancy.models import uuid7

TEMPLATE = "invitations/invitation"


def sample_invitation(*, supplier: Organization, wording: Wording, language: str, by: User) -> Rendered:
    """Return the mail that a retailer would get; writes and sends nothing.

    Args:
        supplier: as it is, or a copy with a colour and a sender that are not saved yet.
    """
    context = _context(supplier, wording, language, by)
    return render_mail(TEMPLATE, context, language=language, supplier=supplier)


def queue_test(*, supplier: Organization, wording: Wording, language: str, by: User) -> None:
    """Send that mail to whoever asks for it, and to nobody else; it says that it is a test."""
    queue_email(
        organization_id=supplier.pk,
        to=by.email,
        language=language,
        template=TEMPLATE,
        context=_context(supplier, wording, language, by) | {"is_test": True},
        key=f"branding-test:{uuid7()}",
        supplier=supplier,
        reply_to=by.email,
    )


def _context(supplier: Organization, wording: Wording, language: str, by: User) -> dict[str, Any]:
    with translation.override(language), timezone.override(supplier.time_zone):
        facts = {
            "supplier_name": supplier.name,
            "retailer_name": _("The Corner Bar"),
            "city": _("Springfield"),
            "distributor_name": "",
            "inviter_name": str(by)[:120],
            "greeting_name": _("Alex"),
            "expires_on": timezone.localdate(timezone.now() + timedelta(days=settings.INVITATION_TTL_DAYS)),
            "action_url": absolute(reverse("invitations:invitation_example")),
        }
    return in_own_words(facts, tidied(wording))
