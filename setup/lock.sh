#!/usr/bin/env bash
# `make lock`: writes requirements/*.txt anew from *.in. `make lock UPGRADE=1` takes newer versions where *.in allows.
# The oldest Python that we promise to run on does it, for a lock made by a newer one may name what the older refuses.
# No index address is written down, and pip's own settings are set aside: the locks must hold for any machine.
set -euo pipefail
cd "$(dirname "$0")/.."
. setup/shell.sh
export PIP_CONFIG_FILE=/dev/null
unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL
oldest=3.11.2 # Debian 12's

python=${PYTHON_OLDEST:-/usr/bin/python3.11}
"$python" -c "import sys; sys.exit('%d.%d.%d' % sys.version_info[:3] != '$oldest')" ||
  fail "$python is not Python $oldest, the oldest we promise. Run this on Debian 12, or set PYTHON_OLDEST."

venv=.cache/lock
if ! stamp_is_current $venv/installed requirements/dev.txt; then
  say "Making $venv with Python $oldest and the locked pip-tools"
  "$python" -m venv --clear $venv
  $venv/bin/python -m pip install --quiet --disable-pip-version-check "$(grep -o '^pip-tools==[^ ]*' requirements/dev.txt)"
  stamp $venv/installed requirements/dev.txt
fi

lock() {
  local name=$1; shift
  say "Locking requirements/$name.txt (hashes of every file of every package: a minute or two)"
  (cd requirements && "../$venv/bin/pip-compile" --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host ${UPGRADE:+--upgrade} --output-file "$name.txt" "$@")
}
lock run run.in build.in
lock dev dev.in
