"""What there is to know of one bar on its way to a supplier, in plain Python (SPEC.md 8)."""

from dataclasses import dataclass, field


@dataclass
class Model:
    """What there is to know: one bar, one supplier, the invited owner and a stranger who says it is his."""

    status: str = "prospect"
    relation: str = "none"
    active: bool = False
    invitation: str = ""
    tokens: list[str] = field(default_factory=list)
    asked_by: str = ""
    was_refused: bool = False
    owner: str = ""
    awaits_welcome: bool = False
    welcomes: int = 0

    @property
    def connected(self) -> bool:
        return self.relation == "accepted"

    @property
    def is_claimed_by_stranger(self) -> bool:
        """Tell whether a stranger waits for an entry that nobody has."""
        return self.relation == "asked_by_retailer" and self.asked_by == "stranger" and not self.owner

    def give_way_to(self, who: str) -> None:
        """End a stranger's request when jeanne asks, whose email the supplier has written down."""
        if who == "jeanne" and self.is_claimed_by_stranger:
            self.status, self.relation, self.asked_by = "prospect", "none", ""

    def connect(self, *, active: bool) -> None:
        self.status = "registered"
        self.relation, self.active, self.awaits_welcome = "accepted", active, not active
        self.asked_by = ""

    def approve(self) -> None:
        """Let in whoever asked; of an entry that nobody has, they become the owner."""
        self.owner = self.owner or self.asked_by
        self.connect(active=False)

    def reject(self) -> None:
        """Decline: no invitation is a way round it, unless a stranger asked for what nobody has."""
        asker, self.asked_by, self.was_refused = self.asked_by, "", True
        self.relation = "refused"
        if self.status != "registered":
            self.status = "rejected"
        if self.invitation not in ("pending", "expired"):
            return
        if self.owner or asker == "jeanne":
            self.invitation = "revoked"
        else:
            self.status, self.relation = "invited", "asked_by_supplier"
