"""Mails of an invitation."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from invitations.emails.wording import NO_WORDS, in_own_words
from invitations.models import Invitation
from invitations.queries import buyers_of, wordings_of
from wholesale.accounts.models import User
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.organizations.models import Person
from wholesale.organizations.queries import colleagues
from wholesale.organizations.roles import Permission
from wholesale.tenancy.contexts import act_for_platform


def queue_invitation(invitation: Invitation, token: str) -> None:
    """Ask the invited address to register, in the supplier's own words; replies go to whoever sent it."""
    _queue(invitation, token, "invitations/invitation", "")


def queue_invitation_to_company(invitation: Invitation, token: str) -> None:
    """Ask the people of a registered retailer who may order; the supplier does not learn who they are."""
    _queue_to_company(invitation, token, "invitations/connection", "")


def queue_reminder(invitation: Invitation, token: str) -> None:
    """Ask once more, in the same way, whoever has not answered; the first mail's link goes on working."""
    if invitation.email:
        _queue(invitation, token, "invitations/reminder", ":reminder")
    else:
        _queue_to_company(invitation, token, "invitations/connection_reminder", ":reminder")


def _queue(invitation: Invitation, token: str, template: str, which: str) -> None:
    facts = _facts(invitation, token) | {"greeting_name": invitation.customer.private.contact_name}
    words = wordings_of(invitation.supplier_id).get(invitation.language, NO_WORDS)
    queue_email(
        organization_id=invitation.supplier_id,
        to=invitation.email,
        language=invitation.language,
        template=template,
        context=in_own_words(facts, words),
        key=f"invitation:{invitation.pk}:{invitation.sent_count}{which}",
        supplier=invitation.supplier,
        reply_to=_reply_to(invitation),
    )


def _queue_to_company(invitation: Invitation, token: str, template: str, which: str) -> None:
    facts, reply_to = _facts(invitation, token), _reply_to(invitation)
    words = wordings_of(invitation.supplier_id)
    with act_for_platform():
        for person in buyers_of(invitation.retailer_id):
            queue_email(
                organization_id=None,
                to=person.email,
                language=person.language,
                template=template,
                context=in_own_words(
                    facts | {"greeting_name": person.name}, words.get(person.language, NO_WORDS)
                ),
                key=f"invitation:{invitation.pk}:{invitation.sent_count}:{person.pk}{which}",
                supplier=invitation.supplier,
                reply_to=reply_to,
            )


def queue_accepted(invitation: Invitation, by: User, *, former: str = "") -> None:
    """Tell whoever sent the invitation that the retailer can order now; in the supplier's context.

    Args:
        former: what the company was written down as, if it turned out to be another.
    """
    inviter = Person.objects.filter(user=invitation.by_id).first()
    if inviter is None:  # no longer a colleague
        return
    path = reverse(
        "retailers:customer_detail",
        kwargs={"organization": invitation.supplier.slug, "customer": invitation.customer_id},
    )
    queue_email(
        organization_id=invitation.supplier_id,
        to=inviter.email,
        language=inviter.language,
        template="invitations/accepted",
        context={
            "name": invitation.customer.private.display_name,
            "person": by.name or by.email,
            "greeting_name": inviter.name,
            "former": former,
            "company": invitation.retailer.name,
            "action_url": absolute(path),
        },
        key=f"invitation:{invitation.pk}:accepted",
    )


def queue_new_link_wanted(invitation: Invitation) -> None:
    """Tell whoever may invite that the reader of an expired mail asks for a new one; once for each mail sent.

    In the supplier's context. Whoever sent it is told, if still a colleague; else all who may invite.
    """
    may_invite = colleagues(invitation.supplier_id, Permission.INVITE_CUSTOMERS)
    path = reverse(
        "invitations:customer_invitations",
        kwargs={"organization": invitation.supplier.slug, "customer": invitation.customer_id},
    )
    for person in [each for each in may_invite if each.user_id == invitation.by_id] or may_invite:
        queue_email(
            organization_id=invitation.supplier_id,
            to=person.email,
            language=person.language,
            template="invitations/link_wanted",
            context={
                "name": invitation.customer.private.display_name,
                "email": invitation.email,
                "expired_on": timezone.localdate(invitation.expires_at),
                "action_url": absolute(path),
            },
            key=f"invitation:{invitation.pk}:{invitation.sent_count}:wanted:{person.pk}",
        )


def _facts(invitation: Invitation, token: str) -> dict[str, Any]:
    entry = invitation.retailer.directory_entry
    path = reverse("invitations:invitation_open", kwargs={"token": token})
    return {
        "supplier_name": invitation.supplier.name,
        "retailer_name": entry.name,
        "city": entry.city,
        "distributor_name": invitation.customer.distributor.name if invitation.customer.distributor else "",
        "inviter_name": invitation.by_name,
        "invited_on": timezone.localdate(invitation.sent_at),
        "expires_on": timezone.localdate(invitation.expires_at),
        "action_url": absolute(path),
    }


def _reply_to(invitation: Invitation) -> str:
    inviter = Person.objects.filter(user=invitation.by_id).first()
    return inviter.email if inviter else ""
