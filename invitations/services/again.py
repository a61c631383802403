"""Somebody who is at no company yet asks once more."""

from django.db import transaction
from django.utils.translation import gettext as _

from invitations.models import AccessRequest
from invitations.services.asking import ask_as_visitor
from retailers.services import EntryDetails
from wholesale.accounts.models import User
from wholesale.accounts.queries import has_proven_email
from wholesale.errors import NotAllowed


@transaction.atomic
def ask_again(*, request: AccessRequest, message: str, by: User) -> AccessRequest:
    """Make a request once more that was rejected or withdrawn, for the same entry, with what was typed then.

    The caller has found it among those of this person. Runs as the app role.

    Locks:  as ask_as_visitor.
    Emails: as ask_as_visitor.
    Raises: NotAllowed (the address is not proven, the company has an account by now, or they have left it), and as
        ask_as_visitor; then nothing is written.
    Source: N8.
    """
    if not request.claims_entry:
        raise NotAllowed(_("Only people who may order for a company ask in its name."))
    if not has_proven_email(by):
        raise NotAllowed(_("Sign in by an emailed code first: it proves your address."))
    return ask_as_visitor(
        supplier=request.supplier,
        email=by.email,
        person_name=request.person_name,
        language=by.language,
        time_zone=by.time_zone,
        details=EntryDetails(**request.details, email=by.email, language=by.language),
        retailer=request.retailer,
        message=message,
        person=by,
    )
