#!/usr/bin/env bash
# The operator's commands against a real server with a real client: limits, sessions, drain, objectives, audit, backup, models.
# Needs: what ci/server.sh needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
readonly root
readonly work=$PWD/build/operate
# shellcheck source=ci/server.sh
source ci/server.sh

prepare_environment
STT_ADMIN_TOKEN=$("$python" -c 'import secrets; print(secrets.token_hex(16))')
export STT_ADMIN_ENABLED=1 STT_ADMIN_TOKEN STT_ADMIN_ALLOW_MODEL_PATH=1 STT_ADMIN_MODEL_PATH_ALLOWLIST=$models
start_server --max-sessions 5
export PYTHONPATH=$stubs:ci/python PYTHONDONTWRITEBYTECODE=1
addresses=(--heliograph "$heliograph" --grpc "127.0.0.1:$grpc_port" --http "http://127.0.0.1:$http_port")
timeout 180 "$venv/bin/python" ci/operate/proof.py "${addresses[@]}" --data "$work/data" --work "$work" || fail "the proof failed"
timeout 180 "$venv/bin/python" ci/operate/models.py "${addresses[@]}" --models "$models" || fail "the proof of the models failed"
stop_server
! grep -q "$STT_ADMIN_TOKEN" "$server_log" || fail "the admin token is in the log"
"$heliograph" restore "$work/copy.zip" --data-dir "$work/restored" | grep -qF "is whole" || fail "the backup is no whole database"
rm -rf "$work/restored" "$work/copy.zip"
echo "operate: all passed"
