#!/usr/bin/env bash
# The load test: the logic of its report, then a short real run with a server of its own, which is void for want of events and
# still must measure, and what it says about bad input. Needs: the models, python3 >= 3.11, network for the first run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly heliograph=${HELIOGRAPH:-$PWD/heliograph}
work=$(mktemp -d)
readonly work
server_pid=
trap '[[ -z $server_pid ]] || kill -KILL "$server_pid" 2>/dev/null || true; rm -rf "$work"' EXIT
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
    rm -rf "$work/report"
    timeout 420 "$heliograph" loadtest --out "$work/report" "$@" >"$work/log" 2>&1 || status=$?
    [ "$status" -eq 2 ] || fail "exit status $status instead of 2: $*"
    grep -q -- "$words" "$work/report/report.md" || fail "no \"$words\" in the report of: $*"
    grep -q '"verdict": "void"' "$work/report/report.json" || fail "not void: $*"
}

# start: a server that knows one API key, "right"; its addresses are in grpc and http.
start() {
    local key
    key=$(printf right | sha256sum | cut -d' ' -f1)
    cat >"$work/server.yaml" <<YAML
server: {max_sessions: 50, max_sessions_per_ip: 0, create_session_rps: 0, max_audio_bytes_per_sec: 0}
auth: {require_api_key: true, api_keys: [$key]}
YAML
    # A folder of its own: no other configuration is found. The HTTP side can be had on a named port only.
    http=127.0.0.1:$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
    (cd "$work" && exec "$heliograph" serve --config "$work/server.yaml" --data-dir "$work/data" --port 0 \
        --metrics-port "${http#*:}" --ws-port 0 --console-port 0 >"$work/server.log" 2>&1) &
    server_pid=$!
    local deadline=$((SECONDS + 60)) port=
    until [[ -n $port ]]; do
        kill -0 "$server_pid" 2>/dev/null || fail "the server ended: $(tail -n 3 "$work/server.log")"
        ((SECONDS < deadline)) || fail "the server was not ready after 60 s"
        sleep 0.1
        port=$(sed -n 's/.* is ready after .*gRPC on port \([0-9]*\).*/\1/p' "$work/server.log")
    done
    grpc=127.0.0.1:$port
}

# kill_in_the_middle: SIGKILL once some sessions have been opened.
kill_in_the_middle() {
    local deadline=$((SECONDS + 60))
    until python3 - "$http" <<'PYTHON'
import re
import sys
import urllib.request

page = urllib.request.urlopen(f"http://{sys.argv[1]}/metrics", timeout=5).read().decode()
opened = re.search(r"^stt_sessions_created_total(?:{[^}]*})? (\S+)$", page, re.MULTILINE)
sys.exit(0 if opened and float(opened[1]) >= 20 else 1)
PYTHON
    do
        ((SECONDS < deadline)) || break
        sleep 0.5
    done
    kill -KILL "$server_pid"
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
assert "unknown" not in report["limits"].values(), report["limits"]
PYTHON

echo "  bad input"
void 'no server can be reached at 127.0.0.1:1' --server 127.0.0.1:1
mkdir "$work/no-transcripts"
void 'has no transcripts.tsv' --server 127.0.0.1:1 --audio "$work/no-transcripts"

echo "  a wrong API key"
start
HELIOGRAPH_API_KEY=wrong void 'no session could be opened: UNAUTHENTICATED ERR1014 (is the API key right?)' \
    --server "$grpc" --users 1 --duration 2s --session-seconds 2 --warm-up 0

echo "  a server that dies in the middle"
begin=$SECONDS
kill_in_the_middle &
HELIOGRAPH_API_KEY=right void 'the server died or stopped answering before the run was over' \
    --server "$grpc" --users 2 --duration 60s --session-seconds 2 --warm-up 0
((SECONDS - begin < 50)) || fail "the load went on for $((SECONDS - begin)) s without a server"
wait "$!" || fail "the server was not killed"
wait "$server_pid" 2>/dev/null || true
server_pid=
python3 - "$work/report/report.json" <<'PYTHON' || fail "what came before the end is not in the report, or the end is not"
import json
import sys

report = json.load(open(sys.argv[1], encoding="utf-8"))
created = next(each for each in report["objectives"] if each["name"] == "CreateSession")
assert created["good"] >= 5, created
assert any(each["status"] == "UNAVAILABLE" for each in report["errors"]), report["errors"]
PYTHON
echo "  all is well"
