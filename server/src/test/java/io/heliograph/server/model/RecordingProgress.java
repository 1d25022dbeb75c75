package io.heliograph.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Remembers what it is told and lets a test wait for it. Thread-safe. */
final class RecordingProgress implements PullProgress {
    private static final long WAIT_SECONDS = 20;

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<Long> bytes = new CopyOnWriteArrayList<>();
    private final CountDownLatch moved = new CountDownLatch(1);
    private final CountDownLatch waiting = new CountDownLatch(1);

    @Override
    public void note(String line) {
        notes.add(line);
        if (line.contains("waiting up to")) {
            waiting.countDown();
        }
    }

    @Override
    public void transferred(long doneBytes, long totalBytes) {
        bytes.add(doneBytes);
        if (doneBytes > 0) {
            moved.countDown();
        }
    }

    List<String> notes() {
        return new ArrayList<>(notes);
    }

    List<Long> bytes() {
        return new ArrayList<>(bytes);
    }

    /** Returns when a download has brought its first bytes. */
    void awaitBytes() throws InterruptedException {
        await(moved, "no bytes came");
    }

    /** Returns when the installer has said that it waits for another. */
    void awaitWaiting() throws InterruptedException {
        await(waiting, "nobody waits");
    }

    private void await(CountDownLatch latch, String otherwise) throws InterruptedException {
        if (!latch.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(otherwise + " within " + WAIT_SECONDS + " s; notes: " + notes);
        }
    }
}
