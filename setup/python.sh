#!/usr/bin/env bash
# `make setup`: .venv/ with the locked packages, the tamizdat command in it, and the interface texts compiled.
set -euo pipefail
cd "$(dirname "$0")/.."
. setup/shell.sh

inputs=(requirements/run.txt pyproject.toml setup/python.sh setup/shell.sh)

# The system's own Python comes first: it gets the system's security updates, and is built with optimisations that one built
# by hand mostly lacks, which make a bake a third slower. Debian keeps ensurepip apart from Python: `-m venv` alone fails there.
make_venv() {
  local python=
  for candidate in /usr/bin/python3.11 /usr/bin/python3.12 /usr/bin/python3.13 /usr/bin/python3 python3.11 python3.12 python3.13 python3; do
    command -v $candidate >/dev/null && $candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if $candidate -c 'import ensurepip, venv' 2>/dev/null; then python=$candidate; break; fi
  done
  if [ -z "$python" ]; then
    packages_for 'the virtual environment' python3 python3-venv || exit 1
    python=/usr/bin/python3
  fi
  say "Making .venv with $($python --version)"
  $python -m venv --clear .venv || fail "$python could not make .venv; see above"
}

compile_texts() {
  local po
  find src/tamizdat -path '*/LC_MESSAGES/*.po' 2>/dev/null | while IFS= read -r po; do
    [ "${po%.po}.mo" -nt "$po" ] && continue
    say "Compiling ${po#src/tamizdat/}"
    .venv/bin/pybabel --quiet compile --use-fuzzy -i "$po" -o "${po%.po}.mo" || exit 1
  done || fail "a catalogue does not compile; the file is named above"
}

if ! stamp_is_current .venv/installed-run "${inputs[@]}" || ! .venv/bin/python -c '' 2>/dev/null; then
  .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
  rm -f .venv/installed-run
  install_locked requirements/run.txt
  said=$(.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index \
    -e . 2>&1 </dev/null) || { printf '%s\n' "$said" >&2; fail 'the package itself did not install; see above'; }
  stamp .venv/installed-run "${inputs[@]}"
fi
compile_texts
