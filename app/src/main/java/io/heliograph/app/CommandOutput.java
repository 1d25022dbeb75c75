package io.heliograph.app;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints and how it ends. Confined to the calling thread. */
public final class CommandOutput {
    /** Exit status: done. */
    public static final int OK = 0;
    /** Exit status: could not be done; one line on the error stream says why. Usage errors are 2, by picocli. */
    public static final int FAILED = 1;

    private final PrintWriter out;
    private final PrintWriter err;

    private CommandOutput(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** The streams of a command that picocli has set up. */
    public static CommandOutput of(@Nullable CommandSpec spec) {
        CommandSpec known = requireNonNull(spec, "spec");
        return new CommandOutput(
                known.commandLine().getOut(), known.commandLine().getErr());
    }

    /** One stream for everything. */
    static CommandOutput of(PrintWriter stream) {
        return new CommandOutput(stream, stream);
    }

    /** Prints one line. */
    public void out(String line) {
        out.println(line);
        out.flush();
    }

    /** Prints one line on the error stream. */
    public void err(String line) {
        err.println(line);
        err.flush();
    }

    /** Rewrites the last line of the error stream, which is a terminal. */
    public void redraw(String line) {
        err.print("\r" + line + "\u001b[K");
        err.flush();
    }

    /** Tells why the command ends and gives its exit status. */
    public int failed(String reason) {
        err("heliograph: " + reason);
        return FAILED;
    }
}
