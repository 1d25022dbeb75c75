#!/usr/bin/env bash
# The console in a real browser, in its short form: signing in, and a limit that is raised while a gRPC client waits. Skipped with a
# line where there is no Chromium; `ci/browser/check.sh` is the long form. Needs: what ci/browser/check.sh needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec ci/browser/check.sh --short
