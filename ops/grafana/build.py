#!/usr/bin/env python3
"""Writes the two dashboards beside this file: python3 ops/grafana/build.py [--check].

A panel is one line here: title, expressions, unit, thresholds and what to do. --check only says whether the files are as written.
Python's standard library is all it needs.
"""
import json
import pathlib
import sys

FOLDER = pathlib.Path(__file__).parent / "dashboards"
SOURCE = {"type": "prometheus", "uid": "${datasource}"}
# Every expression is of the chosen servers; SEL stands for this.
SELECTOR = 'job=~"$job",instance=~"$instance"'
SELECTED = "{SEL}"
WIDTH, HEIGHT = 8, 7


def panel(title, what, *queries, unit="short", warn=None, bad=None, kind="timeseries", low=False):
    """A panel. queries: (legend, expression); warn, bad: thresholds, below which it is bad if low."""
    steps = [{"color": "red" if low else "green", "value": None}]
    if warn is not None:
        steps.append({"color": "yellow", "value": warn})
    if bad is not None:
        steps.append({"color": "green" if low else "red", "value": bad})
    custom = {"thresholdsStyle": {"mode": "line" if warn is not None or bad is not None else "off"}, "showPoints": "never"}
    return {
        "title": title,
        "description": what,
        "type": kind,
        "datasource": SOURCE,
        "fieldConfig": {
            "defaults": {
                "unit": unit,
                "thresholds": {"mode": "absolute", "steps": steps},
                **({"custom": custom} if kind == "timeseries" else {"color": {"mode": "thresholds"}}),
            },
            "overrides": [],
        },
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}}
        if kind == "timeseries"
        else {"reduceOptions": {"calcs": ["lastNotNull"]}, "textMode": "value_and_name"},
        "targets": [
            {"refId": chr(65 + i), "datasource": SOURCE, "legendFormat": legend, "expr": expression.replace("SEL", SELECTOR)}
            for i, (legend, expression) in enumerate(queries)
        ],
    }


def dashboard(uid, title, what, groups):
    """A dashboard of groups (title, panels), laid out three to a row."""
    panels, y = [], 0
    for name, members in groups:
        panels.append({"type": "row", "title": name, "collapsed": False, "gridPos": {"x": 0, "y": y, "w": 24, "h": 1}, "panels": []})
        y += 1
        for i, member in enumerate(members):
            member["gridPos"] = {"x": i % 3 * WIDTH, "y": y + i // 3 * HEIGHT, "w": WIDTH, "h": HEIGHT}
            panels.append(member)
        y += -(-len(members) // 3) * HEIGHT
    for number, member in enumerate(panels, 1):
        member["id"] = number
    return {
        "uid": uid,
        "title": title,
        "description": what,
        "tags": ["heliograph"],
        "timezone": "browser",
        "schemaVersion": 39,
        "version": 1,
        "editable": True,
        "graphTooltip": 1,
        "refresh": "15s",
        "time": {"from": "now-1h", "to": "now"},
        "templating": {
            "list": [
                {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"},
                variable("job", "Job", "label_values(stt_build_info, job)"),
                variable("instance", "Server", 'label_values(stt_build_info{job=~"$job"}, instance)'),
            ]
        },
        "annotations": {
            "list": [
                {
                    "name": "Limits changed",
                    "datasource": SOURCE,
                    "enable": True,
                    "iconColor": "blue",
                    "expr": f"changes(stt_config_version{{{SELECTOR}}}[1m]) > 0",
                    "titleFormat": "Limits changed",
                }
            ]
        },
        "panels": panels,
    }


def variable(name, label, query):
    return {
        "name": name,
        "label": label,
        "type": "query",
        "datasource": SOURCE,
        "query": {"query": query, "refId": name},
        "refresh": 2,
        "includeAll": True,
        "multi": True,
        "current": {"text": "All", "value": "$__all"},
    }


def quantiles(series):
    return [(f"P{q * 100:g}", f"histogram_quantile({q}, sum by (le) (rate({series}_bucket{SELECTED}[5m])))") for q in (0.5, 0.95, 0.99)]


def by(labels, series):
    return f"sum by ({labels}) (rate({series}{SELECTED}[5m]))"


def mean(name):
    return [
        ("mean since start", f"stt_{name}_total{SELECTED} / stt_{name}_count{SELECTED}"),
        ("largest since start", f"stt_{name}_max{SELECTED}"),
    ]


TRAFFIC = [
    panel("Active sessions", "Registered sessions and the limit. At the limit clients get ERR1011: raise server.max_sessions if processor and "
          "memory leave room, or add a server.",
          ("sessions {{instance}}", "stt_active_sessions{SEL}"), ("limit {{instance}}", "stt_limit_max_sessions{SEL}")),
    panel("Session churn", "How often the number of sessions changed in 5 minutes. High for long: clients reconnect in a loop.",
          ("{{instance}}", "changes(stt_active_sessions{SEL}[5m])"), warn=15),
    panel("CreateSession rate", "Sessions created a second. Compare with refusals under Limits.",
          ("created", "sum(rate(stt_sessions_created_total{SEL}[1m]))"), unit="reqps"),
    panel("Stream rate", "Streams started a second; fewer than sessions created means sessions that never stream.",
          ("started", "sum(rate(stt_streams_started_total{SEL}[1m]))"), unit="reqps"),
    panel("Streams by end", "Why streams end. timeout, decode_timeout and internal should be rare.",
          ("{{reason}}", by("reason", "stt_streams_finished_total")), unit="reqps"),
    panel("Results", "Partials and finals a second, and their ratio. No finals while audio comes: look at the log for ERR2002.",
          ("{{kind}}", by("kind", "stt_results_total")),
          ("partials per final", 'sum(rate(stt_results_total{kind="partial",SEL}[5m])) / sum(rate(stt_results_total{kind="final",SEL}[5m]))')),
]
PERFORMANCE = [
    panel("Decode latency", "Inference seconds of delivered decodes, from buckets. Rising with load: fewer sessions or more workers.",
          *quantiles("stt_decode_latency_sec"), unit="s", bad=2),
    panel("Decode latency, mean and largest", "Since the start of the server; the largest of 5 minutes falls again.",
          *mean("decode_latency"), ("largest of 5 min", "stt_decode_latency_max_5m{SEL}"), unit="s"),
    panel("Real-time factor", "Inference seconds per second of audio. Near 1 one worker carries one stream of finals.",
          *mean("rtf"), warn=0.5, bad=1),
    panel("Queue wait", "Seconds between scheduling and a free worker. It grows first when the server is full.",
          *quantiles("stt_decode_queue_wait_sec"), unit="s", warn=0.5),
    panel("Buffer wait", "Seconds from the first byte of a decode's audio to its scheduling: mostly the length of speech.",
          *quantiles("stt_decode_buffer_wait_sec"), unit="s"),
    panel("Result emission", "Seconds to hand results to the transport. High: clients do not read.",
          *quantiles("stt_decode_response_emit_sec"), unit="s", warn=0.1),
    panel("First partial P99", "Speech begins → first result. The objective is 2.5 s.",
          *quantiles("stt_first_partial_latency_seconds"), unit="s", bad=2.5),
    panel("Final P99", "Last speech → final, the silence rule included. The objective is 5 s.",
          *quantiles("stt_final_latency_seconds"), unit="s", bad=5),
    panel("CreateSession P99", "Request read → response. The objective is 0.3 s.",
          *quantiles("stt_create_session_latency_seconds"), unit="s", bad=0.3),
]
QUALITY = [
    panel("Partial drop rate", "Partials given up per delivered decode: live text gets jumpy. Raise server.partial_decode_interval_sec.",
          ("{{instance}}", "rate(stt_partial_drop_count{SEL}[5m]) / rate(stt_decode_latency_count{SEL}[5m])"), unit="percentunit", warn=0.3),
    panel("Orphan rate", "Of the dropped decodes, those that were already running: work for nobody. Look at streams by end.",
          ("{{instance}}", "rate(stt_decode_orphaned{SEL}[5m]) / (rate(stt_decode_orphaned{SEL}[5m]) + rate(stt_decode_cancelled{SEL}[5m]))"),
          unit="percentunit", bad=0.2),
    panel("Decodes by outcome", "Delivered and empty are fine; failed is the engine (ERR2002 in the log).",
          ("{{kind}} {{outcome}}", by("kind, outcome", "stt_decodes_total")), unit="ops"),
    panel("Partials dropped by reason", "replaced: load; per_stream_limit, global_limit: server.max_pending_decodes_*.",
          ("{{reason}}", by("reason", "stt_partials_dropped_total")), unit="ops"),
    panel("Utterances dropped", "Speech that gave no final, by reason. error: see the log.",
          ("{{reason}}", by("reason", "stt_utterances_dropped_total")), unit="ops"),
    panel("Lost finals", "Must stay 0: text without its final. A defect; keep the log.",
          ("{{instance}}", "increase(stt_lost_finals_total{SEL}[15m])"), bad=1),
    panel("Errors by status", "Failed calls a second by gRPC status.",
          ("{{status}}", 'sum by (status) (rate(stt_rpcs_total{status!~"OK|CANCELLED",SEL}[5m]))'), unit="reqps"),
    panel("Errors by code", "Failed calls a second by ERR code; the log has a line for each with the same code.",
          ("{{code}}", 'sum by (code) (rate(stt_rpcs_total{code!="none",SEL}[5m]))'), unit="reqps"),
    panel("Guards against invented text", "How often a guard cut what the model made up, by reason.",
          ("{{reason}}", by("reason", "stt_guard_hits_total")), unit="ops"),
]
RESOURCES = [
    panel("Processor", "Cores in use. At the number of cores everything waits.",
          ("{{instance}}", "rate(process_cpu_seconds_total{SEL}[1m])")),
    panel("Memory", "Resident bytes of the process; it must level off.",
          ("{{instance}}", "process_resident_memory_bytes{SEL}"), unit="bytes"),
    panel("Threads and files", "Both return to the start when clients leave.",
          ("threads {{instance}}", "stt_process_threads{SEL}"), ("open files {{instance}}", "process_open_fds{SEL}")),
    panel("Audio buffer of all streams", "Share of server.max_total_buffer_bytes; at 1 the largest buffer loses audio.",
          ("{{instance}}", "stt_buffer_bytes_total{SEL} / (stt_limit_max_total_buffer_bytes{SEL} > 0)"), unit="percentunit", warn=0.7, bad=0.9),
    panel("Audio buffer per stream", "Largest stream, and each open one by hash.",
          ("largest", "stt_stream_buffer_max_bytes{SEL}"), ("{{__name__}}", '{__name__=~"stt_stream_buffer_bytes_.+",SEL}'), unit="bytes"),
    panel("Pending decodes", "Scheduled and not delivered. Growing: the workers do not keep up.",
          ("pending {{instance}}", "stt_decode_pending{SEL}"), ("limit {{instance}}", "stt_limit_max_pending_decodes_global{SEL}")),
    panel("GPU memory", "Empty without STT_ENABLE_GPU_METRICS=1 and an NVIDIA GPU.",
          ("used {{gpu}}", "stt_gpu_memory_used_bytes{SEL}"), ("total {{gpu}}", "stt_gpu_memory_total_bytes{SEL}"), unit="bytes"),
    panel("GPU utilisation", "Empty without STT_ENABLE_GPU_METRICS=1 and an NVIDIA GPU.",
          ("{{gpu}}", "stt_gpu_utilization_ratio{SEL}"), unit="percentunit"),
    panel("Versions", "What runs, and the version of the limits in force.",
          ("{{version}} {{runtime}}", "stt_build_info{SEL}"), ("limits", "stt_config_version{SEL}"), kind="stat"),
]
LIMITS = [
    panel("Rate-limit blocks", "Refusals by a bucket a second: create_session ERR1012, stream ERR2003, http ERR4007.",
          ("{{scope}}", by("scope", "stt_rate_limited_total")), unit="reqps"),
    panel("Session-limit rejects", "ERR1011 a second by limit: total, ip, api_key, unbound.",
          ("{{limit}}", by("limit", "stt_session_limit_rejects_total")), unit="reqps"),
    panel("Audio dropped", "Bytes a second that the cap over all buffers cost. Lower the number of sessions or the batch byte rates.",
          ("{{instance}}", "rate(stt_audio_dropped_bytes_total{SEL}[5m])"), unit="Bps", bad=1),
    panel("State", "Ready: admits sessions. Throttle: back-off is active. Draining: shutting down.",
          ("ready", "min(stt_ready{SEL})"), ("throttle", "max(stt_throttle_active{SEL})"), ("draining", "max(stt_draining{SEL})"), kind="stat"),
    panel("Overload ladder", "Step: 1 partials stretch, 2 no partials, 3 sessions refused, 4 the largest stream is closed. Signals as ratios: docs/overload.md.",
          ("step {{instance}}", "stt_overload_step{SEL}"), ("{{signal}}", "max by (signal) (stt_overload_pressure_ratio{SEL})"), warn=1, bad=3),
    panel("Overload steps taken", "How often each step was taken, in 5 minutes. Back and forth: server.max_sessions is above what the machine bears.",
          ("{{step}}", "sum by (step) (increase(stt_overload_steps_total{SEL}[5m]))"), warn=1),
    panel("Recordings in trouble", "Chunks replaced by silence and recordings given up: the disk is slow or full.",
          ("chunks", "sum(rate(stt_audio_capture_dropped_chunks_total{SEL}[5m]))"), ("recordings", "sum(increase(stt_audio_capture_failures_total{SEL}[5m]))")),
    panel("Log records dropped", "The log is written faster than its reader takes it.",
          ("{{instance}}", "increase(stt_log_records_dropped_total{SEL}[5m])"), bad=1),
]

OBJECTIVES = [
    panel("Attainment, 1 hour", "Good among valid events, counted and never averaged. Below the target: see the burn rates.",
          ("{{sli}}", 'sum by (sli) (rate(stt_slo_events_total{result="good",SEL}[1h])) / sum by (sli) (rate(stt_slo_events_total{SEL}[1h]))'),
          unit="percentunit", kind="stat"),
    panel("Attainment, the server's own count", "The server's count over its windows, which outlives scrapes that were missed.",
          ("{{objective}} {{window}}", "stt_slo_attainment_ratio{SEL}"), unit="percentunit", kind="stat"),
    panel("Valid events", "Fewer than 1,049 in a window prove nothing.",
          ("{{objective}} {{window}}", "stt_slo_valid_events{SEL}"), kind="stat"),
    panel("Error budget left", "Share of the budget of the objective's window; 0 = used up: stop risky changes, add capacity.",
          ("{{objective}}", "stt_slo_error_budget_remaining_ratio{SEL}"), unit="percentunit"),
    panel("Burn rate", "1 uses the budget up exactly at the end of its window; 14.4 over an hour pages.",
          ("{{objective}} {{window}}", "stt_slo_burn_rate{SEL}"), warn=1, bad=14.4),
    panel("Burn rate from the rules", "The same from Prometheus' own counts (recording rules), over all servers of a job.",
          ("{{sli}} 1 h", 'job_sli:stt_slo_burn:rate1h{job=~"$job"}'), ("{{sli}} 5 min", 'job_sli:stt_slo_burn:rate5m{job=~"$job"}'), warn=1, bad=14.4),
    panel("Errors", "Bad calls among valid ones; the objective is 0.5 %.",
          ("bad", 'sum(rate(stt_slo_events_total{sli="errors",result="bad",SEL}[1h])) / sum(rate(stt_slo_events_total{sli="errors",SEL}[1h]))'),
          unit="percentunit", bad=0.005),
    panel("Finals within 5 s", "Exact share from the histogram, whose bounds sit on the objectives.",
          ("share", 'sum(rate(stt_final_latency_seconds_bucket{le="5.0",SEL}[1h])) / sum(rate(stt_final_latency_seconds_count{SEL}[1h]))'), unit="percentunit"),
    panel("Shed", "Share of calls refused for capacity; tracked, and no part of the error objective while sessions are full.",
          ("{{instance}}", 'sum by (instance) (rate(stt_rpcs_total{status=~"UNAVAILABLE|RESOURCE_EXHAUSTED",SEL}[5m])) / sum by (instance) (rate(stt_rpcs_total{SEL}[5m]))'),
          unit="percentunit"),
    panel("Targets", "What is promised.", ("{{objective}}", "stt_slo_target_ratio{SEL}"), unit="percentunit", kind="stat"),
    panel("Thresholds", "Longest good event.", ("{{objective}}", "stt_slo_threshold_seconds{SEL} > 0"), unit="s", kind="stat"),
    panel("Counting since", "From when on the counts over the objective's window are complete.",
          ("{{objective}}", "stt_slo_valid_since_timestamp_seconds{SEL} * 1000"), unit="dateTimeAsIso", kind="stat"),
]


def main():
    written = {
        "heliograph.json": dashboard(
            "heliograph",
            "Heliograph",
            "Traffic, performance, quality, resources and protection of speech-to-text servers.",
            [("Traffic", TRAFFIC), ("Performance", PERFORMANCE), ("Quality", QUALITY), ("Resources", RESOURCES), ("Limits and protection", LIMITS)],
        ),
        "heliograph-objectives.json": dashboard(
            "heliograph-objectives",
            "Heliograph objectives",
            "Whether the objectives hold, what is left of the error budgets, and how fast they burn.",
            [("Objectives", OBJECTIVES)],
        ),
    }
    stale = []
    for name, content in written.items():
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        file = FOLDER / name
        if "--check" not in sys.argv[1:]:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        sys.exit(f"not as build.py writes them: {', '.join(stale)}")


if __name__ == "__main__":
    main()
