#!/usr/bin/env bash
# The launcher: finds its tools or says what to install, builds once, becomes Java, and survives a broken cache.
set -euo pipefail

heliograph=${HELIOGRAPH:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/heliograph}
root=$(dirname "$heliograph")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset HELIOGRAPH_JAVA_OPTS

fail() {
    echo "  FAILED: $*" >&2
    exit 1
}

# expect STATUS COMMAND…: runs it, keeps what it prints in $work/out and $work/err.
expect() {
    local wanted=$1 status=0
    shift
    "$@" >"$work/out" 2>"$work/err" || status=$?
    [ "$status" -eq "$wanted" ] || fail "exit status $status instead of $wanted: $* ($(head -c 500 "$work/err"))"
}

one_line_with() {
    [ "$(wc -l <"$work/err")" -eq 1 ] || fail "not one line on the error stream: $(cat "$work/err")"
    grep -q -- "$1" "$work/err" || fail "no \"$1\" in: $(cat "$work/err")"
}

echo "  exit statuses"
expect 0 "$heliograph" version
expect 2 "$heliograph" nonsense
expect 2 "$heliograph" test nonsense
expect 2 "$heliograph" test --properties nonsense
expect 1 "$heliograph" model verify silero-vad --models-dir="$work/empty"

echo "  through a relative link, with the caller's folder kept"
mkdir -p "$work/a b/here/own"
printf '{"family": "samples", "files": [{"name": "manifest.json"}]}' >"$work/a b/here/own/manifest.json"
ln -s "$heliograph" "$work/a b/link"
ln -s link "$work/a b/link-to-link"
(cd "$work/a b" && expect 0 ./link-to-link model verify own --models-dir=here)
grep -q '^own: manifest.json is there' "$work/out" || fail "the caller's folder was lost: $(cat "$work/out")"

echo "  the process is Java's"
HELIOGRAPH_JAVA_OPTS="-Xlog:gc:file=$work/gc-%p.log" "$heliograph" version >/dev/null &
pid=$!
wait "$pid"
[ -f "$work/gc-$pid.log" ] || fail "Java ran under another pid than $pid"

echo "  another collector and heap"
HELIOGRAPH_JAVA_OPTS="-XX:+UseParallelGC -Xmx200m" expect 0 "$heliograph" version

echo "  a wrong Java"
HELIOGRAPH_JAVA_HOME=$work/none expect 1 "$heliograph" version
one_line_with "HELIOGRAPH_JAVA_HOME=$work/none is not a Java 21 or newer"
mkdir -p "$work/java17/bin"
printf 'JAVA_VERSION="17.0.15"\n' >"$work/java17/release"
printf '#!/bin/sh\n' >"$work/java17/bin/java"
chmod +x "$work/java17/bin/java"
HELIOGRAPH_JAVA_HOME=$work/java17 expect 1 "$heliograph" version
one_line_with "is Java 17.0.15, not a Java 21 or newer"

echo "  a broken class-data archive"
"$heliograph" version >/dev/null
for archive in "$root"/app/target/cds/version-*.jsa; do
    [ -f "$archive" ] || continue
    size=$(wc -c <"$archive")
    for damage in "printf garbage" "printf ''" "head -c $((size / 2)) '$work/good'" \
        "{ head -c $((size / 2)) '$work/good'; printf 'xxxxxxxxxxxxxxxx'; tail -c +$((size / 2 + 17)) '$work/good'; }"; do
        cp "$archive" "$work/good"
        eval "$damage" >"$work/damaged"
        cp "$work/damaged" "$archive"
        expect 0 "$heliograph" version
        [ ! -s "$work/err" ] || fail "a broken archive is talked about: $(cat "$work/err")"
        expect 0 "$heliograph" version
    done
done

# A project of its own with a Maven that only copies, so that a build takes no time.
project="$work/project"
mkdir -p "$project/.mvn" "$project/server/src/main" "$project/server/src/test" "$work/bin"
cp "$heliograph" "$project/heliograph"
touch "$project/pom.xml" "$project/server/src/main/A.java" "$project/server/src/test/T.java"
cat >"$work/bin/mvn" <<SCRIPT
#!/bin/sh
echo called >>"$work/calls"
[ ! -p "$work/gate" ] || read -r word <"$work/gate"
[ ! -f "$work/broken" ] || { echo "[ERROR] broken"; exit 1; }
mkdir -p app/target
cp -R "$root/app/target/heliograph.jar" "$root/app/target/lib" app/target/
SCRIPT
chmod +x "$work/bin/mvn"
PATH=$work/bin:$PATH
calls() { wc -l <"$work/calls"; }

# Two starts while a build is due, the build held at a gate until one of them says that it waits.
build_once() {
    rm -rf "$project/app" "$work/calls"
    mkfifo "$work/gate"
    "$project/heliograph" version >"$work/out1" 2>"$work/err1" &
    local first=$!
    "$project/heliograph" version >"$work/out2" 2>"$work/err2" &
    local second=$!
    until grep -q waiting "$work/err1" "$work/err2"; do
        kill -0 "$first" 2>/dev/null || fail "a start ended: $(cat "$work/err1")"
        kill -0 "$second" 2>/dev/null || fail "a start ended: $(cat "$work/err2")"
        sleep 0.1
    done
    echo go >"$work/gate"
    wait "$first" || fail "the first start failed: $(cat "$work/err1")"
    wait "$second" || fail "the second start failed: $(cat "$work/err2")"
    rm "$work/gate"
    [ "$(calls)" -eq 1 ] || fail "built $(calls) times"
}

mkdir "$work/tools"
for tool in sh dirname readlink find head mkdir cat sed rm mv cp tr od sleep grep wc mkfifo java; do
    if path=$(command -v "$tool"); then
        ln -s "$path" "$work/tools/$tool"
    fi
done

echo "  two starts at once build once, with flock and without"
build_once
PATH=$work/bin:$work/tools build_once
mkdir "$project/target/build.lock.d"
echo 999999999 >"$project/target/build.lock.d/pid"
touch "$project/pom.xml"
PATH=$work/bin:$work/tools expect 0 "$project/heliograph" version
[ "$(calls)" -eq 2 ] || fail "the lock of a dead builder was not taken over"
[ ! -e "$project/target/build.lock.d" ] || fail "the lock was not given back"

echo "  only changed sources are built again"
expect 0 "$project/heliograph" version
[ "$(calls)" -eq 2 ] || fail "built without need"
touch "$project/server/src/test/T.java"
expect 0 "$project/heliograph" version
[ "$(calls)" -eq 2 ] || fail "built for a test"
sleep 0.1
touch "$project/server/src/main/A.java"
expect 0 "$project/heliograph" version
[ "$(calls)" -eq 3 ] || fail "not built for a changed source"
rm "$project/server/src/main/A.java"
expect 0 "$project/heliograph" version
[ "$(calls)" -eq 4 ] || fail "not built for a deleted source"

echo "  a failing build fails, and is tried again"
touch "$project/pom.xml" "$work/broken"
expect 1 "$project/heliograph" version
grep -q 'the build failed' "$work/err" || fail "no word about the build: $(cat "$work/err")"
[ ! -s "$work/out" ] || fail "the build spoke on the output"
rm "$work/broken"
expect 0 "$project/heliograph" version

echo "  without Maven"
touch "$project/pom.xml"
PATH=$work/tools expect 1 "$project/heliograph" version
grep -q 'mvn is needed to build Heliograph: install the package maven' "$work/err" || fail "$(cat "$work/err")"

if command -v shellcheck >/dev/null; then
    echo "  shellcheck"
    (cd "$root" && shellcheck -x heliograph .ci/run ci/prometheus.sh ci/h2spec.sh ci/checks/*.sh)
else
    echo "  shellcheck is not installed: left out"
fi
