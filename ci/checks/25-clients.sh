#!/usr/bin/env bash
# Clients of four families, ten streams each on one connection, against a packaged server over either gRPC transport: C core
# (Python), JavaScript, Go and grpc-java. Needs: what ci/server.sh needs; node >= 18 with npm and go >= 1.23, of which the one that
# is missing is said and left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck disable=SC2034 # ci/server.sh reads it.
readonly root=$PWD
readonly work=$PWD/build/clients
readonly streams=10
# shellcheck source=ci/server.sh
source ci/server.sh

readonly wav=$models/samples/beckett.wav
readonly proto=proto/src/main/proto

prepare_node() {
    mkdir -p "$work/node"
    cp ci/clients/node/* "$work/node"
    (cd "$work/node" && timeout 300 npm install --no-audit --no-fund --silent) || fail "the packages of ci/clients/node could not be installed"
}

prepare_go() {
    "$venv/bin/python" -m grpc_tools.protoc -I "$proto" --descriptor_set_out="$work/stt.desc" stt.proto || fail "no descriptors"
    mkdir -p "$work/go"
    cp ci/clients/go/* "$work/go"
    (cd "$work/go" && timeout 300 go build -o streams .) || fail "ci/clients/go does not build"
}

has() {
    command -v "$1" >/dev/null || {
        echo "  $1 is missing: its client is left out"
        return 1
    }
}

# client NAME TRANSPORT COMMAND…: what it says is shown, and how it ended. One that a signal ended has crashed, whatever the server did: it
# is said, and it may try once more.
client() {
    local name=$1 transport=$2 status=0
    shift 2
    timeout 120 "$@" >"$work/client.log" 2>&1 || status=$?
    if ((status > 128)); then
        echo "  $name over $transport crashed with signal $((status - 128)) and is started once more: $(tail -n 30 "$work/client.log")"
        status=0
        timeout 120 "$@" >"$work/client.log" 2>&1 || status=$?
    fi
    ((status == 0)) || fail "$name over $transport ended with status $status: $(tail -n 30 "$work/client.log")"
    cat "$work/client.log"
}

# clients TRANSPORT
clients() {
    local target=127.0.0.1:$grpc_port
    client grpcio "$1" env PYTHONPATH="$stubs" PYTHONDONTWRITEBYTECODE=1 PYTHONFAULTHANDLER=1 \
        "$venv/bin/python" ci/clients/streams.py "$target" "$wav" "$streams"
    if [[ -d $work/node/node_modules ]]; then
        client grpc-js "$1" node "$work/node/streams.js" "$target" "$proto/stt.proto" "$wav" "$streams"
    fi
    if [[ -x $work/go/streams ]]; then
        client grpc-go "$1" "$work/go/streams" "$target" "$work/stt.desc" "$wav" "$streams"
    fi
    local done=0
    for ((i = 0; i < streams; i++)); do
        timeout 120 "$heliograph" transcribe --server "$target" "$wav" 2>>"$work/transcribe.log" | grep -qi "fail better" && done=$((done + 1))
    done
    echo "grpc-java: $done of $streams"
    ((done == streams)) || fail "grpc-java failed over $1"
}

prepare_environment
rm -rf "$work/node" "$work/go"
if has npm; then prepare_node; fi
if has go; then prepare_go; fi
for transport in netty helidon; do
    echo "over $transport:"
    start_server --max-sessions 200 --grpc-transport "$transport"
    clients "$transport"
    stop_server
done
echo "clients: all passed"
