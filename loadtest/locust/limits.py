"""The key limits of a server (what a report must tell of its configuration), asked over HTTP."""

import json
import os
import urllib.request

# Of /admin/limits, without its section.
OF_ADMIN = (
    "max_sessions", "max_sessions_per_ip", "max_sessions_per_api_key", "create_session_rps", "create_session_burst",
    "max_audio_seconds_per_session",
    "max_audio_bytes_per_sec", "max_audio_bytes_per_sec_burst", "max_audio_bytes_per_sec_realtime",
    "max_audio_bytes_per_sec_burst_realtime", "max_audio_bytes_per_sec_batch", "max_audio_bytes_per_sec_burst_batch",
    "max_pending_decodes_per_stream", "max_pending_decodes_global", "max_total_buffer_bytes", "max_buffer_sec",
    "decode_timeout_sec", "decode_queue_timeout_sec", "session_timeout_sec", "session_start_timeout_sec",
    "partial_decode_interval_sec", "partial_decode_window_sec", "first_partial_sec",
)
# Of /system, which tells some of the others, too, also to those who are no admins.
OF_SYSTEM = ("vad_threshold", "vad_silence")
# Of /metrics.
OF_METRICS = {"stt_config_version": "config_version"}
MODEL = ("model_size", "model_backend", "model_pool_size", "device", "compute_type", "default_decode_profile")


def read(address: str | None, admin_token: str = "") -> dict:
    """What the server at http://host:port tells; what it does not tell is not in it."""
    found: dict = {}
    if not address:
        return found
    system = fetch(address, "/system", os.environ.get("STT_OBSERVABILITY_TOKEN", ""))
    runtime = system.get("runtime", {})
    streaming = runtime.get("streaming", {})
    found |= {key: value for key, value in streaming.items() if key in OF_ADMIN + OF_SYSTEM}
    found |= {key: value for key, value in runtime.get("model", {}).items() if key in MODEL}
    admin = fetch(address, "/admin/limits", admin_token) if admin_token else {}
    for entry in admin.get("limits", []):
        name = entry["key"].removeprefix("server.")
        if name in OF_ADMIN:
            found[name] = entry["value"]
    if "version" in admin:
        found["config_version"] = admin["version"]
    return found


def fetch(address: str, path: str, token: str) -> dict:
    """An answer in JSON; empty if there is none."""
    request = urllib.request.Request(address.rstrip("/") + path)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5) as answer:
            told = json.load(answer)
            return told if isinstance(told, dict) else {}
    except (OSError, ValueError):
        return {}


def complete(asked: dict, metrics: dict) -> dict:
    """The key limits, from what was asked and from the server's metrics; None where neither tells."""
    found = {name: metrics[key] for key, name in OF_METRICS.items() if key in metrics}
    found |= {
        key.removeprefix("stt_limit_"): value for key, value in metrics.items() if key.startswith("stt_limit_")
    }
    found |= asked
    names = OF_ADMIN + OF_SYSTEM + tuple(OF_METRICS.values())
    unknown = {name: "unknown" for name in names if name not in found}
    return {name: found[name] for name in names if name in found} | unknown


def text(limits: dict) -> str:
    """One line; what is unknown is named at its end."""
    said = [f"{name} {shown(value)}" for name, value in limits.items() if value != "unknown"]
    unknown = [name for name, value in limits.items() if value == "unknown"]
    return "; ".join(said) + ("; " if said and unknown else "") + (f"unknown: {', '.join(unknown)}" if unknown else "")


def shown(value) -> str:
    if value is None:
        return "as the base value"
    return f"{value:.15g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
