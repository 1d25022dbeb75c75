package io.heliograph.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.heliograph.server.limits.KeySpec;
import io.heliograph.server.limits.ValueKind;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CommandLineFlagTest {
    /** Contract §15.1; {@code !} marks the flags with a negative form, {@code -} those that set no key. */
    private static final String CONTRACT = """
            --config -
            --model-config -
            --data-dir -
            --models-dir -
            --model model.name
            --model-backend model.backend
            --device model.device
            --compute-type model.compute_type
            --language model.language
            --language-fix !model.language_fix
            --task model.task
            --model-pool-size model.pool_size
            --port server.port
            --metrics-port server.metrics_port
            --ws-port server.ws_port
            --console-port console.port
            --grpc-transport server.grpc_transport
            --grpc-worker-threads server.grpc_worker_threads
            --max-sessions server.max_sessions
            --decode-timeout server.decode_timeout_sec
            --sample-rate server.sample_rate
            --log-metrics !server.log_metrics
            --log-level logging.level
            --log-file logging.file
            --log-transcripts !logging.log_transcripts
            --transcript-log-file logging.transcript_file
            --transcript-log-retention-days logging.transcript_retention_days
            --faster-whisper-log-level logging.faster_whisper_level
            --tls-cert-file tls.cert_file
            --tls-key-file tls.key_file
            --tls-required !tls.required
            --vad-silence vad.silence
            --vad-threshold vad.threshold
            --speech-threshold safety.speech_rms_threshold
            --require-api-key !auth.require_api_key
            """;

    @Test
    void theTableIsTheContracts() {
        Map<String, String> expected = CONTRACT.lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> a, TreeMap::new));
        Map<String, String> actual = Arrays.stream(CommandLineFlag.values())
                .collect(Collectors.toMap(
                        CommandLineFlag::flag,
                        each -> (each.isSwitch() ? "!" : "")
                                + each.key().map(KeySpec::name).orElse("-"),
                        (a, b) -> a,
                        TreeMap::new));
        assertEquals(expected, actual);
    }

    @Test
    void flagsHaveTheTypeAndMeaningOfTheirKey() {
        assertEquals(ValueKind.INTEGER, CommandLineFlag.PORT.kind());
        assertEquals(ValueKind.NUMBER, CommandLineFlag.DECODE_TIMEOUT.kind());
        assertEquals(ValueKind.TEXT, CommandLineFlag.CONFIG.kind());
        for (CommandLineFlag each : CommandLineFlag.values()) {
            assertFalse(each.meaning().isBlank(), each.flag());
        }
    }
}
