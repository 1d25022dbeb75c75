"""`heliograph loadtest`: sets up its environment, starts a server if none is named, runs Locust, writes the report.

Exit status: 0 every objective held, 1 one was missed, 2 the run proves nothing (the report says why) or the usage is wrong.
"""

import argparse
import datetime
import hashlib
import json
import os
import pathlib
import platform
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import limits
import report
import samples as samples_of_the_model
import speech

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
START_SECONDS = 120
# A server that was restarted within six seconds may go on being loaded.
LOOK_SECONDS = 2
MOST_SILENT_LOOKS = 4

STATUS = {"passed": 0, "failed": 1, "void": 2}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="heliograph loadtest", description=__doc__.splitlines()[0])
    parser.add_argument("--server", help="host:port; without it one is started on free loopback ports")
    parser.add_argument("--metrics", help="address of the server's HTTP side, http://host:port; needed for its own figures")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--ramp", type=float, default=5, help="users started per second")
    parser.add_argument("--duration", default="5m", help="as Locust writes it: 90s, 5m, 1h")
    parser.add_argument("--warm-up", type=float, default=10, help="seconds at the start that do not count")
    parser.add_argument("--cool-down", type=float, default=60, help="seconds until memory and threads are looked at again")
    parser.add_argument("--processes", type=int, default=1, help="generator processes")
    parser.add_argument("--web", action="store_true", help="Locust's web page on port 8089 instead of a headless run")
    parser.add_argument("--input", choices=("speech", "silence", "noise"), default="speech")
    parser.add_argument("--audio", default="", help="folder of 16 kHz WAV files with transcripts.tsv; default: the sample")
    parser.add_argument("--session-seconds", type=float, default=20)
    parser.add_argument("--batch-share", type=float, default=0)
    parser.add_argument("--calls-per-second", type=float, default=12,
                        help="sessions opened and ended at once besides the users, so that CreateSession counts enough events")
    parser.add_argument("--vad-mode", choices=("continue", "auto_end"), default="continue")
    parser.add_argument("--partials", choices=("on", "off"), default="on")
    parser.add_argument("--chunk-ms", type=int, default=100)
    parser.add_argument("--pre-roll-seconds", type=float, default=0.3, help="the server's vad.pre_roll_sec")
    parser.add_argument("--tail-seconds", type=float, default=0.2, help="the server's vad.tail_sec")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--api-key", default=os.environ.get("HELIOGRAPH_API_KEY", ""))
    parser.add_argument("--mitigation", default="", help="what was changed since the last run, for the report")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("loadtest-report"), help="folder of the report")
    given = parser.parse_args()
    if given.users < 1 or not 0 <= given.batch_share <= 1 or not 10 <= given.chunk_ms <= 2000 or given.processes < 1:
        parser.error("--users and --processes from 1, --batch-share 0 to 1, --chunk-ms 10 to 2000")
    return given


def environment() -> pathlib.Path:
    """A virtual environment with the pinned packages and the stubs, made once per content of requirements.txt."""
    wanted = hashlib.sha256((sys.version + (HERE / "requirements.txt").read_text()).encode()).hexdigest()
    home = ROOT / "build" / "loadtest"
    venv, stubs = home / "venv", home / "stubs"
    python = venv / "bin" / "python"
    stamp = venv / "stamp"
    if not stamp.is_file() or stamp.read_text() != wanted:
        print("loadtest: setting up its Python environment (once)", file=sys.stderr, flush=True)
        shutil.rmtree(venv, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", HERE / "requirements.txt"]
        subprocess.run(install, check=True)
        stamp.write_text(wanted)
    stubs.mkdir(parents=True, exist_ok=True)
    generate = [python, "-m", "grpc_tools.protoc", "-I", ROOT / "proto/src/main/proto"]
    subprocess.run([*generate, f"--python_out={stubs}", f"--grpc_python_out={stubs}", "stt.proto"], check=True)
    return home


class Server:
    """A server of our own on free loopback ports, without limits on who may come how often."""

    def __init__(self, sessions: int, pre_roll: float, tail: float):
        self.folder = tempfile.mkdtemp(prefix="heliograph-loadtest-")
        config = pathlib.Path(self.folder, "server.yaml")
        config.write_text(
            f"server: {{http_host: 127.0.0.1, max_sessions: {sessions}, max_sessions_per_ip: 0, create_session_rps: 0, "
            "max_audio_bytes_per_sec: 0, http_rate_limit_rps: 0}\nsafety: {speech_rms_threshold: 0.0}\n"
            f"vad: {{silence: 0.5, pre_roll_sec: {pre_roll}, tail_sec: {tail}}}\n"
            "model: {pool_size: 0}\n")
        self.log = open(pathlib.Path(self.folder, "server.log"), "w", encoding="utf-8")
        command = [ROOT / "heliograph", "serve", "--config", config, "--data-dir", pathlib.Path(self.folder, "data")]
        with socket.create_server(("127.0.0.1", 0)) as free:
            http_port = free.getsockname()[1]  # 0 would turn HTTP off
        ports = ["--port", "0", "--metrics-port", str(http_port), "--ws-port", "0", "--console-port", "0"]
        # The report asks for all key limits, which only admins are told.
        self.admin_token = secrets.token_hex(16)
        env = os.environ | {"STT_ADMIN_ENABLED": "1", "STT_ADMIN_TOKEN": self.admin_token}
        # In a folder of its own, so that no configuration file lying about is found.
        self.process = subprocess.Popen([*command, *ports], cwd=self.folder, env=env, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + START_SECONDS
        pattern = re.compile(r"gRPC on port (\d+).*HTTP on (http://[^\s,;]+)")
        while True:
            text = pathlib.Path(self.log.name).read_text(encoding="utf-8")
            found = pattern.search(text)
            if found:
                self.address, self.metrics = f"127.0.0.1:{found[1]}", found[2]
                return
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.close()
                raise speech.InputError("no server could be started: " + " / ".join(text.splitlines()[-3:]))
            time.sleep(0.1)

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(45)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Scraper(threading.Thread):
    """Reads the server's metrics once a second."""

    def __init__(self, address: str | None):
        super().__init__(daemon=True)
        self.address, self.seen, self.stopping, self.failures = address, [], threading.Event(), 0
        if address:
            self.scrape()

    def run(self):
        while self.address and not self.stopping.wait(1.0):
            self.scrape()

    def scrape(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(self.address.rstrip("/") + "/metrics")
        if token := os.environ.get("STT_OBSERVABILITY_TOKEN"):
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with opener.open(request, timeout=5) as answer:
                lines = answer.read().decode().splitlines()
            values = {}
            for line in lines:
                if line and not line.startswith("#"):
                    name, _, value = line.rpartition(" ")
                    values[name] = float(value)
            self.seen.append((time.monotonic(), values))
            self.failures = 0
        except (OSError, ValueError):
            self.failures += 1


def run_locust(given, home: pathlib.Path, address: str, raw: pathlib.Path, audio: pathlib.Path) -> int:
    command = [home / "venv/bin/python", "-m", "locust", "-f", HERE / "locustfile.py", "--server", address,
               "--users", given.users + (given.calls_per_second > 0), "--spawn-rate", given.ramp, "--stop-timeout", f"{2 * given.session_seconds + 60:.0f}",
               "--input", given.input, "--audio", audio,
               "--session-seconds", given.session_seconds, "--batch-share", given.batch_share, "--vad-mode", given.vad_mode,
               "--partials", given.partials, "--chunk-ms", given.chunk_ms, "--seed", given.seed, "--calls-per-second", given.calls_per_second,
               "--pre-roll-seconds", given.pre_roll_seconds, "--tail-seconds", given.tail_seconds, "--out", raw,
               "--exit-code-on-error", 0]
    command += ["--web-host", "127.0.0.1"] if given.web else ["--headless", "--only-summary", "--run-time", given.duration]
    command += ["--processes", given.processes] if given.processes > 1 else []
    # The key goes by the environment: command lines can be read by everybody.
    env = os.environ | {"PYTHONPATH": f"{home / 'stubs'}:{HERE}", "PYTHONDONTWRITEBYTECODE": "1",
                        "HELIOGRAPH_API_KEY": given.api_key, "GRPC_VERBOSITY": "ERROR", "no_proxy": "*"}
    with subprocess.Popen([str(each) for each in command], env=env, cwd=raw) as locust:
        try:
            return 0 if stopped_without_server(locust, address) else locust.wait()
        finally:
            locust.terminate()  # if it is still there: this process was interrupted


def stopped_without_server(locust: subprocess.Popen, address: str) -> bool:
    """Waits for Locust; ends it, and gives true, once nobody has answered at the address for a while."""
    silent = 0
    while locust.poll() is None:
        silent = silent + 1 if unreachable(address) else 0
        if silent == MOST_SILENT_LOOKS:
            locust.terminate()
            locust.wait()
            return True
        try:
            locust.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            pass
    return False


def models_folder() -> pathlib.Path:
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    return pathlib.Path(os.environ.get("HELIOGRAPH_MODELS") or cache / "heliograph" / "models")


def facts(given, is_own: bool, models: pathlib.Path) -> dict:
    """What the report says about surroundings and workload; of a server elsewhere only what is known."""
    cpu = next((line.split(":")[1].strip() for line in text("/proc/cpuinfo").splitlines() if "model name" in line), "?")
    memory = re.search(r"MemTotal:\s+(\d+)", text("/proc/meminfo"))
    load = " ".join(f"{each:.2f}" for each in os.getloadavg())
    hashes = [f"{p.name} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in sorted(models.glob("*/*"))
              if p.suffix in (".ort", ".onnx", ".bin")]
    version = subprocess.run([ROOT / "heliograph", "version"], capture_output=True, text=True).stdout.strip() if is_own else "?"
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
    jvm = re.search(r"[Jj]ava[^,;\n]*", version)
    return {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "environment": {
            "generator CPU": cpu, "cores": os.cpu_count(), "memory MB": int(memory[1]) // 1024 if memory else "?",
            "OS": platform.platform(), "JVM": jvm[0] if jvm else "see the server", "load before": load,
            "generator": "on the server's machine, its CPU time is not in the server's" if is_own else "its own machine or not: unknown",
        },
        "server_version": f"{' / '.join(version.splitlines())}, commit {commit or '?'}" if is_own else "not ours: see the server",
        "model": f"moonshine-tiny-en and silero-vad, one worker per core; {'; '.join(hashes)}" if is_own else "see the server",
        "mitigation": given.mitigation,
        "workload": {
            "users": given.users, "ramp": given.ramp, "duration": given.duration, "warm_up": given.warm_up,
            "cool_down": given.cool_down, "input": given.input, "corpus": given.audio or "the samples of the model, in sentences",
            "session_seconds": given.session_seconds, "batch_share": given.batch_share, "vad_mode": given.vad_mode,
            "partials": given.partials, "chunk_ms": given.chunk_ms, "seed": given.seed,
            "calls_per_second": given.calls_per_second, "processes": given.processes,
        },
        "void": [],
    }


def text(path: str) -> str:
    try:
        return pathlib.Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def measure(given, told: dict, models: pathlib.Path) -> tuple[list, list]:
    """Runs the load; what went wrong is added to told["void"]. Gives samples and metrics, as far as there are any."""
    server, samples = None, []
    scraper = Scraper(None)
    try:
        audio = pathlib.Path(given.audio or ROOT / "build/loadtest/samples").resolve()
        if given.input == "speech":
            if not given.audio:
                samples_of_the_model.prepare(models / "samples", audio)
            speech.corpus(audio)
        home = environment()
        if given.server is None:
            server = Server(given.users + 100, given.pre_roll_seconds, given.tail_seconds)
        address = given.server or server.address
        if problem := unreachable(address):
            raise speech.InputError(f"no server can be reached at {address}: {problem}")
        scraper = Scraper(server.metrics if server else given.metrics)
        scraper.start()
        told["limits"] = limits.read(
            scraper.address, server.admin_token if server else os.environ.get("STT_ADMIN_TOKEN", ""))
        begin = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="heliograph-samples-") as raw:
            status = run_locust(given, home, address, pathlib.Path(raw), audio)
            if status != 0:
                told["void"].append(f"Locust ended with status {status}")
            told["run_ended"] = time.monotonic()
            for file in pathlib.Path(raw).glob("samples-*.jsonl"):
                samples += [json.loads(line) for line in file.read_text().splitlines() if line.endswith("}")]
        samples = [each for each in samples if each["at"] >= begin + given.warm_up]
        examine(address, scraper, samples, told)
        if not told["void"] and scraper.address:
            time.sleep(given.cool_down)
    except (speech.InputError, subprocess.CalledProcessError) as problem:
        told["void"].append(str(problem))
    finally:
        scraper.stopping.set()
        if scraper.is_alive():
            scraper.join(10)
        if server:
            server.close()
    return samples, scraper.seen


def unreachable(address: str) -> str:
    """Why nobody answers there; empty if somebody does."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=5).close()
        return ""
    except (OSError, ValueError) as problem:
        return str(problem) or type(problem).__name__


def examine(address, scraper, samples, told):
    calls = [each for each in samples if each["kind"] == "rpc"]
    if unreachable(address) or (scraper.address and scraper.failures >= 2):
        told["void"].append("the server died or stopped answering before the run was over")
    if not any(each["status"] == "OK" and each["method"] == "create_session" for each in calls):
        said = sorted({f"{each['status']} {each['code']}" for each in calls})
        hint = " (is the API key right?)" if any(each["status"] == "UNAUTHENTICATED" for each in calls) else ""
        told["void"].append("no session could be opened: " + (", ".join(said) or "no call was made") + hint)


def main() -> int:
    given = arguments()
    models = models_folder()
    told = facts(given, given.server is None, models)
    samples, metrics = measure(given, told, models)
    result = report.evaluate(samples, metrics, told)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "report.json").write_text(json.dumps(result, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    (given.out / "report.md").write_text(report.markdown(result), encoding="utf-8")
    (given.out / "report.html").write_text(report.page(result, samples, metrics), encoding="utf-8")
    for each in result["objectives"]:
        print(f"{each['verdict']:16} {each['name']:14} {each['good']}/{each['valid']} P99 {report.ms(each['p99'])}")
    for reason in result["reasons"]:
        print(f"loadtest: {reason}", file=sys.stderr)
    print(f"{result['verdict']}: {given.out / 'report.html'}, report.md, report.json")
    return STATUS[result["verdict"]]


if __name__ == "__main__":
    sys.exit(main())
