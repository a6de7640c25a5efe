#!/usr/bin/env bash
# What the checks need (`checks`), the tests as well (`all`), or the benchmarks too (`bench`): locked Python packages, Debian packages, npm's checkers.
set -euo pipefail
cd "$(dirname "$0")/.."
. setup/shell.sh

inputs=(requirements/run.txt requirements/dev.txt)
if ! stamp_is_current .venv/installed-dev "${inputs[@]}"; then
  install_locked requirements/dev.txt
  stamp .venv/installed-dev "${inputs[@]}"
fi
[ "${1:-all}" != checks ] || exit 0

missing=()
[ "${1:-all}" != bench ] || command -v wrk >/dev/null || missing+=(wrk)
command -v chromium >/dev/null || missing+=(chromium)
[[ $(PATH=$PATH:/sbin ldconfig -p) == *libatomic.so.1* ]] || missing+=(libatomic1) # Playwright's own Node wants it
command -v java >/dev/null || missing+=(default-jre-headless)
command -v npm >/dev/null || missing+=(npm)
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing+=(nginx)
command -v caddy >/dev/null || missing+=(caddy)
if ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && ! command -v initdb >/dev/null; then
  # The one thing that may be missing: the run on PostgreSQL is skipped then, and says so.
  if [ "$(id -u)" = 0 ]; then missing+=(postgresql); else say 'No PostgreSQL here: the tests will run on SQLite only'; fi
fi
[ ${#missing[@]} = 0 ] || packages_for 'the tests' "${missing[@]}" || exit 1
# Letters are sent through these, to mailboxes on this machine; without them those tests are skipped. Neither is started.
if ! PATH=$PATH:/usr/sbin command -v smtp-sink >/dev/null || ! PATH=$PATH:/usr/sbin command -v dovecot >/dev/null; then
  ! { [ "$(id -u)" = 0 ] && command -v debconf-set-selections >/dev/null; } ||
    debconf-set-selections <<<'postfix postfix/main_mailer_type select No configuration'
  packages_for 'the tests of letters' postfix dovecot-imapd || say 'No Postfix or no Dovecot here: what needs them is SKIPPED'
fi

# Lighthouse, which only the benchmarks start, is optional there: it weighs more than all the rest.
npm_stamp=node_modules/.installed npm_less=(--omit=optional)
[ "${1:-all}" != bench ] || npm_stamp=node_modules/.installed-whole npm_less=()
if ! stamp_is_current node_modules/.installed-whole package-lock.json && ! stamp_is_current $npm_stamp package-lock.json; then
  say 'Installing what package-lock.json names'
  twice npm ci --silent --no-audit --no-fund "${npm_less[@]}" </dev/null || fail 'npm ci failed; see above'
  stamp $npm_stamp package-lock.json
fi
