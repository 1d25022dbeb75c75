#!/usr/bin/env bash
# The operator console as people use it: Chromium against a packaged server, while a gRPC client is being refused; then with the
# database in trouble. Skipped where there is no Chromium. Needs: what ci/server.sh needs, Debian's package chromium, network for
# the first run.
#
#   ci/browser/check.sh            everything
#   ci/browser/check.sh --short    signing in, and a limit that is raised while a client waits
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck disable=SC2034 # ci/server.sh reads it.
readonly root=$PWD
readonly work=$PWD/build/console
# shellcheck source=ci/server.sh
source ci/server.sh

# The console takes the prebuilt bundle: whatever would make the build fetch and bundle its own shows as these files.
for trace in admin-ui/package.json admin-ui/node_modules admin-ui/src/main/bundles admin-ui/vite.config.ts; do
    [[ ! -e $trace ]] || fail "the build has begun to make a bundle of its own: $trace"
done

# And the build that a whole test run has just made says so itself.
[[ ! -f target/verify.log ]] || grep -q 'A production mode bundle build is not needed' target/verify.log ||
    fail "the build says no longer that the prebuilt bundle is enough: see target/verify.log"

chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [[ -z $chromium ]]; then
    echo "console: SKIPPED, nothing of the pages is proved: there is no Chromium; install the package chromium, or set CHROMIUM"
    exit 0
fi

readonly browser_venv=$PWD/build/browser/venv
prepare_browser() {
    local stamp
    stamp=$({ "$python" --version; cat ci/python/requirements.txt ci/browser/requirements.txt; } | sha256sum | cut -d' ' -f1)
    if [[ ! -f $browser_venv/stamp || $(<"$browser_venv/stamp") != "$stamp" ]]; then
        rm -rf "$browser_venv"
        timeout 120 "$python" -m venv "$browser_venv" || fail "no virtual environment in $browser_venv"
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 timeout 300 "$browser_venv/bin/python" -m pip install --quiet \
            --disable-pip-version-check -r ci/python/requirements.txt -r ci/browser/requirements.txt ||
            fail "packages of ci/browser/requirements.txt could not be installed"
        echo "$stamp" >"$browser_venv/stamp"
    fi
}

# suite FILE ARGUMENT…: one of the files with cases, with all that they are told.
suite() {
    local status=0
    CHROMIUM=$chromium HELIOGRAPH_CONSOLE=http://127.0.0.1:$console_port HELIOGRAPH_GRPC=127.0.0.1:$grpc_port \
        HELIOGRAPH_OTHER_CONSOLE_PORT=$other_console_port HELIOGRAPH_ONE_TIME_PASSWORD=$password HELIOGRAPH_PID=$server_pid \
        HELIOGRAPH_MODELS_DIR=$models HELIOGRAPH_LOG=$server_log HELIOGRAPH_SHOTS=$work/shots \
        PYTHONPATH=$stubs:ci/browser PYTHONDONTWRITEBYTECODE=1 \
        timeout --signal=INT 600 "$browser_venv/bin/python" "$@" || status=$?
    ((status == 0)) || fail "$1 failed (status $status); what the pages looked like: $work/shots"
}

prepare_environment
prepare_browser
read -r console_port other_console_port < <(free_ports)
start_server --max-sessions 1 --console-port "$console_port"
deadline=$((SECONDS + 30))
until answers "http://127.0.0.1:$console_port/login"; do
    ((SECONDS < deadline)) || fail "there is no console after 30 s"
    sleep 0.2
done
password=$(sed -n 's/.*one-time password[^:]*: *\([^ ]*\).*/\1/p' "$server_log" | head -n 1)
[[ -n $password ]] || fail "the server printed no one-time password"
suite ci/browser/suite.py "$@"
stop_server
if [[ ${1:-} != --short ]]; then
    suite ci/browser/trouble.py "$heliograph" serve --config "$root/ci/python/server.yaml" --models-dir "$models" \
        --data-dir "$work/data" --max-sessions 1
fi
echo "console: all passed"
