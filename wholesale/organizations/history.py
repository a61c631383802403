"""What an agreement's log says, in words for its timeline."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import Party, Step

_WORDS = {
    "agreement_proposed": ("send", "info", gettext_lazy("proposed to work together")),
    "distributor_added": ("plus", "info", gettext_lazy("added the distributor")),
    "agreement_accepted": ("heart-handshake", "ok", gettext_lazy("accepted")),
    "agreement_declined": ("x", "bad", gettext_lazy("declined")),
    "agreement_withdrawn": ("x", "idle", gettext_lazy("took the proposal back")),
    "agreement_ended": ("x", "bad", gettext_lazy("ended the agreement")),
    "agreement_changed": ("pencil", "violet", gettext_lazy("changed the agreement")),
}


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


def _told(entry: AuditEntry) -> list[str]:
    return list(entry.after) if entry.verb == "agreement_changed" else []


def _line(name: str, before: Any, after: Any) -> str:
    if name == "inventory_editable":
        return _("The supplier may edit stock") if after else _("The supplier may no longer edit stock")
    return f"{Step(name).label}: {_owed(before)} → {_owed(after)}"


def _owed(value: Any) -> str:
    """Say "distributor, 24 h" in the reader's words."""
    party, _comma, hours = str(value).partition(", ")
    return f"{Party(party).label}, {hours}" if party in Party.values else ""
