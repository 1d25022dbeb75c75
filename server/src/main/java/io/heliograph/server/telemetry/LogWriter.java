package io.heliograph.server.telemetry;

import static java.lang.System.Logger.Level.ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;

/**
 * Writes log lines from a bounded queue on a thread of its own, so that a slow disk or terminal slows nobody. A full queue drops
 * and counts: INFO and below while a quarter of it is still free for WARN and ERROR. Thread-safe.
 */
final class LogWriter implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(LogWriter.class.getName());
    private static final long CLOSE_SECONDS = 5;
    private static final LogLine END = new LogLine(Instant.EPOCH, Level.OFF, "", new LogSite("", 0), "", "");

    private final BlockingQueue<LogLine> queue;
    private final int keptForUrgent;
    private final List<OutputStream> outputs;
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;

    /**
     * @param queueRecords most lines that wait
     * @param outputs each gets every line; one that fails is given up
     */
    LogWriter(int queueRecords, List<OutputStream> outputs) {
        this.queue = new ArrayBlockingQueue<>(queueRecords);
        this.keptForUrgent = queueRecords / 4;
        this.outputs = new ArrayList<>(outputs);
        this.thread = Thread.ofPlatform().name("log-writer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Takes the line or drops and counts it; never waits for the writing. */
    void offer(LogLine line) {
        boolean hasRoom = line.isUrgent() || queue.remainingCapacity() > keptForUrgent;
        if (closed.get() || !hasRoom || !queue.offer(line)) {
            dropped.increment();
        }
    }

    /** Lines dropped so far. */
    long dropped() {
        return dropped.sum();
    }

    /** Writes what waits, for at most five seconds, and ends the thread; the outputs stay open. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (queue.offer(END, CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        StringBuilder text = new StringBuilder();
        try {
            while (true) {
                LogLine line = queue.poll();
                if (line == null) {
                    write(OutputStream::flush);
                    line = queue.take();
                }
                if (line.equals(END)) {
                    write(OutputStream::flush);
                    return;
                }
                text.setLength(0);
                line.appendTo(text);
                byte[] bytes = text.toString().getBytes(UTF_8);
                write(output -> output.write(bytes));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A full disk must not silence the terminal: only the output that failed is given up, and the others are told. */
    private void write(Output action) {
        for (int i = 0; i < outputs.size(); i++) {
            try {
                action.on(outputs.get(i));
            } catch (IOException e) {
                outputs.remove(i--);
                LOGGER.log(ERROR, "log output " + (i + 2) + " failed and is given up: " + e);
            }
        }
    }

    @FunctionalInterface
    private interface Output {
        void on(OutputStream output) throws IOException;
    }
}
