package io.heliograph.server.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Messages on their way out, in order. They wait here while the client does not read; above {@value #MAX_WAITING} the oldest
 * unsent partials are discarded, and if that is not enough the stream should stop reading. Confined to the stream's thread.
 */
final class Outbox {
    static final int MAX_WAITING = 64;

    private final StreamLink link;
    private final Deque<Entry> waiting = new ArrayDeque<>();

    /** A message, or with none a mark that tells when all before it were handed over. */
    private sealed interface Entry {
        record Message(RecognitionResult result, Runnable handedOver) implements Entry {}

        record Mark(Runnable reached) implements Entry {}
    }

    Outbox(StreamLink link) {
        this.link = link;
    }

    /** Adds a message; {@code handedOver} is called once it has been given to the transport. */
    void add(RecognitionResult result, Runnable handedOver) {
        waiting.addLast(new Entry.Message(result, handedOver));
        if (waiting.size() > MAX_WAITING) {
            discardOldestPartial();
        }
    }

    /** Calls {@code reached} when all messages added so far were handed over or discarded. */
    void mark(Runnable reached) {
        waiting.addLast(new Entry.Mark(reached));
    }

    /** Hands over what the transport takes; true if anything went. */
    boolean flush() {
        boolean progress = false;
        while (!waiting.isEmpty()) {
            switch (waiting.getFirst()) {
                case Entry.Message message -> {
                    if (!link.isReady()) {
                        return progress;
                    }
                    link.send(message.result());
                    waiting.removeFirst();
                    message.handedOver().run();
                }
                case Entry.Mark mark -> {
                    waiting.removeFirst();
                    mark.reached().run();
                }
            }
            progress = true;
        }
        return progress;
    }

    /** Hands over all finals that wait, ready or not: the stream ends, and what is settled must not be lost. */
    void sendRest() {
        while (!waiting.isEmpty()) {
            switch (waiting.removeFirst()) {
                case Entry.Message message -> {
                    if (message.result().isFinal()) {
                        link.send(message.result());
                        message.handedOver().run();
                    }
                }
                case Entry.Mark mark -> mark.reached().run();
            }
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether so much waits that the stream should read no more. */
    boolean isFull() {
        return waiting.size() > MAX_WAITING;
    }

    private void discardOldestPartial() {
        for (Iterator<Entry> all = waiting.iterator(); all.hasNext(); ) {
            if (all.next() instanceof Entry.Message message && !message.result().isFinal()) {
                all.remove();
                return;
            }
        }
    }
}
