#!/usr/bin/env bash
# Reads the example brief into a record of its own and prints what follows from it: `make demo`.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
detente=${DETENTE:-detente}
DETENTE_RECORD=$(mktemp -d)/demo.duckdb
export DETENTE_RECORD
trap 'rm -rf "$(dirname "$DETENTE_RECORD")"' EXIT

show() {
  printf '\n$ detente %s\n' "$*"
  "$detente" "$@"
}

printf '$ detente read examples/russia-taliban.md\n'
"$detente" read "$here/russia-taliban.md"
show timeline RUS TALIBAN
show status RUS TALIBAN --on 2024-06-01
show status RUS TALIBAN --on 2025-08-01
show status RUS TALIBAN --on 2026-02-01
