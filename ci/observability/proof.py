"""A real Prometheus that scrapes a real server: every expression of ops/ returns data where it should, and an alert fires.

The server must have a session limit of 5, and Prometheus must scrape and evaluate each second.
"""
import argparse
import json
import math
import pathlib
import re
import sys
import threading
import time
import urllib.parse
import urllib.request
import wave

import grpc

import stt_pb2
import stt_pb2_grpc

# What may be without data in this run, and why.
EMPTY = {
    "stt_gpu_": "no GPU figures were asked for",
    "ALERTS": "no alert fires yet",
}
SELECTOR = {"$job": "heliograph", "$instance": ".+"}
# Names with a part that only an event makes.
DYNAMIC = re.compile(r"stt_(error_counts|rate_limit_blocks|stream_buffer_bytes|active_sessions_by_api)_.+")
GOLDEN = pathlib.Path("server/src/test/resources/golden/metrics/exposition.txt")
CHUNK_SEC = 0.1


class Prometheus:
    """The HTTP API of a Prometheus."""

    def __init__(self, url):
        self.url = url

    def get(self, path, **parameters):
        query = urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(f"{self.url}/api/v1/{path}?{query}", timeout=10) as answer:
            return json.load(answer)["data"]

    def samples(self, expression):
        return self.get("query", query=expression)["result"]

    def await_samples(self, expression, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if found := self.samples(expression):
                    return found
            except OSError:
                pass
            time.sleep(0.5)
        return []


def chunks(wav, session_id, stop):
    """The recording over and over at the pace of speech, until told to stop."""
    due = time.monotonic()
    while True:
        with wave.open(wav, "rb") as recording:
            rate = recording.getframerate()
            while pcm := recording.readframes(int(rate * CHUNK_SEC)):
                if stop.is_set():
                    yield stt_pb2.AudioChunk(session_id=session_id, is_final=True)
                    return
                due += CHUNK_SEC
                time.sleep(max(0.0, due - time.monotonic()))
                yield stt_pb2.AudioChunk(pcm16=pcm, sample_rate=rate, session_id=session_id)


def speak(backend, wav, stop, words):
    session = stt_pb2.SessionRequest(session_id="speaker", attributes={"partial": "on", "emit_final_on_vad": "on"})
    backend.CreateSession(session, timeout=10)
    for result in backend.StreamingRecognize(chunks(wav, "speaker", stop)):
        if result.is_final:
            words.append(result.text)


def refuse(backend, times):
    """Takes every session that is left and asks for more."""
    refused = 0
    for number in range(times):
        try:
            backend.CreateSession(stt_pb2.SessionRequest(session_id=f"taker-{number}"), timeout=10)
        except grpc.RpcError as error:
            refused += "ERR1011" in error.details()
    return refused


def dashboard_expressions():
    for file in sorted(pathlib.Path("ops/grafana/dashboards").glob("*.json")):
        for panel in json.loads(file.read_text(encoding="utf-8"))["panels"]:
            for target in panel.get("targets", []):
                expression = target["expr"]
                for variable, value in SELECTOR.items():
                    expression = expression.replace(variable, value)
                yield f"{file.name}: {panel['title']}", expression


def series_names(expression):
    """Names of series in an expression; a recorded one has colons."""
    return {name for name in re.findall(r"[a-z_:][a-z0-9_:]*", re.sub(r'"[^"]*"', '""', expression))
            if ":" in name or name.startswith(("stt_", "process_"))}


def is_data(samples):
    """NaN is an answer of a ratio of nothing by nothing, so it counts as data."""
    return bool(samples) and not any(math.isinf(float(each["value"][1])) for each in samples)


def base(name):
    return re.sub(r"_(bucket|sum|count)$", "", name)


def check_names(metrics_url, recorded, expressions, faults):
    with urllib.request.urlopen(metrics_url, timeout=10) as answer:
        scraped = set(re.findall(r"^# TYPE (\S+) ", answer.read().decode(), re.MULTILINE))
    golden = {name for name in re.findall(r"^# TYPE (\S+) ", GOLDEN.read_text(encoding="utf-8"), re.MULTILINE) if not DYNAMIC.match(name)}
    faults += [f"/metrics lacks {name}" for name in sorted(golden - scraped)]
    gpu = {"stt_gpu_memory_used_bytes", "stt_gpu_memory_total_bytes", "stt_gpu_utilization_ratio"}
    for where, expression in expressions:
        for name in series_names(expression):
            known = name in recorded if ":" in name else name in scraped or base(name) in scraped or name in gpu or DYNAMIC.match(name)
            if not known:
                faults.append(f"{where}: {name} is known neither to the server nor to the rules")
    return len(scraped)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--grpc", "--prometheus", "--metrics", "--wav"):
        parser.add_argument(option, required=True)
    arguments = parser.parse_args()
    prometheus = Prometheus(arguments.prometheus)
    faults, words, stop = [], [], threading.Event()
    with grpc.insecure_channel(arguments.grpc) as channel:
        backend = stt_pb2_grpc.STTBackendStub(channel)
        speaker = threading.Thread(target=speak, args=(backend, arguments.wav, stop, words), daemon=True)
        speaker.start()
        if not prometheus.await_samples('stt_results_total{kind="final"} > 0', 60):
            print("no final reached Prometheus within 60 s", file=sys.stderr)
            return 1
        # Rates want two scrapes with the final in them, and the rules an evaluation after those.
        prometheus.await_samples('count_over_time(stt_results_total{kind="final"}[1m] > 0) >= 3', 30)
        prometheus.await_samples('count_over_time(job_sli:stt_slo_burn:rate5m{sli="errors"}[1m]) >= 3', 30)

        groups = prometheus.get("rules")["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        faults += [f"rule {rule['name']}: {rule.get('lastError')}" for rule in rules if rule["health"] != "ok"]
        recorded = [(f"record {rule['name']}", rule["name"]) for rule in rules if rule["type"] == "recording"]
        alerts = [(f"alert {rule['name']}", rule["query"]) for rule in rules if rule["type"] == "alerting"]
        panels = list(dashboard_expressions())
        series = check_names(arguments.metrics, {name for _, name in recorded}, alerts + panels + [(rule["name"], rule["query"]) for rule in rules], faults)
        for where, expression in panels + recorded:
            samples = prometheus.samples(expression)
            reason = next((why for part, why in EMPTY.items() if part in expression), None)
            if reason is None and not is_data(samples):
                faults.append(f"{where}: no data: {expression}")
            if reason is not None and samples:
                faults.append(f"{where}: data, although {reason}: {expression}")
        for where, expression in alerts:
            prometheus.samples(expression)
        if not alerts or not recorded or not panels:
            faults.append("no alerts, no recording rules or no panels were found")

        quiet = prometheus.samples('ALERTS{alertstate="firing"}')
        faults += [f"fires without a reason: {each['metric']}" for each in quiet]
        refused = refuse(backend, 40)
        if refused < 30:
            faults.append(f"only {refused} of 40 sessions were refused by a limit of 5")
        fired = prometheus.await_samples('ALERTS{alertname="HeliographSessionLimitRejects",alertstate="firing",limit="total"}', 30)
        if not fired:
            faults.append("HeliographSessionLimitRejects did not fire after 35 refusals")
        stop.set()
        speaker.join(timeout=30)
    if not words:
        faults.append("no final came to the client")
    print(f"  {len(panels)} panel expressions, {len(recorded)} recording rules, {len(alerts)} alerts, {series} metrics, "
          f"{refused} refusals; {'one alert fired' if fired else 'no alert fired'}")
    for fault in faults:
        print(f"  FAILED {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
