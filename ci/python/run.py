"""Runs the suite in order. Fails on a failure, on a skipped case and on an empty suite."""

import sys
import time
import unittest

import harness

MODULES = ("test_sessions", "test_streams", "test_results", "test_transport", "test_neighbours", "test_example")
# Looks at what all others left, so nothing may come after it.
LAST = "test_at_rest"


class TimedResult(unittest.TextTestResult):
    """Prints a failure where it happens: a run that is cut off shows what it had found."""

    def startTest(self, test):
        self._start = time.monotonic()
        super().startTest(test)

    def addSuccess(self, test):
        super().addSuccess(test)
        seconds = time.monotonic() - self._start
        if seconds >= 1.0:
            self.stream.writeln(f"    {seconds:.1f} s")

    def addError(self, test, err):
        super().addError(test, err)
        self.stream.writeln(self.errors[-1][1])

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.stream.writeln(self.failures[-1][1])

    def addSubTest(self, test, subtest, err):
        before = len(self.failures) + len(self.errors)
        super().addSubTest(test, subtest, err)
        if len(self.failures) + len(self.errors) > before:
            kind = self.failures if issubclass(err[0], test.failureException) else self.errors
            self.stream.writeln(kind[-1][1])

    def printErrors(self):
        for case, _ in self.errors + self.failures:
            self.stream.writeln(f"failed: {case.id()}")


def main() -> int:
    modules = list(MODULES)
    missing = not (harness.RECORDINGS / "jfk-16k.wav").is_file()
    if not missing:
        modules.append("test_accuracy")
    modules.append(LAST)
    suite = unittest.defaultTestLoader.loadTestsFromNames(modules)
    if suite.countTestCases() == 0:
        print("no cases found", file=sys.stderr)
        return 1
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=TimedResult).run(suite)
    if missing:
        print("test_accuracy: not run: no recordings")
    if result.skipped:
        print(f"{len(result.skipped)} cases skipped: a skipped case is a failed one", file=sys.stderr)
    return 0 if result.wasSuccessful() and not result.skipped else 1


if __name__ == "__main__":
    sys.exit(main())
