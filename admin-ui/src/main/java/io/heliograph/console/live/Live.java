package io.heliograph.console.live;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a component up to date while it is attached: newest figures first, and at most one drawing waits per component, so that a
 * slow browser gets fewer figures and nobody else notices.
 */
public final class Live {
    private Live() {}

    /**
     * Shows the figures at each attach and then at every beat until detach.
     *
     * @param drawing called with the session's lock held
     */
    public static <T> void show(Component owner, Feed<T> feed, Consumer<T> drawing) {
        owner.addAttachListener(attached -> begin(owner, attached.getUI(), feed, drawing));
        owner.getUI().ifPresent(ui -> begin(owner, ui, feed, drawing));
    }

    private static <T> void begin(Component owner, UI ui, Feed<T> feed, Consumer<T> drawing) {
        Watch<T> watch = new Watch<>(ui, feed, drawing);
        watch.begin();
        owner.addDetachListener(detached -> {
            detached.unregisterListener();
            watch.end();
        });
        drawing.accept(feed.latest());
    }

    /** One component's place at a feed. */
    private static final class Watch<T> {
        private final UI ui;
        private final Feed<T> feed;
        private final Consumer<T> drawing;
        private final AtomicReference<@Nullable Future<Void>> pending = new AtomicReference<>();
        private volatile boolean ended;
        private volatile Runnable leave = () -> {};

        Watch(UI ui, Feed<T> feed, Consumer<T> drawing) {
            this.ui = ui;
            this.feed = feed;
            this.drawing = drawing;
        }

        void begin() {
            leave = feed.watch(this::newer);
        }

        void end() {
            ended = true;
            leave.run();
        }

        private void newer() {
            Future<Void> last = pending.get();
            if (ended || (last != null && !last.isDone())) {
                return;
            }
            try {
                pending.set(ui.access(this::draw));
            } catch (UIDetachedException e) {
                end();
            }
        }

        private void draw() {
            if (!ended) {
                drawing.accept(feed.latest());
            }
        }
    }
}
