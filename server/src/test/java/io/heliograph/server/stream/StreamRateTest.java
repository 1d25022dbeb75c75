package io.heliograph.server.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.RateScope;
import io.heliograph.server.telemetry.StreamEndReason;
import io.heliograph.server.testing.Pcm;
import io.heliograph.server.testing.ScriptedModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How fast streams may send: bursts and no refill worth mentioning, so that no clock matters. */
final class StreamRateTest {
    private final StreamHarness harness = new StreamHarness(new ScriptedModel(audio -> " words"));

    @AfterEach
    void stop() {
        harness.close();
    }

    private void burst(long bytes) {
        harness.rates(Map.of("server.max_audio_bytes_per_sec", 1, "server.max_audio_bytes_per_sec_burst", bytes));
    }

    @Test
    void whatWasAcceptedIsDeliveredBeforeTheRefusal() throws InterruptedException {
        burst(40_000);
        harness.session("s", Map.of("emit_final_on_vad", "1"));
        StreamHarness.Call call = harness.call("s").send(speech(1)).send(speech(1));
        StreamOutcome end = call.end();
        assertEquals(StatusName.RESOURCE_EXHAUSTED, end.status());
        assertEquals(ErrorCode.STREAM_RATE_LIMITED, end.errorCode());
        assertEquals("32000 bytes, at most 1.0 bytes a second, 40000.0 at once", end.detail());
        assertEquals(
                List.of(" words"),
                call.finals().stream().map(RecognitionResult::text).toList());
        assertEquals(
                List.of(new ServerEvent.RateLimited(RateScope.STREAM, "508cc0fe26185d71")),
                harness.events.of(ServerEvent.RateLimited.class));
        assertEquals(
                StreamEndReason.RATE_LIMITED,
                harness.events.of(ServerEvent.StreamFinished.class).getFirst().reason());
    }

    @Test
    void emptyChunksCostNothing() throws InterruptedException {
        burst(3_200);
        harness.session("s", Map.of());
        StreamHarness.Call call =
                harness.call("s").send(silence(0.1)).send(new byte[0]).sendFinal(new byte[0]);
        assertEquals(StatusName.OK, call.end().status());
    }

    @Test
    void streamsOfOneKeyShareABucketAndOthersHaveTheirOwn() throws InterruptedException {
        burst(3_200);
        for (String id : List.of("a", "b")) {
            harness.session(id, Map.of("api_key", "k-1"));
        }
        harness.session("other", Map.of("api_key", "k-2"));
        assertEquals(
                StatusName.OK, harness.call("a").sendFinal(silence(0.1)).end().status());
        assertEquals(
                ErrorCode.STREAM_RATE_LIMITED,
                harness.call("b").sendFinal(silence(0.1)).end().errorCode());
        assertEquals(
                StatusName.OK,
                harness.call("other").sendFinal(silence(0.1)).end().status());
        assertEquals(
                List.of(new ServerEvent.RateLimited(RateScope.STREAM, Hash16.of("api:k-1"))),
                harness.events.of(ServerEvent.RateLimited.class));
    }

    @Test
    void batchUploadsHaveABucketOfTheirOwn() throws InterruptedException {
        harness.rates(Map.of(
                "server.max_audio_bytes_per_sec", 1,
                "server.max_audio_bytes_per_sec_burst", 10,
                "server.max_audio_bytes_per_sec_batch", 0));
        harness.session("batch", Map.of("upload_mode", " Batch "));
        harness.session("live", Map.of());
        assertEquals(
                StatusName.OK, harness.call("batch").sendFinal(silence(1)).end().status());
        assertEquals(
                ErrorCode.STREAM_RATE_LIMITED,
                harness.call("live").sendFinal(silence(1)).end().errorCode());
    }

    @Test
    void inventingKeysGainsNoMoreThanTheFactor() throws InterruptedException {
        harness.rates(Map.of(
                "server.max_audio_bytes_per_sec", 1,
                "server.max_audio_bytes_per_sec_burst", 3_200,
                "server.unverified_key_ip_factor", 2));
        int passed = 0;
        for (int i = 0; i < 5; i++) {
            harness.session("s" + i, Map.of("api_key", "invented " + i));
            StreamOutcome end = harness.call("s" + i).sendFinal(silence(0.1)).end();
            passed += end.status() == StatusName.OK ? 1 : 0;
        }
        assertEquals(2, passed);
        assertEquals(
                new ServerEvent.RateLimited(RateScope.STREAM, "508cc0fe26185d71"),
                harness.events.of(ServerEvent.RateLimited.class).getFirst());
    }

    private static byte[] silence(double seconds) {
        return Pcm.bytes(Pcm.silence((int) (16_000 * seconds)));
    }

    private static byte[] speech(double seconds) {
        return Pcm.bytes(Pcm.tone(440, 0.5, (int) (16_000 * seconds), 16_000));
    }
}
