package io.heliograph.server.concurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CloserTest {
    private final Closer closer = new Closer();
    private final List<String> closed = new ArrayList<>();

    @Test
    void closesInReverseOrderOfRegistration() {
        register("first");
        register("second");
        register("third");

        closer.close();

        assertEquals(List.of("third", "second", "first"), closed);
    }

    @Test
    void returnsWhatItRegisters() {
        AutoCloseable part = () -> closed.add("part");

        assertSame(part, closer.register(part));
        assertEquals(List.of(), closed);
    }

    @Test
    void closesEachPartOnlyOnce() {
        register("part");

        closer.close();
        closer.close();

        assertEquals(List.of("part"), closed);
    }

    @Test
    void closesTheRestAfterAFailureAndSuppressesLaterOnes() {
        IllegalStateException first = new IllegalStateException("first to fail");
        IOException second = new IOException("second to fail");
        register("bottom");
        registerFailing(second);
        registerFailing(first);
        register("top");

        IllegalStateException thrown = assertThrows(IllegalStateException.class, closer::close);

        assertSame(first, thrown);
        assertArrayEquals(new Throwable[] {second}, thrown.getSuppressed());
        assertEquals(List.of("top", "bottom"), closed);
    }

    @Test
    void wrapsACheckedFailureAndKeepsLaterOnesWithIt() {
        IOException first = new IOException("disk gone");
        registerFailing(new IllegalStateException("later"));
        registerFailing(first);

        CloseException thrown = assertThrows(CloseException.class, closer::close);

        assertSame(first, thrown.getCause());
        assertEquals("closing failed: disk gone", thrown.getMessage());
        assertEquals(1, first.getSuppressed().length);
    }

    @Test
    void survivesOneExceptionThrownTwice() {
        IllegalStateException same = new IllegalStateException("again and again");
        registerFailing(same);
        registerFailing(same);

        assertSame(same, assertThrows(IllegalStateException.class, closer::close));
        assertEquals(0, same.getSuppressed().length);
    }

    @Test
    void throwsErrorsAsTheyAre() {
        AssertionError error = new AssertionError("broken");
        registerFailing(error);

        assertSame(error, assertThrows(AssertionError.class, closer::close));
    }

    @Test
    void keepsTheInterruptOfAPartThatWasInterrupted() {
        registerFailing(new InterruptedException("stop"));

        assertThrows(CloseException.class, closer::close);

        assertTrue(Thread.interrupted());
    }

    @Test
    void closesAtOnceWhatComesTooLate() {
        closer.close();

        register("late");

        assertEquals(List.of("late"), closed);
    }

    @Test
    void tellsWhenALatePartFailsToClose() {
        closer.close();

        assertThrows(CloseException.class, () -> registerFailing(new IOException("late")));
    }

    @Test
    void doesNotHoldItsLockWhileAPartCloses() throws InterruptedException {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch mayFinish = new CountDownLatch(1);
        closer.register(() -> {
            closing.countDown();
            mayFinish.await();
        });
        Thread thread = Thread.ofVirtual().start(closer::close);
        closing.await();

        register("late");
        closer.close();

        assertEquals(List.of("late"), closed);
        mayFinish.countDown();
        thread.join();
    }

    private void register(String name) {
        closer.register(() -> closed.add(name));
    }

    private void registerFailing(Throwable failure) {
        closer.register(() -> {
            switch (failure) {
                case Exception e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(failure);
            }
        });
    }
}
