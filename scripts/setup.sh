#!/usr/bin/env bash
# Sees to it that this machine has what `make test` and `make demo` need.
#
#   scripts/setup.sh demo    what building and running the demo needs: Rust, Node, a C compiler
#   scripts/setup.sh test    the same, and PostgreSQL, Chromium and fonts for the tests (the default)
#
# Each thing is looked for by the command or file that is really used; only what is missing is installed, with
# apt-get, as root or through a sudo that asks for no password. When nothing is missing nothing is touched.
set -euo pipefail

purpose=${1:-test}
case $purpose in
  demo | test) ;;
  *) echo "usage: scripts/setup.sh [demo|test]" >&2; exit 2 ;;
esac

has() { command -v "$1" >/dev/null 2>&1; }
has_file() { compgen -G "$1" >/dev/null; }

# --- What no Debian package of this age gives: the toolchains. ---------------------------------------------------
toolchains_missing=()
if ! has cargo || ! cargo clippy --version >/dev/null 2>&1 || ! cargo fmt --version >/dev/null 2>&1; then
  toolchains_missing+=("Rust 1.95 or newer with clippy and rustfmt (with rustup)")
fi
node_major=$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/' || true)
if [ -z "$node_major" ] || [ "$node_major" -lt 20 ] || ! has npm; then
  toolchains_missing+=("Node.js 20 or newer with npm")
fi
if [ ${#toolchains_missing[@]} -gt 0 ]; then
  printf 'setup: please install %s\n' "${toolchains_missing[@]}" >&2
  exit 1
fi

# --- What Debian's packages give. --------------------------------------------------------------------------------
packages=()
has cc || packages+=(gcc)                                       # SQLite, zstd and ring are C
has_file '/usr/include/stdlib.h' || packages+=(libc6-dev)
has git || packages+=(git)
if [ "$purpose" = test ]; then
  has postgres && has initdb || has_file '/usr/lib/postgresql/*/bin/initdb' || packages+=(postgresql)
  has psql || has_file '/usr/lib/postgresql/*/bin/psql' || packages+=(postgresql-client)
  has "${CHROMIUM:-chromium}" || packages+=(chromium)
  # Without these, Arabic or Japanese pages would be measured in boxes.
  has_file '/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf' || packages+=(fonts-noto-core)
  has_file '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' || packages+=(fonts-noto-cjk)
fi
if [ ${#packages[@]} -eq 0 ]; then
  echo "setup: everything is here"
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if has sudo && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  else
    echo "setup: please install these Debian packages, then try again: apt-get install ${packages[*]}" >&2
    exit 1
  fi
fi
if ! has apt-get; then
  echo "setup: this is no Debian; please install what these Debian packages hold, then try again: ${packages[*]}" >&2
  exit 1
fi

apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 "$@"; }
install_packages() { apt install --yes --no-install-recommends "$@" >"$log" 2>&1 </dev/null; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "setup: installing ${packages[*]}"
if ! apt update >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  echo "setup: the package lists could not be fetched; trying with the ones that are here" >&2
fi

# Debian starts a server of its own with the first PostgreSQL package. The tests start theirs and need no other, so
# on a machine that never had one this is switched off first; a machine that has one keeps it as it is.
if [[ " ${packages[*]} " == *" postgresql "* ]] && ! has pg_createcluster; then
  install_packages postgresql-common || { cat "$log" >&2; exit 1; }
  "${as_root[@]}" sed -i -E 's/^#?create_main_cluster *=.*/create_main_cluster = false/' \
    /etc/postgresql-common/createcluster.conf
fi
if ! install_packages "${packages[@]}"; then
  cat "$log" >&2
  echo "setup: apt-get could not install ${packages[*]}; the lines above say why" >&2
  exit 1
fi
echo "setup: done"
