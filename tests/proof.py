"""How large a proof is: in full by default, in small numbers for .ci/run."""

import os

SEEDS = int(os.environ.get("PROOF_SEEDS", "10"))
PROBES = int(os.environ.get("PROOF_PROBES", "20000"))
KILLS = int(os.environ.get("PROOF_KILLS", "100"))
