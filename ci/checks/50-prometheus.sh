#!/usr/bin/env bash
# Rules and dashboards against the real thing: promtool tries every alert, then a real Prometheus scrapes a real server that hears
# real speech, evaluates every expression of ops/, and one alert is made to fire. Needs: what ci/server.sh and ci/prometheus.sh need.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
readonly root
readonly work=$PWD/build/prometheus
# shellcheck source=ci/server.sh
source ci/server.sh

prometheus_bin=$(ci/prometheus.sh) || fail "no Prometheus"
readonly prometheus_bin
readonly prometheus_log=$work/prometheus.log
prometheus_pid=

stop_prometheus() {
    if [[ -n $prometheus_pid ]] && kill -0 "$prometheus_pid" 2>/dev/null; then
        kill -KILL "$prometheus_pid" 2>/dev/null || true
        wait "$prometheus_pid" 2>/dev/null || true
    fi
    rm -rf "$work/tsdb"
}
trap 'stop_prometheus; clean_up' EXIT

echo "  rules and their cases"
"$prometheus_bin/promtool" check rules ops/prometheus-rules/*.yaml >"$work/promtool.log" 2>&1 || fail "$(<"$work/promtool.log")"
for cases in ops/prometheus-rules/tests/*.yaml; do
    "$prometheus_bin/promtool" test rules "$cases" >"$work/promtool.log" 2>&1 || fail "$(<"$work/promtool.log")"
done
"$prometheus_bin/promtool" check config --syntax-only ops/prometheus.yml >"$work/promtool.log" 2>&1 || fail "$(<"$work/promtool.log")"
"$python" ops/grafana/build.py --check || fail "ops/grafana/dashboards"
"$python" ci/observability/cases.py || fail "an alert without its two cases, or without advice"

prepare_environment
start_server --max-sessions 5
read -r _ prometheus_port < <(free_ports)
sed -e "s/localhost:8000/127.0.0.1:$http_port/" -e 's/: 15s/: 1s/' -e "s#prometheus-rules/#$root/ops/prometheus-rules/#" \
    ops/prometheus.yml >"$work/prometheus.yml"
rm -rf "$work/tsdb"
"$prometheus_bin/prometheus" --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" \
    --web.listen-address="127.0.0.1:$prometheus_port" >"$prometheus_log" 2>&1 &
prometheus_pid=$!

echo "  a real Prometheus, a real server, real speech"
PYTHONPATH=$stubs:ci/python:ci/observability PYTHONDONTWRITEBYTECODE=1 timeout 120 "$venv/bin/python" ci/observability/proof.py \
    --grpc "127.0.0.1:$grpc_port" --prometheus "http://127.0.0.1:$prometheus_port" --metrics "http://127.0.0.1:$http_port/metrics" \
    --wav "$models/samples/beckett.wav" || { tail -n 20 "$prometheus_log" >&2; fail "the proof failed"; }
stop_server
echo "prometheus: all passed"
