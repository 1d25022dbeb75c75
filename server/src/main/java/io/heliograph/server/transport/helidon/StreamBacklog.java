package io.heliograph.server.transport.helidon;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Fault: the thread that reads a connection waits as soon as 32 frames of one stream are not looked at, and all its streams with it.
 * Cure: what is beyond half of that waits here, bounded by the stream's window, and the stream's own thread fetches it. Thread-safe.
 */
final class StreamBacklog {
    /** Half of what Helidon queues, so that its own end-of-stream marks have room, too. */
    private static final int MAX_PASSED = 16;

    private final Deque<Frame> kept = new ArrayDeque<>();
    private int passed;

    /** Whether data stays here for now; else it is to be passed to Helidon. */
    synchronized boolean keeps(Frame data) {
        if (data.payloadBytes() == 0 && !data.has(Frame.END_STREAM)) {
            // Helidon counts them, and shows them to nobody.
            return false;
        }
        if (passed >= MAX_PASSED || !kept.isEmpty()) {
            kept.addLast(data);
            return true;
        }
        passed++;
        return false;
    }

    /** One that was passed has been looked at. */
    synchronized void looked() {
        passed--;
    }

    /** What comes next, once all that was passed has been looked at; null if there is nothing, or Helidon has it. */
    synchronized @Nullable Frame next() {
        return passed > 0 ? null : kept.pollFirst();
    }
}
