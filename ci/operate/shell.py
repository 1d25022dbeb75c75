"""The command line heliograph as somebody types it at a running server."""

import os
import subprocess


class Shell:
    """The command line, with the server's address; an exit status that is not the one asked for is a failure."""

    def __init__(self, heliograph, server):
        self.heliograph = heliograph
        self.server = server

    def __call__(self, *arguments, status=0, **environment):
        return self.run(*arguments, "--server", self.server, status=status, **environment)

    def run(self, *arguments, status=0, **environment):
        done = subprocess.run(
            [self.heliograph, *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, **environment},
        )
        printed = done.stdout + done.stderr
        assert done.returncode == status, f"{arguments} ended with {done.returncode}, not {status}: {printed}"
        return printed


def expect(text, *parts):
    for part in parts:
        assert part in text, f"{part!r} is missing in: {text}"
