#!/usr/bin/env bash
# Prints the folder that holds prometheus and promtool: what is installed, else Debian's package, unpacked once into the user's
# cache folder without being installed. Nothing but that folder is written.
set -euo pipefail

if command -v prometheus >/dev/null && command -v promtool >/dev/null; then
    dirname "$(command -v prometheus)"
    exit 0
fi
readonly cache=${XDG_CACHE_HOME:-$HOME/.cache}/heliograph/prometheus
readonly bin=$cache/usr/bin
if [[ ! -x $bin/prometheus || ! -x $bin/promtool ]]; then
    if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
        echo "prometheus: not installed, and this is no Debian to fetch its package from: install prometheus and promtool" >&2
        exit 1
    fi
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    cd "$work"
    if ! apt-get -qq download prometheus >fetch.log 2>&1; then
        # Package lists of our own: none are there, or they are old.
        mkdir -p lists/partial archives/partial
        own=(-o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/archives")
        { apt-get -qq "${own[@]}" update && apt-get -qq "${own[@]}" download prometheus; } >>fetch.log 2>&1 || {
            echo "prometheus: Debian's package could not be fetched: $(grep -m 1 '^E:' fetch.log || tail -n 1 fetch.log)" >&2
            exit 1
        }
    fi
    dpkg -x prometheus_*.deb unpacked
    mkdir -p "$bin"
    mv -f unpacked/usr/bin/prometheus unpacked/usr/bin/promtool "$bin/"
fi
echo "$bin"
