package io.heliograph.app.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClientValuesTest {

    @Nested
    class RetryPolicies {

        @Test
        void doubleUpToTheCap() {
            RetryPolicy policy = new RetryPolicy(9, Duration.ofMillis(500), Duration.ofSeconds(5), 0);
            Random random = new Random(1);

            assertEquals(500_000_000L, policy.delayNanos(1, random));
            assertEquals(4_000_000_000L, policy.delayNanos(4, random));
            assertEquals(5_000_000_000L, policy.delayNanos(5, random));
            assertEquals(5_000_000_000L, policy.delayNanos(1000, random));
        }

        @Test
        void varyWithinTheSpread() {
            Random random = new Random(2);
            long least = Long.MAX_VALUE;
            long most = 0;
            for (int i = 0; i < 1000; i++) {
                long delay = RetryPolicy.STANDARD.delayNanos(1, random);
                least = Math.min(least, delay);
                most = Math.max(most, delay);
            }

            assertTrue(least >= 400_000_000L && least < 420_000_000L, "least " + least);
            assertTrue(most <= 600_000_000L && most > 580_000_000L, "most " + most);
        }
    }

    @Nested
    class CallEnds {

        @Test
        void findTheErrorCode() {
            CallEnd end = new CallEnd(Status.Code.RESOURCE_EXHAUSTED, "ERR1011 a session limit is reached: total 4");

            assertEquals(Optional.of("ERR1011"), end.errorCode());
            assertTrue(end.isRetryable());
            assertFalse(end.isUnreachable());
        }

        @Test
        void anExhaustedAudioLimitIsFinal() {
            assertFalse(new CallEnd(Status.Code.RESOURCE_EXHAUSTED, "ERR2004 the stream's total").isRetryable());
        }

        @Test
        void aDrainingServerIsReachable() {
            assertFalse(new CallEnd(Status.Code.UNAVAILABLE, "ERR1013 the server is shutting down").isUnreachable());
            assertTrue(new CallEnd(Status.Code.UNAVAILABLE, "io exception").isUnreachable());
        }

        @Test
        void cannotSteerATerminal() {
            assertEquals("INTERNAL a [2Jb", new CallEnd(Status.Code.INTERNAL, "a\u001b[2Jb\n").toString());
        }
    }

    @Nested
    class ServerAddresses {

        @Test
        void areReadInAllTheirForms() {
            assertEquals("example:50051", ServerAddress.parse("example").authority());
            assertEquals("10.0.0.1:7", ServerAddress.parse("10.0.0.1:7").authority());
            assertEquals("[::1]:50051", ServerAddress.parse("[::1]").authority());
            assertEquals("[::1]:99", ServerAddress.parse("[::1]:99").authority());
        }

        @Test
        void areRefusedWithTheReason() {
            for (String text : new String[] {"", "host:", "host:x", "host:0", "host:65536", "::1", "[::1]x:5", ":5"}) {
                assertThrows(IllegalArgumentException.class, () -> ServerAddress.parse(text), text);
            }
        }
    }

    @Nested
    class Latencies {
        private final FinalLatencies latencies = new FinalLatencies(1000);

        @Test
        void countFromTheChunkThatHoldsTheEndOfTheUtterance() {
            chunks(10);

            latencies.add(settled("one", 0.25, 1000));

            // Samples 200 to 299 were due at 200.
            assertEquals(OptionalLong.of(800), latencies.percentileNanos(50));
        }

        @Test
        void segmentsOfAnUtteranceCountOnce() {
            chunks(10);

            latencies.add(settled("one two", 0.15, 700));
            latencies.add(settled("one two", 0.3, 701));
            latencies.add(settled("one two three", 0.9, 1900));

            assertEquals(2, latencies.count());
            assertEquals(OptionalLong.of(501), latencies.percentileNanos(50));
            assertEquals(OptionalLong.of(1100), latencies.percentileNanos(99));
        }

        @Test
        void anEndBehindTheAudioCountsFromTheLastChunk() {
            chunks(3);

            latencies.add(settled("one", 99, 1000));

            assertEquals(OptionalLong.of(800), latencies.percentileNanos(99));
        }

        @Test
        void areAbsentWithoutFinals() {
            assertEquals(OptionalLong.empty(), latencies.percentileNanos(99));
        }

        @Test
        void holdManyChunksAndUtterances() {
            chunks(1000);
            for (int i = 0; i < 1000; i++) {
                latencies.add(settled("w" + i, 0.1, i + 1));
            }

            assertEquals(OptionalLong.of(990), latencies.percentileNanos(99));
        }

        private void chunks(int count) {
            for (int i = 0; i < count; i++) {
                latencies.add(new ChunkTiming(i, i * 100L, (i + 1) * 100L, i * 100L, i * 100L + 3));
            }
        }

        private static TimedResult settled(String committed, double endSec, long receivedNanos) {
            return new TimedResult(ScriptedBackend.result(committed, true, 0, endSec, committed, ""), receivedNanos);
        }
    }
}
