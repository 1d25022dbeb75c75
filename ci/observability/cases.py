"""Each alert has a case that fires, one that rests, and its words in docs/observability.md, which has no others."""
import pathlib
import re
import sys

RULES = pathlib.Path("ops/prometheus-rules")


def main() -> int:
    alerts = set(re.findall(r"- alert: (\w+)", (RULES / "alerts.yaml").read_text(encoding="utf-8")))
    cases = "\n".join(file.read_text(encoding="utf-8") for file in (RULES / "tests").glob("*.yaml"))
    faults = [f"{name}: no case that {does}" for name in sorted(alerts) for does in ("fires", "rests")
              if not re.search(rf"name: .*\b{name}\b.* {does}", cases)]
    documented = set(re.findall(r"^\| `(Heliograph\w+)` ", pathlib.Path("docs/observability.md").read_text(encoding="utf-8"), re.MULTILINE))
    faults += [f"{name}: not in docs/observability.md" for name in sorted(alerts - documented)]
    faults += [f"{name}: in docs/observability.md, but no alert" for name in sorted(documented - alerts)]
    thresholds = set(re.findall(r"record: (heliograph:\S+)", (RULES / "thresholds.yaml").read_text(encoding="utf-8")))
    used = set(re.findall(r"heliograph:(?:threshold|objective):\w+",
                          "".join((RULES / name).read_text(encoding="utf-8") for name in ("alerts.yaml", "recording.yaml"))))
    faults += [f"{name}: used, but no threshold" for name in sorted(used - thresholds)]
    faults += [f"{name}: a threshold that nothing uses" for name in sorted(thresholds - used)]
    print("\n".join(faults), file=sys.stderr) if faults else None
    return 1 if faults or not alerts else 0


if __name__ == "__main__":
    sys.exit(main())
