"""How large a proof is: in full by default, in small numbers for .ci/run; and what it found."""

import os

SEEDS = int(os.environ.get("PROOF_SEEDS", "10"))
PROBES = int(os.environ.get("PROOF_PROBES", "20000"))
KILLS = int(os.environ.get("PROOF_KILLS", "100"))
ORDERS = int(os.environ.get("PROOF_ORDERS", "1000000"))
EDITS = int(os.environ.get("PROOF_EDITS", "100"))
FIGURES: list[str] = []


def found(rule: str, figures: str) -> None:
    """Keep what a proof has counted; the run prints it at its end, for docs/proof.md."""
    FIGURES.append(f"{rule:8}{figures}")


def is_small() -> bool:
    """Tell whether small numbers were asked for."""
    return PROBES < 20_000
