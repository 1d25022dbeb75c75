package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.stream.AudioLedger.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class AudioLedgerTest {
    private final AtomicLong cap = new AtomicLong(1_000);
    private final AudioLedger ledger = new AudioLedger(cap::get);
    private final List<String> woken = new ArrayList<>();

    private Account open(String name) {
        return ledger.open(() -> woken.add(name));
    }

    private Account holding(String name, int bytes) {
        Account account = open(name);
        assertEquals(bytes, account.admit(bytes));
        return account;
    }

    @Test
    void theStreamThatHoldsMostPaysExactlyWhatIsMissingAndIsToldOnce() {
        Account big = holding("big", 600);
        Account small = holding("small", 300);
        assertEquals(200, small.admit(200));
        assertEquals(1_000, ledger.totalBytes());
        assertEquals(500, small.admit(0) + small.heldBytes());
        assertEquals(500, big.heldBytes());
        assertEquals(List.of("big"), woken);
        assertEquals(100, big.owed(600));
        // Its owner drops what it owes; the sum does not change.
        assertEquals(0, big.owed(500));
        assertEquals(1_000, ledger.totalBytes());
    }

    @Test
    void onATieTheSenderPaysAndIsNotWoken() {
        Account other = holding("other", 500);
        Account sender = holding("sender", 500);
        assertEquals(100, sender.admit(100));
        assertEquals(500, other.heldBytes());
        assertEquals(100, sender.owed(600));
        assertEquals(List.of(), woken);
    }

    @Test
    void wholeSamplesAreTaken() {
        Account big = holding("big", 1_000);
        Account sender = open("sender");
        assertEquals(3, sender.admit(3));
        assertEquals(4, big.owed(1_000));
        assertEquals(999, ledger.totalBytes());
    }

    @Test
    void ifOneStreamCannotPayItAllOnlyTheEndOfTheChunkIsKept() {
        Account first = holding("first", 400);
        Account second = holding("second", 350);
        Account sender = holding("sender", 100);
        // 850 of 1,000 bytes find no room; the first gives its 400, so 450 of the chunk are lost.
        assertEquals(550, sender.admit(1_000));
        assertEquals(400, first.owed(400));
        assertEquals(0, second.owed(350));
        assertEquals(650, sender.heldBytes());
        assertEquals(1_000, ledger.totalBytes());
    }

    @Test
    void audioThatWasSettledMeanwhilePaysWithoutALoss() {
        Account big = holding("big", 900);
        Account sender = open("sender");
        sender.admit(300);
        // The owner settled 700 bytes of its head before it heard of the 200 it owes.
        assertEquals(0, big.owed(200));
        assertEquals(200, big.heldBytes());
        assertEquals(500, ledger.totalBytes());
    }

    @Test
    void aLoweredCapLetsNothingInUntilEnoughHasLeft() {
        Account first = holding("first", 500);
        Account second = holding("second", 500);
        cap.set(300);
        assertEquals(0, second.admit(100));
        assertEquals(500, ledger.totalBytes());
        assertEquals(500, second.owed(500), "the sender pays on a tie");
        assertEquals(100, second.admit(100));
        assertEquals(300, ledger.totalBytes());
        assertEquals(200, first.heldBytes());
    }

    @Test
    void withoutACapEverythingFitsAndAClosedStreamHoldsNothing() {
        cap.set(0);
        Account one = holding("one", 1 << 30);
        Account two = holding("two", 1 << 30);
        assertEquals(2L << 30, ledger.totalBytes());
        one.close();
        one.close();
        assertEquals(1L << 30, ledger.totalBytes());
        two.close();
        assertEquals(0, ledger.totalBytes());
    }

    /** Streams send and settle as fast as they can while another thread adds up what the books say. */
    @Test
    void theSumNeverExceedsTheCapWhateverRaces() throws InterruptedException {
        int streams = 16;
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean exceeded = new AtomicBoolean();
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(streams);
        Thread watcher = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                exceeded.compareAndSet(false, ledger.totalBytes() > 1_000);
            }
        });
        for (int i = 0; i < streams; i++) {
            Random random = new Random(i);
            Thread.ofPlatform().start(() -> {
                try (Account account = ledger.open(() -> {})) {
                    go.await();
                    long buffered = 0;
                    for (int chunk = 0; chunk < 5_000; chunk++) {
                        buffered -= account.owed(buffered);
                        account.owed(buffered);
                        buffered += account.admit(2 + random.nextInt(200));
                        exceeded.compareAndSet(false, ledger.totalBytes() > 1_000);
                        buffered -= account.owed(buffered);
                        exceeded.compareAndSet(false, buffered < 0);
                        if (random.nextInt(4) == 0) {
                            buffered -= random.nextLong(buffered + 1);
                        }
                        account.owed(buffered);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    done.countDown();
                }
            });
        }
        go.countDown();
        assertTrue(done.await(60, TimeUnit.SECONDS));
        over.set(true);
        watcher.join();
        assertTrue(!exceeded.get());
        assertEquals(0, ledger.totalBytes());
    }
}
