#!/usr/bin/env bash
# HTTP/2 conformance of the gRPC port: h2spec against a packaged server, once with each gRPC transport; every failing case is listed with
# its reason in ci/h2spec/expected-TRANSPORT.txt. Needs: what ci/server.sh and ci/h2spec.sh need.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck disable=SC2034 # ci/server.sh reads it.
readonly root=$PWD
readonly work=$PWD/build/h2spec
# shellcheck source=ci/server.sh
source ci/server.sh

# compare_with_expected FILE: a machine that is busy answers late, which h2spec takes for no answer: what is not as expected gets more
# time, twice.
compare_with_expected() {
    local seconds
    for seconds in 1 3 6; do
        rm -f "$work/report.xml"
        # Its status only says that some case failed; the comparison says which.
        timeout 180 "$h2spec" -h 127.0.0.1 -p "$grpc_port" -o "$seconds" -j "$work/report.xml" >"$work/h2spec.log" 2>&1 || (($? == 1)) ||
            fail "h2spec did not run to its end, see $work/h2spec.log"
        [[ -s $work/report.xml ]] || fail "h2spec wrote no report, see $work/h2spec.log"
        if "$python" ci/h2spec/compare.py "$work/report.xml" "$1"; then
            return
        fi
    done
    fail "not as $1 says"
}

h2spec=$(ci/h2spec.sh) || fail "no h2spec"
readonly h2spec
for transport in netty helidon; do
    echo "over $transport:"
    start_server --max-sessions 5 --grpc-transport "$transport"
    compare_with_expected "ci/h2spec/expected-$transport.txt"
    stop_server
done
echo "h2spec: all as expected"
