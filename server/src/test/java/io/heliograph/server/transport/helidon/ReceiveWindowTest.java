package io.heliograph.server.transport.helidon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Room on a connection: what comes is returned, never nothing and never more. */
final class ReceiveWindowTest {
    private static final int INITIAL = 65_535;
    private static final int WIDENED = 256 * 1024;

    private final List<Frame> sent = new ArrayList<>();
    private final ReceiveWindow window = new ReceiveWindow(sent::add);

    private long returned() {
        return sent.stream().mapToLong(frame -> frame.payloadInt(0)).sum();
    }

    @Test
    void whatComesIsReturnedInHalves() {
        window.widen();
        assertEquals(WIDENED, returned());
        SplittableRandom random = new SplittableRandom(5);
        long received = 0;
        for (int i = 0; i < 10_000; i++) {
            int count = random.nextInt(16_385);
            assertTrue(window.received(count));
            received += count;
            long open = WIDENED + received - returned();
            assertTrue(open >= 0 && open < WIDENED / 2, () -> open + " bytes are owed");
        }
        assertTrue(sent.stream().allMatch(frame -> frame.stream() == 0 && frame.payloadInt(0) > 0));
    }

    @Test
    void moreThanTheConnectionMayIsFound() {
        assertTrue(window.received(INITIAL));
        assertFalse(window.received(1));
    }

    @Test
    void allOfTheWindowMayBeUsedAtOnce() {
        window.widen();
        assertTrue(window.received(INITIAL + WIDENED));
        assertEquals(WIDENED + INITIAL + WIDENED, returned());
        assertTrue(window.received(INITIAL + WIDENED));
        assertFalse(window.received(INITIAL + WIDENED + 1));
    }
}
