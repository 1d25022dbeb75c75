package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audio.AudioBuffer;
import io.heliograph.server.audio.AudioView;
import io.heliograph.server.audio.PcmIntake;
import io.heliograph.server.stream.AudioLedger.Account;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The cap over all streams, with real buffers, against a count that a child would make. */
final class AudioLedgerPropertyTest {
    private static final int CAP = 400;

    /** One chunk, or part of the buffer being settled: {@code samples} of it, from its head. */
    record Step(int stream, boolean isChunk, int samples) {}

    /** A stream as {@link ActiveStream} keeps it. Sample k of its audio has the value k + 1. */
    private static final class Sender {
        final AudioBuffer buffer = new AudioBuffer();
        final PcmIntake intake = new PcmIntake(buffer);
        final Account account;
        int sent;

        Sender(AudioLedger ledger) {
            account = ledger.open(() -> {});
        }

        void send(int samples) {
            ByteBuffer pcm = ByteBuffer.allocate(2 * samples).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < samples; i++) {
                pcm.putShort((short) ++sent);
            }
            pcm.flip();
            int kept = account.admit(2 * samples);
            if (kept == 2 * samples) {
                intake.accept(pcm, 16_000, 0);
            } else {
                intake.acceptTail(pcm, 16_000, 0, kept);
            }
            pay();
        }

        void pay() {
            long owed = account.owed(buffer.bufferedBytes());
            if (owed > 0) {
                buffer.discardBefore(buffer.endOfHead(owed));
                assertEquals(0, account.owed(buffer.bufferedBytes()));
            }
        }

        void settle(int samples) {
            buffer.discardBefore(Math.min(buffer.endSample(), buffer.startSample() + samples));
            account.owed(buffer.bufferedBytes());
        }

        /** Values held, lost ones left out. */
        List<Integer> held() {
            AudioView view = buffer.view(buffer.startSample(), buffer.endSample());
            List<Integer> values = new ArrayList<>();
            for (int i = 0; i < view.length(); i++) {
                int value = Math.round(view.sample(i) * 32_768);
                if (value != 0) {
                    assertEquals(view.startSample() + i + 1, value, "a sample stands where it was said");
                    values.add(value);
                }
            }
            return values;
        }
    }

    @Property(tries = 300)
    void exactlyTheMissingSamplesGoAndAllOthersKeepTheirTime(@ForAll("steps") List<Step> steps) {
        AudioLedger ledger = new AudioLedger(() -> CAP);
        List<Sender> senders = new ArrayList<>();
        List<List<Integer>> expected = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            senders.add(new Sender(ledger));
            expected.add(new ArrayList<>());
        }
        for (Step step : steps) {
            Sender sender = senders.get(step.stream());
            if (step.isChunk()) {
                expectChunk(expected, step, sender.sent);
                sender.send(step.samples());
            } else {
                long before = sender.buffer.startSample() + step.samples();
                sender.settle(step.samples());
                expected.get(step.stream()).removeIf(value -> value <= before);
            }
            senders.forEach(Sender::pay);
            assertTrue(ledger.totalBytes() <= CAP);
            assertEquals(expected.stream().mapToInt(values -> 2 * values.size()).sum(), ledger.totalBytes());
            for (int i = 0; i < senders.size(); i++) {
                assertEquals(expected.get(i), senders.get(i).held());
                assertEquals(2L * expected.get(i).size(), senders.get(i).buffer.bufferedBytes());
            }
        }
    }

    private static void expectChunk(List<List<Integer>> expected, Step step, int sent) {
        List<Integer> own = expected.get(step.stream());
        int missing = expected.stream().mapToInt(List::size).sum() + step.samples() - CAP / 2;
        List<Integer> largest = own;
        for (List<Integer> candidate : expected) {
            largest = candidate.size() > largest.size() ? candidate : largest;
        }
        int lost = Math.max(0, missing - largest.size());
        largest.subList(0, Math.clamp(missing, 0, largest.size())).clear();
        for (int i = lost; i < step.samples(); i++) {
            own.add(sent + i + 1);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(3, Arbitraries.just(true)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.just(false))),
                        Arbitraries.integers().between(1, 260))
                .as(Step::new);
        return step.list().ofMaxSize(40);
    }
}
