"""From raw samples and the server's metrics to a verdict, and to the report as Markdown, HTML and JSON. Pure."""

import html
import math

import limits

MIN_EVENTS = 1049
MAX_LAG_SECONDS = 0.010
OBJECTIVES = (
    ("CreateSession", "create_session", 0.3, "stt_create_session_latency_seconds"),
    ("first partial", "first_partial", 2.5, "stt_first_partial_latency_seconds"),
    ("final", "final", 5.0, "stt_final_latency_seconds"),
)
MAX_ERROR_RATIO = 0.005
BAD_STATUS = {"INTERNAL", "UNKNOWN", "DATA_LOSS", "ABORTED"}
STAGES = ("buffer_wait", "queue_wait", "latency", "response_emit")
LIMIT_CODES = {"ERR1008", "ERR1011", "ERR1012"}


def percentile(samples: list[float], percent: float) -> float:
    """Nearest rank: the smallest sample that at least so many percent do not exceed; NaN without samples."""
    if not samples:
        return math.nan
    ordered = sorted(samples)
    return ordered[max(1, math.ceil(percent / 100 * len(ordered))) - 1]


def rpc_class(status: str, code: str, is_room: bool = False) -> str:
    """good, bad, shed or excluded. is_room: the server had fewer sessions than it may."""
    if status == "OK":
        return "good"
    if status in BAD_STATUS or code == "ERR2001":
        return "bad"
    if code in LIMIT_CODES and is_room:
        return "bad"
    if status == "UNAVAILABLE" and code == "none":
        return "bad"  # the connection was torn down with the call open, or nobody answers
    return "shed" if status in ("UNAVAILABLE", "RESOURCE_EXHAUSTED") else "excluded"


def bucket(before: dict, after: dict, name: str, percent: float) -> tuple[float, float] | None:
    """The bounds between which the percentile of a server's histogram lies, over the run; None without observations."""
    head = name + '_bucket{le="'
    bounds = sorted(
        (math.inf if key[len(head) : -2] == "+Inf" else float(key[len(head) : -2]), value - before.get(key, 0))
        for key, value in after.items()
        if key.startswith(head)
    )
    if not bounds or bounds[-1][1] <= 0:
        return None
    rank, low = math.ceil(percent / 100 * bounds[-1][1]), 0.0
    for bound, count in bounds:
        if count >= rank:
            return low, bound
        low = bound
    return None


def disagrees(client: float, server: tuple[float, float] | None) -> bool:
    """Whether the client's figure is further than 10 % + 5 ms from every value the server's may have."""
    if server is None or math.isnan(client):
        return False
    return client < server[0] * 0.9 - 0.005 or client > server[1] * 1.1 + 0.005


def evaluate(samples: list[dict], metrics: list[tuple[float, dict]], facts: dict) -> dict:
    """The whole report as one object. metrics: (time, values) before, during and after the run, in order."""
    by_kind: dict[str, list[dict]] = {}
    for sample in samples:
        by_kind.setdefault(sample["kind"], []).append(sample)
    before = metrics[0][1] if metrics else {}
    after = metrics[-1][1] if metrics else {}
    reasons = list(facts.get("void", []))
    lag = percentile([each["seconds"] for each in by_kind.get("lag", [])], 99)
    if lag > MAX_LAG_SECONDS:
        reasons.append(f"generator lag P99 is {lag * 1000:.1f} ms, more than 10 ms: the generator was too slow")
    missing = by_kind.get("missing", [])
    lost = sum(each["end"] == "OK" for each in missing)
    # An utterance whose stream failed is bad only if the server is to blame, and that is counted with the calls.
    objectives = [
        latency_objective(each, by_kind, missing, before, after, facts.get("workload", {})) for each in OBJECTIVES
    ]
    objectives.append(error_objective(by_kind.get("rpc", []), metrics))
    counted = [each for each in objectives if each["verdict"] != "not in this workload"]
    reasons += [
        f"{each['name']}: {each['valid']} valid events, fewer than {MIN_EVENTS}{how_long(each['valid'])}"
        for each in counted
        if each["verdict"] == "not enough data"
    ]
    failed = [each["name"] for each in counted if each["verdict"] == "failed"]
    verdict = "failed" if failed else "passed"
    if reasons:
        verdict = "void"
    return facts | {
        "limits": limits.complete(facts.get("limits", {}), after),
        "verdict": verdict,
        "reasons": reasons + [f"{name}: missed" for name in failed],
        "objectives": objectives,
        "errors": errors_by_code(by_kind.get("rpc", []), metrics),
        "generator_lag_p99_ms": finite(lag * 1000),
        "lost_finals": lost,
        "missing_finals": len(missing),
        "server_lost_finals": delta(before, after, "stt_lost_finals_total"),
        "word_error_rate_percent": words(by_kind.get("words", [])),
        "goodput": goodput(by_kind.get("session", [])),
        "server": server_side(metrics, facts.get("run_ended", math.inf)),
    }


def latency_objective(which, by_kind, missing, before, after, workload):
    name, kind, bound, histogram = which
    if kind == "create_session":
        calls = [each for each in by_kind.get("rpc", []) if each["method"] == kind]
        values = [each["seconds"] for each in calls if each["status"] == "OK"]
        absent = sum(rpc_class(each["status"], each["code"]) == "bad" for each in calls)
    else:
        values = [each["seconds"] for each in by_kind.get(kind, [])]
        absent = sum(each["end"] == "OK" and (kind == "final" or each["speech"] >= 1.0) for each in missing)
    is_asked = kind == "create_session" or (
        workload.get("input") == "speech"
        and workload.get("batch_share", 0) < 1
        and (kind == "final" or workload.get("partials") == "on")
    )
    good, valid = sum(value <= bound for value in values), len(values) + absent
    server = bucket(before, after, histogram, 99)
    p99 = percentile(values, 99)
    return {
        "name": name, "bound_seconds": bound, "good": good, "valid": valid, "missing": absent,
        "p50": finite(percentile(values, 50)), "p90": finite(percentile(values, 90)), "p99": finite(p99),
        "server_p99_between": None if server is None else [finite(each) for each in server],
        "disagrees": disagrees(p99, server),
        "verdict": verdict_of(good, valid, 0.99) if is_asked else "not in this workload",
    }


def verdict_of(good: int, valid: int, share: float) -> str:
    if valid < MIN_EVENTS:
        return "not enough data"
    return "passed" if good / valid >= share else "failed"


def how_long(valid: int) -> str:
    """By how much the run was too short, a tenth and a half to spare; nothing where no event came at all."""
    return f" (a run {1.15 * MIN_EVENTS / valid:.1f} times as long would have enough)" if valid else ""


def error_objective(rpcs, metrics):
    classes = [rpc_class(each["status"], each["code"], had_room(metrics, each["at"])) for each in rpcs]
    good, bad = classes.count("good"), classes.count("bad")
    return {
        "name": "gRPC errors", "bound_ratio": MAX_ERROR_RATIO, "good": good, "valid": good + bad, "missing": 0,
        "shed": classes.count("shed"), "excluded": classes.count("excluded"),
        "p50": None, "p90": None, "p99": None, "server_p99_between": None, "disagrees": False,
        "verdict": verdict_of(good, good + bad, 1 - MAX_ERROR_RATIO),
    }


def had_room(metrics, at: float) -> bool:
    """Whether the server, when last looked at before that moment, had fewer sessions than it may."""
    seen = [values for time, values in metrics if time <= at]
    if not seen or "stt_limit_max_sessions" not in seen[-1]:
        return False
    limit = seen[-1]["stt_limit_max_sessions"]
    return limit <= 0 or seen[-1].get("stt_active_sessions", math.inf) < limit


def errors_by_code(rpcs, metrics) -> list[dict]:
    counts: dict[tuple, int] = {}
    for each in rpcs:
        key = (each["method"], each["status"], each["code"])
        key += (rpc_class(each["status"], each["code"], had_room(metrics, each["at"])),)
        counts[key] = counts.get(key, 0) + 1
    return [
        {"method": m, "status": s, "code": c, "class": k, "count": n, "share": n / len(rpcs)}
        for (m, s, c, k), n in sorted(counts.items())
    ]


def words(sessions) -> dict:
    total = sum(each["words"] for each in sessions)
    wrong = sum(each["errors"] for each in sessions)
    return {"words": total, "errors": wrong, "percent": 100 * wrong / total if total else None}


def goodput(sessions) -> dict:
    ended = [each for each in sessions if each["end"] == "OK"]
    audio = sum(each["audio"] for each in ended)
    return {"sessions": len(sessions), "sessions_ok": len(ended), "audio_seconds_ok": audio}


def delta(before: dict, after: dict, name: str):
    return after[name] - before.get(name, 0) if name in after else None


def server_side(metrics, run_ended: float) -> dict | None:
    """What the server's own metrics say; None if they were not to be had."""
    if len(metrics) < 2:
        return None
    during = [(time, values) for time, values in metrics if time <= run_ended] or metrics[:1]
    (start, before), (stop, end), (_, last) = metrics[0], during[-1], metrics[-1]
    result = {"cpu_cores": None, "cpu_seconds": delta(before, end, "process_cpu_seconds_total")}
    if result["cpu_seconds"] is not None and stop > start:
        result["cpu_cores"] = result["cpu_seconds"] / (stop - start)
    for name, key in (("rss_bytes", "process_resident_memory_bytes"), ("threads", "stt_process_threads")):
        seen = [values[key] for _, values in metrics if key in values]
        result[name] = {"before": before.get(key), "maximum": max(seen, default=None), "after": last.get(key)}
    active = [(time, values.get("stt_active_sessions", 0)) for time, values in during]
    weighted = sum(value * (nxt[0] - time) for (time, value), nxt in zip(active, active[1:]))
    span = active[-1][0] - active[0][0]
    result["active_sessions"] = {
        "mean": weighted / span if span > 0 else None, "maximum": max(value for _, value in active),
    }
    stages = {each: delta(before, last, f"stt_decode_{each}_total") for each in STAGES}
    known = {name: value for name, value in stages.items() if value is not None}
    result["stages_seconds"] = stages
    result["bottleneck"] = max(known, key=known.get).replace("latency", "inference") if any(known.values()) else None
    rtf, count = delta(before, last, "stt_rtf_total"), delta(before, last, "stt_rtf_count")
    result["rtf_mean"] = rtf / count if rtf is not None and count else None
    for name in ("stt_partial_drop_count", "stt_decode_orphaned", "stt_decode_cancelled", "stt_decode_latency_count"):
        result[name] = delta(before, last, name)
    return result


def finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


# --- Text -------------------------------------------------------------------------------------------------------------


def ms(value) -> str:
    return "–" if value is None else f"{value * 1000:.1f} ms"


def number(value, form="{:.2f}") -> str:
    return "–" if value is None else form.format(value)


def fields(report: dict) -> list[tuple[str, str]]:
    """The rows of the report, in the order of the contract."""
    work, env, server = report["workload"], report["environment"], report["server"] or {}
    named = {each["name"]: each for each in report["objectives"]}
    rows = [
        ("Date", report["date"]),
        ("Environment", "; ".join(f"{key}: {value}" for key, value in env.items())),
        ("Server Version", report["server_version"]),
        ("Model", report["model"]),
        ("Config (key limits)", limits.text(report["limits"])),
        ("Client Mix (realtime/batch)", f"{100 * (1 - work['batch_share']):.0f} % / {100 * work['batch_share']:.0f} %, partials "
         f"{work['partials']}, VAD mode {work['vad_mode']}, profile of the server"),
        ("Input type", f"{work['input']}, {work['corpus']}"),
        ("Concurrent sessions", f"intended {work['users']}, achieved "
         f"{number(server.get('active_sessions', {}).get('mean'))} on average, "
         f"{number(server.get('active_sessions', {}).get('maximum'), '{:.0f}')} at most"),
        ("Audio duration per session", f"at least {work['session_seconds']:g} s"),
        ("Client pacing", f"realtime users: open loop, chunk k due at t0 + k · {work['chunk_ms']} ms; batch users: none"),
        ("Duration", f"{work['duration']}, the first {work['warm_up']:g} s not counted"),
    ]
    for title, name in (("CreateSession", "CreateSession"), ("First partial", "first partial"), ("Final result", "final")):
        each = named[name]
        between = each["server_p99_between"]
        said = "" if between is None else f"; the server's P99 lies between {ms(between[0])} and {ms(between[1])}"
        said += ": **they disagree**" if each["disagrees"] else ""
        rows.append((f"{title} P50/P90/P99", f"{ms(each['p50'])} / {ms(each['p90'])} / {ms(each['p99'])}{said}"))
    rows.append(("Error rate (by code)", "; ".join(
        f"{e['method']} {e['status']} {e['code']} ({e['class']}): {e['count']} = {100 * e['share']:.2f} %"
        for e in report["errors"]) or "no call was made"))
    rss, threads = server.get("rss_bytes", {}), server.get("threads", {})
    mega = lambda value: number(None if value is None else value / 1e6, "{:.0f}")
    rows.append(("CPU/RSS/threads delta",
        f"{number(server.get('cpu_cores'))} cores; RSS before, maximum, {work['cool_down']:g} s after: {mega(rss.get('before'))}, "
        f"{mega(rss.get('maximum'))}, {mega(rss.get('after'))} MB; threads: {number(threads.get('before'), '{:.0f}')}, "
        f"{number(threads.get('maximum'), '{:.0f}')}, {number(threads.get('after'), '{:.0f}')}"))
    good = report["goodput"]
    wer = report["word_error_rate_percent"]
    rows += [
        ("Arrival process, seed", f"{work['users']} users, one session after another, besides "
         f"{work['calls_per_second']:g} sessions per second opened and ended at once in an open loop, ramp {work['ramp']:g} users/s; seed {work['seed']}"),
        ("Generator lag P99", number(report["generator_lag_p99_ms"], "{:.2f} ms")),
        ("Valid/excluded", "; ".join(f"{e['name']}: {e['valid']} valid, {e['missing']} of them missing" for e in report["objectives"])
         + f"; calls shed {named['gRPC errors']['shed']}, excluded {named['gRPC errors']['excluded']}"),
        ("Lost finals", f"{report['lost_finals']} seen by clients, {number(report['server_lost_finals'], '{:.0f}')} by the server; "
         f"{report['missing_finals'] - report['lost_finals']} more were missing because their stream failed"),
        ("Goodput", f"{good['sessions_ok']} of {good['sessions']} sessions, {good['audio_seconds_ok']:.0f} s of audio"),
        ("Word error rate", f"{number(wer['percent'])} % of {wer['words']} words"),
        ("RTF (inference ÷ audio), mean", number(server.get("rtf_mean"), "{:.3f}")),
        ("Drops and orphans", f"partials dropped {number(server.get('stt_partial_drop_count'), '{:.0f}')}, decodes orphaned "
         f"{number(server.get('stt_decode_orphaned'), '{:.0f}')}, cancelled {number(server.get('stt_decode_cancelled'), '{:.0f}')}, "
         f"delivered {number(server.get('stt_decode_latency_count'), '{:.0f}')}"),
        ("Bottlenecks observed", f"{server.get('bottleneck') or '–'}; seconds in "
         + ", ".join(f"{k.replace('latency', 'inference')} {number(v)}" for k, v in server.get("stages_seconds", {}).items())),
        ("Mitigations", report["mitigation"] or "none"),
    ]
    return rows


def markdown(report: dict) -> str:
    lines = [f"# Load test: {report['verdict']}", ""]
    lines += [f"- {reason}" for reason in report["reasons"]] + [""]
    lines += ["| objective | bound | good / valid | verdict |", "|---|---|---|---|"]
    for each in report["objectives"]:
        bound = ms(each["bound_seconds"]) if "bound_seconds" in each else f"{100 * each['bound_ratio']:.1f} %"
        lines.append(f"| {each['name']} | {bound} | {each['good']} / {each['valid']} | {each['verdict']} |")
    lines += ["", "| field | content |", "|---|---|"]
    lines += [f"| {name} | {value.replace('|', '/')} |" for name, value in fields(report)]
    return "\n".join(lines) + "\n"


def page(report: dict, samples: list[dict], metrics: list[tuple[float, dict]]) -> str:
    """The same as one HTML page that needs nothing from elsewhere."""
    cell = lambda text: f"<td>{html.escape(str(text)).replace('**', '')}</td>"
    rows = "".join(f"<tr>{cell(name)}{cell(value)}</tr>" for name, value in fields(report))
    verdicts = "".join(
        f"<tr>{cell(e['name'])}{cell(str(e['good']) + ' / ' + str(e['valid']))}{cell(e['verdict'])}</tr>"
        for e in report["objectives"])
    kinds = (("final", "final, s"), ("first_partial", "first partial, s"))
    charts = [chart(title, [(s["at"], s["seconds"]) for s in samples if s["kind"] == kind]) for kind, title in kinds]
    charts.append(chart("CreateSession, s", [
        (s["at"], s["seconds"]) for s in samples if s["kind"] == "rpc" and s["method"] == "create_session"]))
    for key, title, scale in (("stt_active_sessions", "active sessions", 1), ("stt_decode_pending", "pending decodes", 1),
                              ("process_resident_memory_bytes", "resident memory, MB", 1e6)):
        charts.append(chart(title, [(time, values[key] / scale) for time, values in metrics if key in values]))
    reasons = "".join(f"<li>{html.escape(reason)}</li>" for reason in report["reasons"])
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Load test</title><style>body{font:15px sans-serif;max-width:60em;"
        "margin:2em auto}td{border-top:1px solid #ccc;padding:.3em .6em;vertical-align:top}svg{display:block;margin:1em 0}</style>"
        f"<h1>Load test: {report['verdict']}</h1><ul>{reasons}</ul><table>{verdicts}</table>{''.join(charts)}<table>{rows}</table></html>\n"
    )


def chart(title: str, points: list[tuple[float, float]]) -> str:
    if not points:
        return f"<p>{html.escape(title)}: no data</p>"
    width, height = 800, 140
    start, stop = min(p[0] for p in points), max(p[0] for p in points)
    top = max(p[1] for p in points) or 1.0
    dots = "".join(
        f'<circle cx="{40 + (width - 50) * (x - start) / ((stop - start) or 1):.1f}" cy="{height - 20 - (height - 40) * y / top:.1f}" r="2"/>'
        for x, y in points)
    return (
        f'<svg width="{width}" height="{height}" role="img" aria-label="{html.escape(title)}"><text x="40" y="12">'
        f'{html.escape(title)}, at most {top:.3g}, over {stop - start:.0f} s</text><path d="M40 {height - 20}H{width - 10}" stroke="#999"/>'
        f'<g fill="#2a6">{dots}</g></svg>'
    )
