#!/usr/bin/env bash
# Licences, banned crates and sources of every dependency are always checked. Known vulnerabilities are looked up only
# where their database can be reached, because a machine without that network must be able to run the tests too.
set -euo pipefail
deny=${1:?usage: scripts/deny.sh path/to/cargo-deny}

said=$(mktemp)
trap 'rm -f "$said"' EXIT
if ! "$deny" --color never --log-level warn check --hide-inclusion-graph licenses bans sources >"$said" 2>&1; then
  cat "$said" >&2
  echo "deny: a dependency does not fit deny.toml; the lines above that begin with “error” say which and why" >&2
  exit 1
fi
tail -n 1 "$said"
# A second version of a crate costs size and build time but breaks nothing: one line to keep an eye on.
twice=$(sed -nE "s/^warning\[duplicate\].* for crate '([^']+)'.*/\1/p" "$said" | tr '\n' ' ')
[ -z "$twice" ] || echo "in more than one version: $twice"

database=$(sed -nE 's/^ *db-urls *= *\["([^"]+)"\].*/\1/p' deny.toml)
if GIT_TERMINAL_PROMPT=0 timeout 10 git ls-remote --exit-code "$database" HEAD >/dev/null 2>&1; then
  "$deny" --log-level warn check --hide-inclusion-graph advisories
else
  echo "advisories: skipped, the database cannot be reached"
fi
