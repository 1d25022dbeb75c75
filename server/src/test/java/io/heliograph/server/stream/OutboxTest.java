package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutboxTest {
    private final List<String> log = new ArrayList<>();
    private final Link link = new Link();
    private final Outbox outbox = new Outbox(link);

    private void add(String text, boolean isFinal) {
        outbox.add(
                new RecognitionResult(text, isFinal, 0, 1, "en", "English", 0, "", ""),
                () -> log.add("handed over " + text));
    }

    @Test
    void handsOverInOrderWithMarksBetween() {
        add("a", false);
        outbox.mark(() -> log.add("mark"));
        add("b", true);
        assertTrue(outbox.flush());
        assertEquals(List.of("a", "handed over a", "mark", "b", "handed over b"), log);
        assertTrue(outbox.isEmpty());
        assertFalse(outbox.flush());
    }

    @Test
    void waitsWhileTheLinkIsNotReadyAndGoesOnWhereItStopped() {
        link.room = 1;
        add("a", true);
        outbox.mark(() -> log.add("mark a"));
        add("b", true);
        outbox.mark(() -> log.add("mark b"));
        assertTrue(outbox.flush());
        assertEquals(List.of("a", "handed over a", "mark a"), log);
        assertFalse(outbox.flush());
        link.room = 1;
        assertTrue(outbox.flush());
        assertEquals(List.of("b", "handed over b", "mark b"), log.subList(3, 6));
    }

    @Test
    void above64TheOldestPartialsGoAndFinalsStay() {
        link.room = 0;
        add("F", true);
        for (int i = 0; i < 100; i++) {
            add("p" + i, false);
        }
        assertFalse(outbox.isFull());
        link.room = Integer.MAX_VALUE;
        outbox.flush();
        List<String> sent =
                log.stream().filter(line -> !line.startsWith("handed")).toList();
        assertEquals(64, sent.size());
        assertEquals("F", sent.getFirst());
        assertEquals("p37", sent.get(1));
        assertEquals("p99", sent.getLast());
    }

    @Test
    void finalsAreNeverDiscarded() {
        link.room = 0;
        add("p", false);
        for (int i = 0; i < 100; i++) {
            add("F" + i, true);
        }
        assertTrue(outbox.isFull());
        link.room = Integer.MAX_VALUE;
        outbox.flush();
        assertEquals(
                IntStream.range(0, 100).mapToObj(i -> "F" + i).toList(),
                log.stream().filter(line -> line.startsWith("F")).toList());
        assertFalse(outbox.isFull());
    }

    @Test
    void theRestIsSentReadyOrNotButWithoutPartials() {
        link.room = 0;
        add("p", false);
        outbox.mark(() -> log.add("mark p"));
        add("F", true);
        outbox.mark(() -> log.add("mark F"));
        outbox.sendRest();
        assertEquals(List.of("mark p", "F", "handed over F", "mark F"), log);
        assertTrue(outbox.isEmpty());
    }

    private final class Link implements StreamLink {
        private int room = Integer.MAX_VALUE;

        @Override
        public boolean isReady() {
            return room > 0;
        }

        @Override
        public void request() {
            throw new AssertionError("an outbox asks for nothing");
        }

        @Override
        public void send(RecognitionResult result) {
            room--;
            log.add(result.text());
        }

        @Override
        public void end(StreamOutcome outcome) {
            throw new AssertionError("an outbox ends nothing");
        }
    }
}
