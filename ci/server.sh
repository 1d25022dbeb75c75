# For the checks that start a packaged server and speak to it from Python: source it after `cd` to the root with `work` set.
# Needs: the packaged server, the models, python3 >= 3.11, network for the first run.

# Loopback is never to be asked for through a proxy.
export no_proxy=127.0.0.1 NO_PROXY=127.0.0.1
# What the caller's environment may say about access to a server of his own.
unset STT_OBSERVABILITY_TOKEN STT_PUBLIC_HEALTH STT_HEALTH_DETAIL_MODE STT_HTTP_ALLOWLIST
unset STT_HTTP_TRUSTED_PROXIES STT_HTTP_RATE_LIMIT_RPS STT_HTTP_RATE_LIMIT_BURST

readonly python=${PYTHON:-python3}
readonly heliograph=${HELIOGRAPH:-$PWD/heliograph}
readonly venv=$PWD/build/python/venv
readonly stubs=$work/stubs
readonly server_log=$work/server.log
readonly models=${HELIOGRAPH_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/heliograph/models}
server_pid=

# Prints the end of the server's log, then why, since long output is cut at its beginning, then fails.
fail() {
    if [[ -s $server_log ]]; then
        echo "--- last lines of $server_log" >&2
        tail -n 40 "$server_log" | cut -c 1-300 >&2
        echo "---" >&2
    fi
    echo "$(basename "$0" .sh): $1" >&2
    exit 1
}

# Whatever happens, the server that this check started does not outlive it.
clean_up() {
    if [[ -n $server_pid ]] && kill -0 "$server_pid" 2>/dev/null; then
        kill -KILL "$server_pid" 2>/dev/null || true
    fi
    rm -rf "$work/data"
}
trap clean_up EXIT

# The environment is made once per content of requirements.txt and version of Python.
prepare_environment() {
    local stamp
    stamp=$({ "$python" --version; cat ci/python/requirements.txt; } | sha256sum | cut -d' ' -f1)
    if [[ ! -f $venv/stamp || $(<"$venv/stamp") != "$stamp" ]]; then
        rm -rf "$venv"
        timeout 120 "$python" -m venv "$venv" || fail "no virtual environment in $venv"
        timeout 300 "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
            -r ci/python/requirements.txt || fail "packages of ci/python/requirements.txt could not be installed"
        echo "$stamp" >"$venv/stamp"
    fi
    rm -rf "$stubs"
    mkdir -p "$stubs"
    timeout 60 "$venv/bin/python" -m grpc_tools.protoc -I proto/src/main/proto \
        --python_out="$stubs" --grpc_python_out="$stubs" stt.proto || fail "stt.proto gave no stubs"
}

# Two free ports, both held until both are known, so that they differ.
free_ports() {
    "$python" - <<'PYTHON'
import socket

sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(each.getsockname()[1] for each in sockets))
PYTHON
}

answers() {
    "$python" - "$1" <<'PYTHON'
import sys
import urllib.request

try:
    sys.exit(0 if urllib.request.urlopen(sys.argv[1], timeout=2).status == 200 else 1)
except OSError:
    sys.exit(1)
PYTHON
}

# start_server FLAG…: on free ports, ready when it returns.
start_server() {
    # The launcher may have to build first; that is not part of the time a start may take.
    timeout 900 "$heliograph" version >/dev/null || fail "$heliograph does not run"
    read -r grpc_port http_port < <(free_ports)
    rm -rf "$work/data"
    mkdir -p "$work/run"
    # In a folder of its own, so that no other configuration file is found.
    (cd "$work/run" && exec "$heliograph" serve --config "$root/ci/python/server.yaml" --models-dir "$models" --data-dir "$work/data" \
        --port "$grpc_port" --metrics-port "$http_port" --ws-port 0 --console-port 0 "$@" \
        >"$server_log" 2>&1) &
    server_pid=$!
    local deadline=$((SECONDS + 60))
    until answers "http://127.0.0.1:$http_port/readyz"; do
        kill -0 "$server_pid" 2>/dev/null || fail "the server ended while starting"
        ((SECONDS < deadline)) || fail "the server was not ready after 60 s"
        sleep 0.2
    done
}

# SIGTERM to the very process that was started: also proves that the launcher hands signals on.
stop_server() {
    kill -TERM "$server_pid"
    local deadline=$((SECONDS + 45))
    while kill -0 "$server_pid" 2>/dev/null; do
        ((SECONDS < deadline)) || fail "the server was still there 45 s after SIGTERM"
        sleep 0.1
    done
    local status=0
    wait "$server_pid" || status=$?
    server_pid=
    ((status == 0)) || fail "the server ended with status $status after SIGTERM"
}

mkdir -p "$work"
rm -f "$server_log"
