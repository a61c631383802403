"""A supplier's own words as its mails' templates take them."""

from collections.abc import Mapping
from typing import Any

from invitations.wording import Wording, filled

NO_WORDS = Wording()


def in_own_words(facts: Mapping[str, Any], wording: Wording = NO_WORDS) -> dict[str, Any]:
    """Return a mail's context with the supplier's words filled in: `own_subject`, `own_intro`, `own_signature`.

    Each is plain text, empty where the mail says it in our words; templates escape it and keep its paragraphs.
    `emails/invitations/_signature.{html,txt}` says the signature.

    Args:
        facts: `supplier_name`, `retailer_name`, `inviter_name` and, where there is one, `greeting_name`.
    """
    values = {
        "retailer": str(facts["retailer_name"]),
        "contact": str(facts.get("greeting_name") or facts["retailer_name"]),
        "supplier": str(facts["supplier_name"]),
        "colleague": str(facts["inviter_name"]),
    }
    return {
        **facts,
        "own_subject": filled(wording.subject, values),
        "own_intro": filled(wording.intro, values),
        "own_signature": filled(wording.signature, values),
    }
