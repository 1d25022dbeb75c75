#!/usr/bin/env bash
# Operators' accounts with the real thing: the first start prints one password once, nothing keeps it, and the command "user" works
# on a server that runs and on the database of one that does not. Needs: what ci/server.sh needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
readonly root
readonly work=$PWD/build/users
# shellcheck source=ci/server.sh
source ci/server.sh

readonly data=$work/data log=$work/heliograph.log
readonly label='one-time password, shown only here: '

# serve NAME: a server on the data directory of this check, ready when it returns; what it prints goes to $work/NAME.out and .err.
serve() {
    read -r grpc_port http_port < <(free_ports)
    mkdir -p "$work/run"
    (cd "$work/run" && exec "$heliograph" serve --config "$root/ci/python/server.yaml" --models-dir "$models" --data-dir "$data" \
        --port "$grpc_port" --metrics-port "$http_port" --ws-port 0 --console-port 0 --log-file "$log" \
        >"$work/$1.out" 2>"$work/$1.err") &
    server_pid=$!
    local deadline=$((SECONDS + 60))
    until answers "http://127.0.0.1:$http_port/readyz"; do
        kill -0 "$server_pid" 2>/dev/null || fail "the server ended while starting: $(tail -n 3 "$work/$1.err")"
        ((SECONDS < deadline)) || fail "the server was not ready after 60 s"
        sleep 0.2
    done
}

where=(--data-dir "$data")
# user STATUS ARGUMENT…: the command, on what is in "where", with that exit status; what it prints goes to $work/user.out and .err.
user() {
    local wanted=$1 status=0
    shift
    "$heliograph" user "$@" "${where[@]}" >"$work/user.out" 2>"$work/user.err" || status=$?
    ((status == wanted)) || fail "user $*: status $status instead of $wanted: $(<"$work/user.err")"
}

says() {
    grep -qF -- "$1" "$work/user.out" "$work/user.err" || fail "no \"$1\" in: $(cat "$work/user.out" "$work/user.err")"
}

timeout 900 "$heliograph" version >/dev/null || fail "$heliograph does not run"
rm -rf "$data" "$log"

STT_ADMIN_TOKEN=$("$python" -c 'import secrets; print(secrets.token_hex(16))')
export STT_ADMIN_ENABLED=1 STT_ADMIN_TOKEN

echo "  the first start prints a password, the second none"
serve first
deadline=$((SECONDS + 20))
until grep -qF "$label" "$work/first.out"; do
    ((SECONDS < deadline)) || fail "no password after 20 s: $(<"$work/first.out")"
    sleep 0.2
done
password=$(sed -n "s/^$label//p" "$work/first.out")
((${#password} >= 20)) || fail "the password has ${#password} characters"

echo "  a server that runs holds its database"
user 1 list
(($(wc -l <"$work/user.err") == 1)) || fail "not one line: $(<"$work/user.err")"
says "in use by another process; if that is a running server, ask it with --server"

echo "  users of a server that runs"
where=(--server "http://127.0.0.1:$http_port")
user 0 create nora --role viewer --reason "nights"
says "$label"
user 1 create nora --role viewer --reason "once more"
says "there is a user nora already"
user 1 create robot --role viewer --reason "for scripts" --password-stdin <<<"a password for machines"
says "a running server makes the password itself"
user 0 role nora operator --reason "more"
user 0 list
grep -qE '^nora +operator +enabled +one-time +never$' "$work/user.out" || fail "not as it was made: $(<"$work/user.out")"
user 0 reset nora --reason "forgotten"
says "$label"
user 0 disable nora --reason "away"
user 0 enable nora --reason "back"
user 1 role admin viewer --reason "less"
says "last enabled admin"
user 0 delete nora --reason "left"
where=(--data-dir "$data")
stop_server
"$heliograph" audit list "${where[@]}" | grep -F 'admin-token (admin, http 127.0.0.1)  user.delete  nora' | grep -qF '"left"' ||
    fail "the audit does not say who deleted nora"
serve second
stop_server
grep -qF "$label" "$work/second.out" && fail "the second start prints a password, too"
grep -rlF -- "$password" "$data" "$log" "$work/first.err" "$work/second.out" "$work/second.err" && fail "the password is kept"

echo "  users, offline"
user 0 list
says "admin"
user 2 create otto --role operator
user 0 create otto --role operator --reason "new here"
says "$label"
user 1 create Otto --role viewer --reason "once more"
says "there is a user otto already"
printf 'a password for machines\n' >"$work/password"
user 0 create robot --role operator --reason "for scripts" --password-stdin <"$work/password"
grep -qF "$label" "$work/user.out" && fail "a password that was brought along needs no other"
user 1 role admin viewer --reason "less"
says "last enabled admin"
user 0 role otto admin --reason "more"
user 0 disable admin --reason "not used"
user 1 delete otto --reason "left"
user 0 enable admin --reason "used again"
user 0 delete otto --reason "left"
user 0 reset admin --reason "forgotten"
says "$label"
user 0 list
(($(wc -l <"$work/user.out") == 3)) || fail "not two users: $(<"$work/user.out")"
rm -rf "$data" "$log" "$work/password"
echo "users: all passed"
