#!/usr/bin/env bash
# Licences, banned crates and sources of every dependency are always checked. Known vulnerabilities are looked up only
# where their database can be reached, because a machine without that network must be able to run the tests too.
set -euo pipefail
deny=${1:?usage: scripts/deny.sh path/to/cargo-deny}

"$deny" --log-level warn check --hide-inclusion-graph licenses bans sources

database=$(sed -nE 's/^ *db-urls *= *\["([^"]+)"\].*/\1/p' deny.toml)
if timeout 10 git -c http.lowSpeedTime=5 -c http.lowSpeedLimit=1 ls-remote --exit-code "$database" HEAD >/dev/null 2>&1; then
  "$deny" --log-level warn check --hide-inclusion-graph advisories
else
  echo "advisories: skipped, the database cannot be reached"
fi
