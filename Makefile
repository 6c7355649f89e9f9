# The two commands of the README, and the steps behind them.
#
#   make demo    builds Weft and runs it with an invented community in it
#   make test    everything that must hold, on SQLite and on PostgreSQL, down to stories in a real browser
#
# Each step works alone, from a fresh clone, without questions, and says what to do when it cannot.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

LISTEN ?= 127.0.0.1:8080
DATA ?= .weft/demo
export CARGO_TERM_COLOR ?= auto
export npm_config_audit := false
export npm_config_fund := false
export npm_config_update_notifier := false
ifdef CI
# One build from nothing: what makes the next one quick would only cost time and disk here.
export CARGO_INCREMENTAL := 0
endif

stamps := target/stamps
deny_version := 0.20.2
tools := target/tools

# nextest where it is, the test runner that comes with cargo where it is not; both run the same tests.
have_nextest := $(shell cargo nextest --version >/dev/null 2>&1 && echo yes)
ifeq ($(have_nextest),yes)
run_tests = cargo nextest run --workspace $(if $(CI),--profile ci)
else
run_tests = cargo test --workspace --no-fail-fast --lib --bins --tests
endif

# The stories drive the same debug build as the tests: the link-time optimisation of a release build takes minutes
# and would find nothing more. Binaries and tests are built in one go, so that every crate is compiled once.
build_all = cargo build --workspace --bins --tests
weft := target/debug/weft

.PHONY: help demo test setup setup-demo assets fmt lint deny unit doc-tests build scripts-check stories generated \
        openapi fuzz bench bench-decide test-peers clean-runs shots

help: ## list these targets
	@echo "make TARGET, where TARGET is one of:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1 | \2/' | \
	  while IFS='|' read -r name what; do printf '%-16s%s\n' "$$name" "$$what"; done

# --- the two commands ---------------------------------------------------------------------------------------------

demo: setup-demo assets ## build Weft and run it with an invented community: LISTEN=127.0.0.1:8080 DATA=.weft/demo
	@cargo build --release --package weft
	@exec target/release/weft demo --listen "$(LISTEN)" --data "$(DATA)"

test: ## run every check and test, and sum them up
	@scripts/test-all

# --- what a machine needs -----------------------------------------------------------------------------------------

setup: ## install what is missing for the tests: PostgreSQL, Chromium, fonts
	@scripts/setup.sh test

setup-demo:
	@scripts/setup.sh demo

# --- browser parts --------------------------------------------------------------------------------------------------

# The binary embeds the browser libraries, so this comes before every cargo build. A stamp remembers the lock file.
assets: ## fetch the browser libraries by lock file and copy what pages use into assets/vendor/
	@[ -d assets/vendor ] && [ -d assets/node_modules ] || rm -f $(stamps)/assets
	@$(MAKE) -s $(stamps)/assets

$(stamps)/assets: $(wildcard assets/package.json assets/package-lock.json assets/*vendor*.mjs)
	@[ -e assets/package-lock.json ] || { echo "assets/package-lock.json is missing" >&2; exit 1; }
	@cd assets && npm ci --no-progress --loglevel=error && npm run --silent vendor
	@mkdir -p $(@D) && touch $@

$(stamps)/stories: stories/package.json stories/package-lock.json
	@cd stories && npm ci --no-progress --loglevel=error
	@mkdir -p $(@D) && touch $@

stories/node_modules: $(stamps)/stories
	@[ -d $@ ] || { rm -f $(stamps)/stories; $(MAKE) $(stamps)/stories; }

scripts-check: assets stories/node_modules ## type-check the browser scripts and stories, run the scripts' tests, check their licences
	@node scripts/npm-licences.mjs assets stories
	@node --test --test-reporter=spec scripts/count-tests.test.mjs
	@cd assets && npm run --silent check && npm test --silent
	@cd stories && npm run --silent check && npm test --silent

# --- Rust -----------------------------------------------------------------------------------------------------------

fmt: ## check the layout of the Rust code (cargo fmt mends it)
	@cargo fmt --all --check

lint: assets ## clippy over everything, warnings refused
	@cargo clippy --workspace --all-targets --quiet -- -D warnings

deny: $(tools)/bin/cargo-deny ## licences, banned crates and sources of every dependency; advisories where their database can be reached
	@scripts/deny.sh $(abspath $(tools))/bin/cargo-deny

# Built once, unoptimised: it reads for a second, and optimising it would take ten minutes.
$(tools)/bin/cargo-deny: Makefile
	@[ -x $@ ] && $@ --version | grep -qF ' $(deny_version)' && touch $@ || \
	  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=64 \
	  CARGO_TARGET_DIR=$(tools)/build cargo install --quiet --locked --force --root $(tools) cargo-deny@$(deny_version)
	@rm -rf $(tools)/build

build: assets ## debug build of the binary and of all tests
	@$(build_all)

unit: build ## every Rust test, on SQLite and on PostgreSQL
	@scripts/with-postgres $(run_tests)

doc-tests: build ## the examples in the documentation comments
	@scripts/with-postgres cargo test --workspace --doc --quiet

openapi: build ## write docs/openapi.json from the code
	@$(weft) openapi > target/openapi.json && mv target/openapi.json docs/openapi.json

generated: build ## compare docs/openapi.json with what the code says now
	@mkdir -p target && $(weft) openapi > target/openapi.json
	@diff -u docs/openapi.json target/openapi.json > target/openapi.diff || { head -n 40 target/openapi.diff; \
	  echo "docs/openapi.json is not what the code says: run 'make openapi' and commit it" >&2; exit 1; }

fuzz: build ## send the API what its description allows and forbids, on both engines: EXAMPLES=20 SEED=1
	@WEFT_BIN="$(abspath $(weft))" scripts/with-postgres scripts/fuzz-api $(ARGS)

# --- in a real browser ----------------------------------------------------------------------------------------------

stories: build stories/node_modules ## what people do, in a real browser, on both engines: ONLY=name runs one file
	@WEFT_BIN="$(abspath $(weft))" scripts/with-postgres node stories/run.mjs $(ONLY)

shots: build stories/node_modules ## pictures of pages: make shots ARGS="--as 'Name' target/shots / /ideas"
	@WEFT_BIN="$(abspath $(weft))" node stories/shots.mjs $(ARGS)

# --- now and then -----------------------------------------------------------------------------------------------------

bench: assets ## what it costs: ARGS go to cargo bench
	@scripts/with-postgres cargo bench --package bench $(ARGS)

bench-decide: assets ## what deciding costs beside other libraries, which it fetches: ARGS name parts
	@scripts/peers-python
	@cargo bench --package bench --bench decide -- $(ARGS)

test-peers: ## Weft beside other implementations of the same thing
	@scripts/with-postgres cargo test --release --manifest-path bench/peers/Cargo.toml

clean-runs: ## remove what runs left behind: logs, pictures of failures, demo data (builds stay)
	@rm -rf target/test-logs target/stories target/shots target/openapi.json target/openapi.diff .weft/demo
