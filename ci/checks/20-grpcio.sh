#!/usr/bin/env bash
# Starts the packaged server on free loopback ports, once with each gRPC transport, and runs the Python suite (a gRPC C-core client)
# against it; then SIGTERM must end it with status 0. Needs: what ci/server.sh needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
readonly root
readonly work=$PWD/build/grpcio
readonly suite_log=$work/suite.log
# shellcheck source=ci/server.sh
source ci/server.sh

run_suite() {
    local recordings=
    if [[ -d ../shared/audio ]]; then
        recordings=$(cd ../shared/audio && pwd)
    fi
    [[ -f $models/samples/beckett.wav ]] || fail "no recording $models/samples/beckett.wav"
    local status=0
    HELIOGRAPH_GRPC=127.0.0.1:$grpc_port HELIOGRAPH_HTTP=http://127.0.0.1:$http_port \
        HELIOGRAPH_SAMPLES=$models/samples HELIOGRAPH_RECORDINGS=$recordings \
        PYTHONPATH=$stubs:ci/python PYTHONDONTWRITEBYTECODE=1 \
        timeout 300 "$venv/bin/python" ci/python/run.py 2>&1 | tee "$suite_log" || status=${PIPESTATUS[0]}
    ((status == 0)) || fail "the suite failed (status $status)"
}

rm -f "$suite_log"
prepare_environment
for transport in netty helidon; do
    echo "over $transport:"
    start_server --max-sessions 200 --grpc-transport "$transport"
    run_suite
    stop_server
done
echo "grpcio: all passed"
