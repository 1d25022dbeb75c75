#!/usr/bin/env bash
# The load test: the logic of its report, then a short real run with a server of its own, which is void for want of events and
# still must measure, and what it says about bad input. Needs: the models, python3 >= 3.11, network for the first run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly heliograph=${HELIOGRAPH:-$PWD/heliograph}
work=$(mktemp -d)
readonly work
trap 'rm -rf "$work"' EXIT
unset STT_OBSERVABILITY_TOKEN STT_PUBLIC_HEALTH STT_HTTP_ALLOWLIST HELIOGRAPH_API_KEY
export no_proxy=127.0.0.1 NO_PROXY=127.0.0.1

fail() {
    echo "  FAILED: $*" >&2
    tail -n 40 "$work/log" >&2
    exit 1
}

# void WORDS ARGUMENT…: the load test ends with 2, says so in these words, and writes what it has.
void() {
    local words=$1 status=0
    shift
    timeout 420 "$heliograph" loadtest --out "$work/report" "$@" >"$work/log" 2>&1 || status=$?
    [ "$status" -eq 2 ] || fail "exit status $status instead of 2: $*"
    grep -q -- "$words" "$work/report/report.md" || fail "no \"$words\" in the report of: $*"
    grep -q '"verdict": "void"' "$work/report/report.json" || fail "not void: $*"
}

echo "  the logic of the report"
: >"$work/log"
(cd loadtest/locust && PYTHONDONTWRITEBYTECODE=1 python3 -m unittest -q test_report) >"$work/log" 2>&1 || fail "test_report"

echo "  a short real run"
void 'valid events, fewer than 1049' --users 3 --batch-share 0.34 --ramp 10 --duration 12s --session-seconds 6 --warm-up 0 --cool-down 1
python3 - "$work/report/report.json" <<'PYTHON' || fail "the short run measured too little"
import json
import sys

report = json.load(open(sys.argv[1], encoding="utf-8"))
by_name = {each["name"]: each for each in report["objectives"]}
assert by_name["CreateSession"]["good"] >= 3, by_name
assert by_name["final"]["good"] >= 3, by_name
assert by_name["first partial"]["valid"] >= 1, by_name
assert report["word_error_rate_percent"]["words"] >= 12, report["word_error_rate_percent"]
assert report["server"]["cpu_seconds"] > 0, report["server"]
assert report["lost_finals"] == 0, report["lost_finals"]
assert all(each["class"] == "good" for each in report["errors"]), report["errors"]
PYTHON

echo "  bad input"
void 'no server can be reached at 127.0.0.1:1' --server 127.0.0.1:1
mkdir "$work/no-transcripts"
void 'has no transcripts.tsv' --server 127.0.0.1:1 --audio "$work/no-transcripts"
echo "  all is well"
