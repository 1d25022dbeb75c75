package io.heliograph.server.concurrent;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Closes what was registered with it, the last first, each exactly once. Register every part as it is made, so that a start which
 * fails half-way takes down what had been started. Thread-safe.
 */
public final class Closer implements AutoCloseable {
    private final Object lock = new Object();
    private final ArrayDeque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    /**
     * Takes charge of a part. If the closer is closed already, the part is closed at once.
     *
     * @param part what to close
     * @return the part
     * @throws CloseException if the part is closed at once and fails with a checked exception
     */
    public <T extends AutoCloseable> T register(T part) {
        requireNonNull(part, "part");
        synchronized (lock) {
            if (!closed) {
                parts.addFirst(part);
                return part;
            }
        }
        rethrow(tryClose(part, null));
        return part;
    }

    /**
     * Closes everything, in reverse order of registration, whatever fails on the way. A second call does nothing and does not wait
     * for the first.
     *
     * @throws CloseException if the first failure is a checked exception; unchecked ones and errors are thrown as they are. Later
     *     failures are suppressed in the first.
     */
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        // Nobody else touches the parts now, and closing calls out, so it is done outside the lock.
        Throwable failure = null;
        while (!parts.isEmpty()) {
            failure = tryClose(parts.removeFirst(), failure);
        }
        rethrow(failure);
    }

    @SuppressWarnings("ReferenceEquality") // a throwable refuses to suppress itself
    private static @Nullable Throwable tryClose(AutoCloseable part, @Nullable Throwable earlier) {
        try {
            part.close();
            return earlier;
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (earlier == null) {
                return e;
            }
            if (earlier != e) {
                earlier.addSuppressed(e);
            }
            return earlier;
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new CloseException(failure);
        }
    }
}
