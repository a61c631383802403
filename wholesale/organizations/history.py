"""What an agreement's log says, in words for its timeline."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import AgreementMode, GuestLimit, MemberRole, Party, Step, Switch

_WORDS = {
    "agreement_proposed": ("send", "info", gettext_lazy("proposed to work together")),
    "distributor_added": ("plus", "info", gettext_lazy("added the distributor")),
    "agreement_accepted": ("heart-handshake", "ok", gettext_lazy("accepted")),
    "agreement_declined": ("x", "bad", gettext_lazy("declined")),
    "agreement_withdrawn": ("x", "idle", gettext_lazy("took the proposal back")),
    "agreement_ended": ("x", "bad", gettext_lazy("ended the agreement")),
    "switch_granted": ("check", "ok", gettext_lazy("granted")),
    "switch_withdrawn": ("x", "bad", gettext_lazy("withdrew")),
    "step_proposed": ("arrows-exchange", "info", gettext_lazy("proposed a change of a step")),
    "step_proposal_declined": ("x", "bad", gettext_lazy("declined the proposed step")),
    "step_proposal_withdrawn": ("x", "idle", gettext_lazy("took the proposed step back")),
    "mode_changed": ("arrows-exchange", "violet", gettext_lazy("changed how you work together")),
    "account_offered": ("mail", "info", gettext_lazy("offered an account of its own")),
    "account_offer_revoked": ("x", "idle", gettext_lazy("took the offer of an account back")),
    "account_taken_over": ("check", "ok", gettext_lazy("took the account over")),
    "connection_proposed": ("send", "info", gettext_lazy("proposed to connect a company with an account")),
    "connection_withdrawn": ("x", "idle", gettext_lazy("took the connection back")),
    "connection_declined": ("x", "bad", gettext_lazy("declined the connection")),
    "distributor_connected": ("check", "ok", gettext_lazy("connected the distributor to its account")),
    "agreement_changed": ("pencil", "violet", gettext_lazy("changed the agreement")),
    "guest_link_made": ("plus", "info", gettext_lazy("made the link for its people")),
    "guest_link_switched_off": ("player-pause", "idle", gettext_lazy("switched the link for its people off")),
    "guest_link_switched_on": ("check", "ok", gettext_lazy("switched the link for its people on")),
    "guest_link_replaced": ("replace", "violet", gettext_lazy("replaced the link for its people")),
    "guest_asked": ("user-plus", "info", gettext_lazy("asked for access as a guest")),
    "guest_let_in": ("check", "ok", gettext_lazy("let a guest in")),
    "guest_refused": ("x", "bad", gettext_lazy("refused access to a guest")),
    "guest_invited": ("mail", "info", gettext_lazy("invited a guest")),
    "guest_invitation_resent": ("mail", "info", gettext_lazy("sent a guest’s invitation again")),
    "guest_invitation_revoked": ("x", "idle", gettext_lazy("took a guest’s invitation back")),
    "guest_joined": ("check", "ok", gettext_lazy("accepted the invitation as a guest")),
    "guest_changed": ("pencil", "violet", gettext_lazy("changed a guest’s access")),
    "guest_withdrawn": ("x", "bad", gettext_lazy("withdrew a guest’s access")),
}


_CHOICES: dict[str, Any] = {"mode": AgreementMode, "role": MemberRole, "limit": GuestLimit}


def timeline_of(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Return the entries as ui/_timeline.html shows them."""
    events = []
    for entry in entries:
        icon, tone, text = _WORDS.get(entry.verb, ("pencil", "idle", entry.verb))
        note = "\n".join(_line(name, entry.before.get(name), entry.after[name]) for name in _told(entry))
        events.append(
            {"icon": icon, "tone": tone, "who": entry.by_name, "text": text, "note": note, "at": entry.at}
        )
    return events


_TOLD = {
    "agreement_changed", "switch_granted", "switch_withdrawn", "step_proposed", "step_proposal_declined",
    "step_proposal_withdrawn", "mode_changed", "account_offered", "connection_proposed",
    "guest_let_in", "guest_refused", "guest_invited", "guest_invitation_resent", "guest_invitation_revoked",
    "guest_changed", "guest_withdrawn",
}  # fmt: skip


def _told(entry: AuditEntry) -> list[str]:
    return list(entry.after) if entry.verb in _TOLD else []


def _line(name: str, before: Any, after: Any) -> str:
    if name in Switch.values:
        return str(Switch(name).label)
    if name in _CHOICES:
        now = _CHOICES[name](after).label
        return f"{_CHOICES[name](before).label} → {now}" if before and before != after else str(now)
    if name not in Step.values:
        return str(after)
    return f"{Step(name).label}: " + (f"{_owed(before)} → {_owed(after)}" if before else _owed(after))


def _owed(value: Any) -> str:
    """Say "distributor, 24 h" in the reader's words."""
    party, _comma, hours = str(value).partition(", ")
    return f"{Party(party).label}, {hours}" if party in Party.values else ""
