package io.heliograph.server.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.error.StatusName;
import io.heliograph.server.error.SttException;
import io.heliograph.server.telemetry.ServerEvent.RpcEnded;
import io.heliograph.server.telemetry.ServerEvent.RpcMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lines of contract §16.3, through the whole log set-up. */
final class LogRecorderTest {
    private static final Pattern LINE = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\[([A-Z]+)\\] (io\\.heliograph\\.server\\.[a-z]+)"
                    + " \\[LogRecorder\\.java:[1-9]\\d*\\] \\[session_id=([^\\]]*)\\]: (.*)");

    private final AtomicLong nanos = new AtomicLong();

    /** Level, part, session id and message of the lines, joined by a bar. */
    private List<String> lines(ServerEvent... events) throws IOException {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        LogRecorder recorder = new LogRecorder(nanos::get);
        try (LogSetup setup = LogSetup.install(LogConfig.of(LogLevel.INFO, null), console)) {
            for (ServerEvent event : events) {
                recorder.record(event);
            }
            assertEquals(0, setup.droppedRecords());
        }
        return console.toString(UTF_8)
                .lines()
                .map(line -> {
                    Matcher matcher = LINE.matcher(line);
                    assertTrue(matcher.matches(), line);
                    String part = matcher.group(2).substring("io.heliograph.server.".length());
                    return matcher.group(1) + "|" + part + "|" + matcher.group(3) + "|" + matcher.group(4);
                })
                .toList();
    }

    @Test
    void aSessionAndItsStream() throws IOException {
        SessionFacts session = Events.session("id-1");
        assertEquals(
                List.of(
                        "INFO|admission|id-1|Created session_id=id-1 vad_mode=AUTO_END token_required=True"
                                + " decode_profile=realtime language=auto task=transcribe vad_silence=0.800"
                                + " vad_threshold=0.5000 attributes={\"a\":\"x?y\\\"z\",\"b\":\"two words\"}"
                                + " model_id=moonshine",
                        "INFO|stream|id-1|Streaming started for session_id=id-1 vad_mode=AUTO_END"
                                + " decode_profile=realtime vad_silence=0.800 vad_threshold=0.5000 model_id=moonshine",
                        "INFO|stream|id-1|Streaming finished for session_id=id-1 reason=client_sent_final_chunk"
                                + " vad_count=2 duration=12.35s",
                        "INFO|admission|id-1|Removed session id-1 (client_sent_final_chunk)"),
                lines(
                        new ServerEvent.SessionCreated(session),
                        new ServerEvent.StreamStarted(session, 1),
                        new ServerEvent.StreamFinished(session, StreamEndReason.CLIENT_SENT_FINAL_CHUNK, 2, 12.3456),
                        new ServerEvent.SessionRemoved("id-1", "client_sent_final_chunk")));
    }

    @Test
    void aDecode() throws IOException {
        assertEquals(
                List.of(
                        "INFO|decode|s|Scheduled decode session_id=s bytes=32000 final=False pending=1 offset=1.50"
                                + " model_id=m",
                        "INFO|decode|s|decode_timing session_id=s final=True buffer_wait=0.01s queue_wait=0.02s"
                                + " inference=0.25s response_emit=0.00s total=0.28s audio_duration=0.50s"
                                + " real_time_factor=0.50"),
                lines(
                        new ServerEvent.DecodeScheduled("s", DecodeKind.PARTIAL, 32_000, 1, 1.5, "m"),
                        Events.delivered(DecodeKind.SETTLED, false)));
    }

    @Test
    void controlCharactersOfAnIdStayOnOneLine() throws IOException {
        assertEquals(
                List.of("INFO|admission|a?b{0}|Removed session a?b{0} (expired)"),
                lines(new ServerEvent.SessionRemoved("a\nb{0}", "expired")));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyRefusalIsOneLineWithItsCode(ErrorCode code) throws IOException {
        String message = SttException.message(code, "limit 5, in use 5");
        List<String> lines =
                lines(new RpcEnded(RpcMethod.STREAM, code.status(), code, message, "s", "12ca17b49af22894", 1, false));
        boolean isDefect = code == ErrorCode.DECODE_TASK_FAILED
                || code == ErrorCode.CREATE_SESSION_UNEXPECTED
                || code == ErrorCode.STREAM_UNEXPECTED;
        assertEquals(
                List.of((isDefect ? "ERROR" : "WARN") + "|transport|s|" + code.code() + " status=" + code.status()
                        + " method=stream session_id=s client=12ca17b49af22894: " + code.text()
                        + ": limit 5, in use 5"),
                lines);
    }

    @Test
    void aFailureWithoutCodeIsALineAndSuccessesAreNone() throws IOException {
        assertEquals(
                List.of(
                        "WARN|transport||RPC failed status=INVALID_ARGUMENT method=create_session session_id=- client=c"),
                lines(
                                new RpcEnded(RpcMethod.CREATE_SESSION, StatusName.OK, null, "", "s", "c", 1, false),
                                new RpcEnded(RpcMethod.STREAM, StatusName.CANCELLED, null, "", "s", "c", 1, false),
                                new RpcEnded(
                                        RpcMethod.CREATE_SESSION,
                                        StatusName.INVALID_ARGUMENT,
                                        null,
                                        "",
                                        "",
                                        "c",
                                        1,
                                        false))
                        .stream()
                        .map(line -> line.replace("|-|", "||"))
                        .toList());
    }

    @Test
    void droppedAudioIsToldOnceASecondWithItsSum() throws IOException {
        ServerEvent dropped = new ServerEvent.AudioDropped("s", 100);
        assertEquals(1, lines(dropped, dropped, dropped).size());

        LogRecorder recorder = new LogRecorder(nanos::get);
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        try (LogSetup setup = LogSetup.install(LogConfig.of(LogLevel.WARN, null), console)) {
            recorder.record(dropped);
            recorder.record(dropped);
            recorder.record(dropped);
            nanos.addAndGet(1_000_000_000L);
            recorder.record(dropped);
            assertEquals(0, setup.droppedRecords());
        }
        List<String> lines = console.toString(UTF_8).lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).contains("Dropped 100 bytes"), lines.get(0));
        assertTrue(lines.get(1).contains("Dropped 300 bytes"), lines.get(1));
    }

    @Test
    void aLostFinalIsAnError() throws IOException {
        assertEquals(List.of("ERROR|stream|s|Final lost session_id=s"), lines(new ServerEvent.FinalLost("s")));
    }
}
