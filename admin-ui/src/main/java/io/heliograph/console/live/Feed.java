package io.heliograph.console.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Figures taken once per beat for everybody who watches, and not at all when nobody does. Thread-safe.
 *
 * @param <T> an immutable snapshot
 */
public final class Feed<T> {
    private final Supplier<T> source;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable T> latest = new AtomicReference<>();

    /**
     * Figures of that source.
     *
     * @param source called on the pulse's thread, and by whoever begins to watch
     */
    public Feed(Pulse pulse, Supplier<T> source) {
        this.source = source;
        pulse.add(this);
    }

    /** The newest figures; taken now if nobody watched so far. */
    public T latest() {
        T known = watchers.isEmpty() ? null : latest.get();
        return known == null ? source.get() : known;
    }

    /**
     * Calls the watcher, on the pulse's thread, whenever there are newer figures.
     *
     * @return ends that
     */
    Runnable watch(Runnable watcher) {
        watchers.add(watcher);
        return () -> {
            watchers.remove(watcher);
            if (watchers.isEmpty()) {
                latest.set(null);
            }
        };
    }

    /** How many watch. */
    public int watchers() {
        return watchers.size();
    }

    void publish() {
        if (watchers.isEmpty()) {
            return;
        }
        latest.set(source.get());
        watchers.forEach(Runnable::run);
    }
}
