#!/usr/bin/env bash
# The short forms of the endurance runs, of a full server and of a long file, two at a time: nothing may stay behind, no final may be lost, and every end is as it was
# meant. What hangs on the machine's speed is told and not judged. Needs: the packaged server, the models.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly heliograph=${HELIOGRAPH:-$PWD/heliograph}
readonly work=$PWD/build/endurance
rm -rf "$work"
mkdir -p "$work"
export no_proxy=127.0.0.1 NO_PROXY=127.0.0.1

# The launcher may have to build first; that is no part of any run.
timeout 900 "$heliograph" version >/dev/null

run() {
    timeout 300 "$heliograph" bench --short --any-speed "$@"
}

run churn kill sessions bulk >"$work/churn-kill.log" 2>&1 &
first=$!
status=0
run soak overload 2>&1 | tee "$work/soak-overload.log" || status=1
wait "$first" || status=1
cat "$work/churn-kill.log"
((status == 0)) || {
    echo "endurance: a figure above FAILED, or a run did not end" >&2
    exit 1
}
echo "endurance: all passed"
