#!/usr/bin/env bash
# HTTP/2 conformance of the gRPC port: h2spec against a packaged server; every failing case is listed with its reason in
# ci/h2spec/expected.txt. Needs: what ci/server.sh and ci/h2spec.sh need.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck disable=SC2034 # ci/server.sh reads it.
readonly root=$PWD
readonly work=$PWD/build/h2spec
# shellcheck source=ci/server.sh
source ci/server.sh

h2spec=$(ci/h2spec.sh) || fail "no h2spec"
readonly h2spec
start_server --max-sessions 5
# A machine that is busy answers late, which h2spec takes for no answer: what is not as expected gets more time, twice.
as_expected=
for seconds in 1 3 6; do
    rm -f "$work/report.xml"
    # Its status only says that some case failed; the comparison says which.
    timeout 180 "$h2spec" -h 127.0.0.1 -p "$grpc_port" -o "$seconds" -j "$work/report.xml" >"$work/h2spec.log" 2>&1 || (($? == 1)) ||
        fail "h2spec did not run to its end, see $work/h2spec.log"
    [[ -s $work/report.xml ]] || fail "h2spec wrote no report, see $work/h2spec.log"
    if "$python" ci/h2spec/compare.py "$work/report.xml" ci/h2spec/expected.txt; then
        as_expected=yes
        break
    fi
done
[[ -n $as_expected ]] || fail "not as ci/h2spec/expected.txt says"
stop_server
echo "h2spec: all as expected"
