#!/usr/bin/env bash
# `make check`: runs every check even when one fails, then says which failed.
set -euo pipefail
cd "$(dirname "$0")/.."
. setup/shell.sh

# The type checker starts Django, and Django's settings come from a newsroom's folder: an empty one does.
export TAMIZDAT_NEWSROOM=$PWD/.cache/empty-newsroom
mkdir -p "$TAMIZDAT_NEWSROOM"
printf 'languages = ["en"]\n' >"$TAMIZDAT_NEWSROOM/newsroom.toml"

failed=()
run() { local name=$1; shift; say "$name"; nice "$@" || failed+=("$name"); }

run lint .venv/bin/ruff check --quiet .
run format .venv/bin/ruff format --quiet --diff .
run types .venv/bin/mypy
run floors .venv/bin/lint-imports --no-logo
run 'house rules and docs' .venv/bin/python -m pytest -q -p no:cacheprovider tests/test_house.py tests/test_requirements.py
[ ${#failed[@]} = 0 ] || fail "failed: $(IFS=,; echo "${failed[*]}" | sed 's/,/, /g'); what and where is above. 'make format' mends lint and format"
