package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.testing.FakeTicker;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class StreamInboxTest {
    private static final int MEBIBYTE = 1 << 20;

    private final FakeTicker ticker = new FakeTicker();
    private final StreamInbox inbox = new StreamInbox(ticker);

    private static ClientChunk chunk(int bytes) {
        return new ClientChunk(ByteBuffer.allocate(bytes), 16_000, false, "", "");
    }

    /** What a transport does: asks, and puts what it asked for. */
    private int fill(StreamInbox target, int bytes) {
        int count = 0;
        while (target.claimRequest()) {
            target.putChunk(chunk(bytes));
            count++;
        }
        return count;
    }

    @Test
    void holdsAtMost64Chunks() throws InterruptedException {
        assertEquals(64, fill(inbox, 0));
        inbox.take(0);
        assertEquals(1, fill(inbox, 0));
    }

    @Test
    void holdsAtMostAMebibyteAndTheChunkThatPassesIt() {
        assertEquals(11, fill(inbox, 100_000));
        StreamInbox large = new StreamInbox(ticker);
        assertEquals(1, fill(large, 4 * MEBIBYTE));
    }

    @Test
    void oneChunkIsAskedForAtATime() {
        assertTrue(inbox.claimRequest());
        assertFalse(inbox.claimRequest());
        inbox.putChunk(chunk(2));
        assertTrue(inbox.claimRequest());
    }

    @Test
    void asksForNothingWhilePaused() {
        inbox.pause(true);
        assertFalse(inbox.claimRequest());
        inbox.pause(false);
        assertTrue(inbox.claimRequest());
    }

    @Test
    void aClientsLeavingOvertakesItsChunks() throws InterruptedException {
        fill(inbox, 10);
        inbox.putInputEnded();
        inbox.putClientGone();
        assertInstanceOf(StreamEvent.ClientGone.class, inbox.take(0));
        assertInstanceOf(StreamEvent.ChunkArrived.class, inbox.take(0));
    }

    @Test
    void chunksKeepTheirOrderAndArrival() throws InterruptedException {
        ClientChunk first = chunk(2);
        inbox.putChunk(first);
        ticker.advanceMillis(3);
        inbox.putChunk(chunk(4));
        inbox.putInputEnded();
        assertEquals(new StreamEvent.ChunkArrived(first, 0), inbox.take(0));
        assertEquals(3_000_000, ((StreamEvent.ChunkArrived) inbox.take(0)).arrivalNanos());
        assertEquals(new StreamEvent.InputEnded(3_000_000), inbox.take(0));
    }

    @Test
    void aDeadlineThatPassedIsAnEventOfItsOwn() throws InterruptedException {
        assertInstanceOf(StreamEvent.DeadlinePassed.class, inbox.take(ticker.nanos()));
    }

    @Test
    void aClosedInboxDropsEverything() throws InterruptedException {
        fill(inbox, 10);
        inbox.close();
        inbox.putChunk(chunk(2));
        inbox.putInputEnded();
        inbox.putLinkReady();
        inbox.putServerStopping();
        inbox.putClientGone();
        assertFalse(inbox.claimRequest());
        assertInstanceOf(StreamEvent.DeadlinePassed.class, inbox.take(0));
    }

    @Property(tries = 100)
    void neverHoldsMoreThanItsBoundAndOneChunk(@ForAll @Size(max = 300) List<@IntRange(max = 150_000) Integer> sizes)
            throws InterruptedException {
        StreamInbox bounded = new StreamInbox(new FakeTicker());
        long bytes = 0;
        int chunks = 0;
        int largest = 0;
        for (int size : sizes) {
            if (size % 7 != 0 && bounded.claimRequest()) {
                bounded.putChunk(chunk(size));
                bytes += size;
                chunks++;
                largest = Math.max(largest, size);
            } else if (chunks > 0) {
                bytes -= ((StreamEvent.ChunkArrived) bounded.take(0)).chunk().bytes();
                chunks--;
            }
            assertTrue(chunks <= 64, () -> "too many chunks");
            assertTrue(bytes < MEBIBYTE + largest, () -> "too many bytes");
        }
    }
}
