package io.heliograph.app.transcribe;

/** How {@code transcribe} ends; of several recordings the worst counts, and worse is larger. Immutable. */
public enum ExitStatus {
    /** Every recording was heard to its end, whether there were words in it or not. */
    OK(0),
    /** The server refused or a stream failed, or the output could not be written. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** A recording is missing, broken, or of no known format. */
    UNREADABLE(3),
    /** No server answers. */
    UNREACHABLE(4),
    /** Ended from outside; what a shell says of a program that Ctrl-C has ended. */
    INTERRUPTED(130);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** What the process exits with. */
    public int code() {
        return code;
    }

    /** The worse of the two. */
    ExitStatus worse(ExitStatus other) {
        return code >= other.code ? this : other;
    }
}
