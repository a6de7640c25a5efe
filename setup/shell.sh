# Sourced by the other scripts here: how they speak, retry, and ask for Debian packages.

say() { printf '· %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# One more try after a pause: a registry that hiccups once should not fail a build.
twice() { "$@" || { say "that failed; once more in 5 s: $1"; sleep 5; "$@"; }; }

# packages_for WHY PACKAGE...: installs them when root; otherwise names the one command to run, and fails.
packages_for() {
  local why=$1; shift
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
    { printf 'error: missing for %s: %s. Run: sudo apt-get install %s\n' "$why" "$*" "$*" >&2; return 1; }
  say "Installing for $why: $* (minutes, on a bare machine)"
  apt_quietly "$@" || { printf 'error: apt-get could not install %s; its last words are above\n' "$*" >&2; return 1; }
}

# A policy for the time of the install keeps Debian from starting the servers: the tests start their own.
apt_quietly() {
  local policy=/usr/sbin/policy-rc.d log status=0 ours=
  log=$(mktemp)
  if [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' >$policy; chmod +x $policy; ours=yes; fi
  { twice apt-get -q update && DEBIAN_FRONTEND=noninteractive twice apt-get -q install -y --no-install-recommends "$@"; } \
    2>&1 </dev/null | last_line "$log" || status=$?
  [ -z "$ours" ] || rm -f $policy
  [ $status = 0 ] || tail -n 15 "$log" >&2
  rm -f "$log"
  return $status
}

# last_line LOG: keeps what it reads in LOG, and on a terminal shows the latest of it, so that a long step is seen to move.
last_line() {
  local line
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$1"
    [ ! -t 1 ] || printf '\r\033[K  %.76s' "$line"
  done
  [ ! -t 1 ] || printf '\r\033[K'
}

# pip_progress COUNT LOG: reads pip's lines, keeps them in LOG, shows how many packages are in on a terminal.
pip_progress() {
  local line name done=0
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$2"
    case $line in
      Collecting*|'Requirement already satisfied'*) done=$((done + 1)) ;;
      *) continue ;;
    esac
    [ -t 1 ] || continue
    name=${line#Collecting }; name=${name#Requirement already satisfied: }
    printf '\r\033[K  %d/%d %s' "$((done > $1 ? $1 : done))" "$1" "${name%%[ =]*}"
  done
  [ ! -t 1 ] || printf '\r\033[K'
}

# install_locked LOCKFILE: exactly what the lock file names, each file checked against its hash.
install_locked() {
  local log count
  count=$(grep -c '==' "$1"); log=$(mktemp)
  say "Installing $count packages of $1"
  locked() {
    set -o pipefail
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes -r "$1" 2>&1 </dev/null |
      pip_progress "$count" "$log"
  }
  twice locked "$1" || { tail -n 15 "$log" >&2; rm -f "$log"; fail "pip could not install $1; its last words are above"; }
  rm -f "$log"
}

# stamp_is_current STAMP FILE...: true when the stamp was written for these very bytes.
stamp_is_current() { local stamp=$1; shift; [ -f "$stamp" ] && [ "$(sha256sum "$@")" = "$(cat "$stamp")" ]; }
stamp() { local stamp=$1; shift; sha256sum "$@" >"$stamp"; }
