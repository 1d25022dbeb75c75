package io.heliograph.server.transport.grpc.abuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.heliograph.proto.SessionRequest;
import io.heliograph.server.testing.TokenSignature;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Signed tokens of clients whose clocks are far off or no clocks at all (contract §2.4): all are refused alike. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class ClockAbuseTest {
    private static final String SECRET = "sec";
    private static final long YEAR_SECONDS = 365L * 86_400;
    private static final int TTL_SECONDS = 60;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    /** Headers with the right signature for what the timestamp says, or is taken for. */
    private static Metadata signed(String id, String timestamp, String signedTime) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("x-stt-auth-ts", Metadata.ASCII_STRING_MARSHALLER), timestamp);
        headers.put(
                Metadata.Key.of("x-stt-auth", Metadata.ASCII_STRING_MARSHALLER),
                TokenSignature.of(SECRET, id + ":" + signedTime));
        return headers;
    }

    private static Metadata signedNow(String id) {
        String now = Long.toString(Instant.now().getEpochSecond());
        return signed(id, now, now);
    }

    /** Timestamp and what is signed of it. */
    private static List<String[]> wrong(long now) {
        List<String[]> wrong = new ArrayList<>();
        List<Long> numbers = new ArrayList<>(List.of(
                0L,
                -1L,
                -now,
                1_000_000 * now, // microseconds
                100_000_000_000L, // the last that counts as seconds
                100_000_000_001L, // the first that counts as milliseconds
                now / 1_000,
                999_999_999_999_999_999L,
                -999_999_999_999_999_999L));
        for (long years : List.of(-50, -10, -1, 1, 10, 1_000)) {
            numbers.add(now + years * YEAR_SECONDS);
            numbers.add(1_000 * (now + years * YEAR_SECONDS));
        }
        numbers.forEach(each -> wrong.add(new String[] {Long.toString(each), Long.toString(each)}));
        String right = Long.toString(now);
        for (String text : List.of(
                "1e18",
                "-1e18",
                Long.toString(Long.MAX_VALUE),
                Long.toString(Long.MIN_VALUE),
                "9".repeat(32),
                "1e999999999",
                "NaN",
                "Infinity",
                "-Infinity",
                "0x6553f100",
                "tomorrow",
                "0".repeat(33 - right.length()) + right,
                right + "." + "0".repeat(32 - right.length()))) {
            wrong.add(new String[] {text, right});
        }
        return wrong;
    }

    @Test
    void clocksFarOffAreRefusedAlikeAndARightOneStillPasses() throws Exception {
        Map<String, Object> settings = Map.of(
                "auth.create_session_auth_profile",
                "signed_token",
                "auth.create_session_auth_secret",
                SECRET,
                "auth.create_session_auth_ttl_sec",
                TTL_SECONDS);
        try (AbuseScene scene = new AbuseScene(transport, folder, settings, ClockAbuseTest::signedNow)) {
            List<String[]> wrong = wrong(Instant.now().getEpochSecond());
            scene.survives(left -> {
                Set<String> texts = new HashSet<>();
                for (int i = 0; i < wrong.size(); i++) {
                    String id = "late" + i;
                    Metadata headers = signed(id, wrong.get(i)[0], wrong.get(i)[1]);
                    StatusRuntimeException refused = assertThrows(
                            StatusRuntimeException.class,
                            () -> scene.stub()
                                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                                    .createSession(SessionRequest.newBuilder()
                                            .setSessionId(id)
                                            .build()),
                            wrong.get(i)[0]);
                    assertEquals(
                            Status.Code.UNAUTHENTICATED, refused.getStatus().getCode(), wrong.get(i)[0]);
                    texts.add(String.valueOf(refused.getStatus().getDescription()));
                }
                assertEquals(1, texts.size(), texts::toString);
                assertTrue(texts.iterator().next().startsWith("ERR1014 "), texts::toString);
            });
        }
    }
}
