#!/usr/bin/env bash
# Builds the sources a second time in another folder: the jars must be the same to the last byte.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly copy=$PWD/build/reproducible
rm -rf "$copy"
mkdir -p "$copy"
trap 'rm -rf "$copy"' EXIT

# What git knows, as it stands here: also changes that are not committed yet.
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    [[ ! -e $file ]] || printf '%s\0' "$file"
done | tar --null --files-from=- -cf - | tar -xf - -C "$copy"

HELIOGRAPH_JAVA_HOME=${JAVA_HOME:-} timeout 600 "$copy/heliograph" version >/dev/null

different=
for jar in proto/target/heliograph-proto-*.jar server/target/heliograph-server-[0-9]*.jar \
    admin-ui/target/heliograph-admin-ui-[0-9]*.jar app/target/heliograph.jar; do
    case $jar in *-tests.jar) continue ;; esac
    cmp -s "$jar" "$copy/$jar" || different="$different $jar"
done
if [[ -n $different ]]; then
    echo "reproducible: these jars differ from a second build:$different" >&2
    exit 1
fi
echo "reproducible: two builds gave the same jars"
