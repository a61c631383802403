#!/bin/sh
# Make .venv from the hashed lock: with uv where it is or can be had, else with pip. Does nothing when the lock
# has not changed. PYTHON=<interpreter> chooses one; 3.11 or newer.
set -eu
cd "$(dirname "$0")"

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; }

wanted=$(cksum <requirements.lock)
[ "$(cat .venv/.installed 2>/dev/null)" != "$wanted" ] || [ ! -x .venv/bin/python ] || exit 0

if ! [ -x .venv/bin/python ] || ! fits .venv/bin/python; then
    python=
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if fits "$candidate"; then python=$candidate; break; fi
    done
    [ -n "$python" ] || { echo "Cratebook needs Python 3.11, 3.12 or 3.13: install one, or name it with PYTHON=." >&2; exit 1; }
    rm -rf .venv
    "$python" -m venv .venv || {
        rm -rf .venv
        echo "Python's venv module is missing: on Debian, apt install python3-venv." >&2
        exit 1
    }
fi

echo "Installing the packages of requirements.lock ..."
uv=$(command -v uv || true)
if [ -z "$uv" ] && .venv/bin/python -m pip install -q --disable-pip-version-check uv >/dev/null 2>&1; then
    uv=.venv/bin/uv
fi
# The machine's own certificates, as behind a company's proxy; and never another Python than the one above.
export UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 UV_PYTHON_DOWNLOADS=never
# uv does not know pip's own configuration (mirrors, certificates), so pip has the last word.
[ -n "$uv" ] && "$uv" pip sync -q --require-hashes --python .venv/bin/python requirements.lock ||
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
echo "$wanted" >.venv/.installed
