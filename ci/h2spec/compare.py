"""Compares h2spec's JUnit report with the failures that are expected: `compare.py REPORT EXPECTED`. Ends with 1 on any difference."""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

# Fewer cases than h2spec 2.2.0 has mean that it did not run to its end.
CASES = 145


def outcomes(report: Path) -> dict[str, bool]:
    """Each case by its name, and whether it passed. Frames are quoted in the report byte by byte, so it need not be proper XML."""
    text = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffc]", "?", report.read_bytes().decode("utf-8", "replace"))
    passed: dict[str, bool] = {}
    for case in ElementTree.fromstring(text.encode()).iter("testcase"):
        name = f"{case.get('package')}: {case.get('classname')}"
        # One name is there twice.
        passed[f"{name} (again)" if name in passed else name] = len(case) == 0
    return passed


# What a reason begins with whose case may pass as well.
AT_TIMES = "at times: "


def expected(file: Path) -> tuple[set[str], set[str]]:
    """The cases that fail, and those that fail in some runs only."""
    lines = [line.split(" | ") for line in file.read_text().splitlines() if line and not line.startswith("#")]
    if any(len(line) != 2 for line in lines):
        sys.exit(f"{file}: a line is not CASE | REASON")
    at_times = {case for case, reason in lines if reason.startswith(AT_TIMES)}
    return {case for case, _ in lines} - at_times, at_times


def main() -> int:
    seen = outcomes(Path(sys.argv[1]))
    listed, at_times = expected(Path(sys.argv[2]))
    failed = {name for name, passed in seen.items() if not passed}
    complaints = [f"fails and is not listed: {name}" for name in sorted(failed - listed - at_times)]
    complaints += [f"listed and passes, or is unknown: {name}" for name in sorted((listed - failed) | (at_times - seen.keys()))]
    if len(seen) != CASES:
        complaints.append(f"{len(seen)} cases ran instead of {CASES}")
    print(f"  {len(seen)} cases, {len(seen) - len(failed)} passed, {len(failed)} failed, {len(failed & (listed | at_times))} of them expected")
    print(*(f"  {each}" for each in complaints), sep="\n", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
