"""An operator's shell against a running server: what the commands print, and what its clients feel.

Needs the stubs of stt.proto on the path; STT_ADMIN_TOKEN is that of the server.
"""

import argparse
import os
import threading
import time

import grpc
import stt_pb2
import stt_pb2_grpc
from shell import Shell, expect

APPLIED_TO_ADMITTED_SECONDS = 1.0


class Client:
    """Creates sessions that nobody streams to."""

    def __init__(self, target):
        self.stub = stt_pb2_grpc.STTBackendStub(grpc.insecure_channel(target))
        self.count = 0

    def create(self):
        """The refusal, or nothing."""
        self.count += 1
        try:
            self.stub.CreateSession(stt_pb2.SessionRequest(session_id=f"s-{self.count}"), timeout=10)
            return ""
        except grpc.RpcError as error:
            return f"{error.code().name} {error.details()}"


def limits_act_on_running_traffic(shell, client):
    expect(shell("limits", "get", "max_sessions"), "server.max_sessions", "version 0")
    expect(shell("limits", "set", "max_sessions=2", "--reason", "a small house"), "in force as version 1")
    assert [client.create(), client.create()] == ["", ""]
    expect(client.create(), "RESOURCE_EXHAUSTED", "ERR1011")

    admitted = []

    def keep_trying():
        while not admitted:
            if client.create() == "":
                admitted.append(time.monotonic())
            time.sleep(0.01)

    waiting = threading.Thread(target=keep_trying)
    waiting.start()
    expect(shell("limits", "set", "max_sessions=3", "--reason", "one more"), "2 -> 3", "in force as version 2")
    applied = time.monotonic()
    waiting.join(timeout=APPLIED_TO_ADMITTED_SECONDS)
    assert admitted, f"nobody was admitted within {APPLIED_TO_ADMITTED_SECONDS} s of the change"
    expect(shell("limits", "get", "server.max_sessions"), "version 2", "  3  ")
    return admitted[0] - applied


def what_is_wrong_is_said(shell):
    expect(shell("limits", "set", "max_sessions=4", "--reason", "r", "--if-version", "1", status=1), "quicker", "one more")
    expect(shell("limits", "set", "max_sessions=four", "--reason", "r", status=1), "server.max_sessions")
    expect(shell("limits", "set", "max_sessions=4", status=1), "reason")
    expect(shell("limits", "set", "no_such_limit=4", "--reason", "r", status=1), "no limit no_such_limit")
    expect(shell("limits", "rollback", "77", "--reason", "r", status=1), "77")
    expect(shell("limits", "get", status=1, STT_ADMIN_TOKEN="wrong"), "does not take the token")
    expect(shell("limits", "get", status=1, STT_ADMIN_TOKEN=""), "set STT_ADMIN_TOKEN")
    expect(shell("limits", "get", "max_sessions"), "version 2")


def the_way_back(shell):
    expect(shell("limits", "set", "max_sessions=1", "--dry-run"), "2 sessions above the new server.max_sessions")
    expect(shell("limits", "rollback", "1", "--reason", "as it was"), "in force as version 3")
    expect(shell("limits", "history"), "as it was", "one more", "a small house", "server.max_sessions: 2 -> 3")
    expect(shell("limits", "export"), "max_sessions: 2")
    shell("limits", "set", "max_sessions=20", "--reason", "room again")


def sessions_are_ended_and_the_door_is_closed(shell, client):
    listed = shell("sessions", "list").splitlines()
    expect(listed[0], "3 sessions")
    oldest = listed[2].split()[0]
    expect(shell("sessions", "end", "0" * 16, "--reason", "r", status=1), "no such session")
    shell("sessions", "end", oldest, "--reason", "a test")
    expect(shell("sessions", "list"), "2 sessions")
    shell("sessions", "drain", "--reason", "maintenance")
    expect(client.create(), "UNAVAILABLE", "ERR1013")
    expect(shell("sessions", "list"), "draining")
    shell("sessions", "undrain", "--reason", "done")
    assert client.create() == ""


def the_audit_is_read_and_the_database_copied(shell, data, work):
    expect(shell("audit", "list", "--action", "limits.change"), "admin-token (admin, http 127.0.0.1)", "a small house")
    expect(shell("audit", "verify"), "is whole")
    expect(shell("audit", "export", "--text", "a small house"), "limits.change")
    expect(shell("audit", "list", "--limit", "1"), "audit.export", "there are older entries")
    expect(shell("audit", "list", "--from", "yesterday", status=1), "--from must be a time")
    expect(shell("audit", "list", status=1, STT_ADMIN_TOKEN="wrong"), "does not take the token")
    expect(shell("backup", "copy.zip", status=1), "path: must be an absolute path")
    copy = os.path.join(work, "copy.zip")
    if os.path.exists(copy):
        os.remove(copy)
    expect(shell("backup", copy), f"{copy} written, on the server's machine")
    expect(shell("backup", copy, status=1), "exists already")
    expect(shell("audit", "list", "--action", "store.backup"), "(not done)", copy)
    held = shell.run("audit", "verify", "--data-dir", data, status=1, HELIOGRAPH_SERVER=shell.server)
    expect(held, "in use by another process; if that is a running server, ask it with --server")
    expect(shell("audit", "verify", "--data-dir", data, status=1), "leave out --config, --data-dir and --store-url")
    expect(shell.run("audit", "verify", HELIOGRAPH_SERVER=shell.server), "is whole")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--heliograph", required=True)
    arguments.add_argument("--grpc", required=True)
    arguments.add_argument("--http", required=True)
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--work", required=True)
    known = arguments.parse_args()
    shell = Shell(known.heliograph, known.http)
    client = Client(known.grpc)
    seconds = limits_act_on_running_traffic(shell, client)
    what_is_wrong_is_said(shell)
    the_way_back(shell)
    sessions_are_ended_and_the_door_is_closed(shell, client)
    the_audit_is_read_and_the_database_copied(shell, known.data, known.work)
    expect(shell("slo"), "create_session", "final", "not_enough_data")
    print(f"  a client that was refused was admitted {1000 * seconds:.0f} ms after the change was acknowledged")


main()
