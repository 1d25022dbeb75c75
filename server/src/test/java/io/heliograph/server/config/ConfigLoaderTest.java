package io.heliograph.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.admission.AuthProfile;
import io.heliograph.server.limits.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What values may be, and what is said of others. */
class ConfigLoaderTest extends ConfigFixture {
    @Nested
    class Failures {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "server: {max_sessions: 3.5} | server.max_sessions must be a whole number",
                    "server: {max_sessions: .nan} | server.max_sessions",
                    "server: {max_sessions: 99999999999} | but is 99999999999",
                    "max_sessions: [1] | server.max_sessions",
                    "server: {port: 70000} | server.port must be a whole number from 0 to 65535, but is 70000",
                    "server: {decode_timeout_sec: .inf} | server.decode_timeout_sec",
                    "server: {emit_final_on_vad: maybe} | server.emit_final_on_vad must be true or false",
                    "server: {http_trusted_proxies: a} | server.http_trusted_proxies must be a list",
                    "vad_threshold: -0.1 | vad.threshold must be a number from 0 to 1",
                    "vad: {silence: 0} | vad.silence",
                    "log_level: LOUD | logging.level must be one of TRACE",
                    "task: sing | model.task must be one of",
                    "auth: {api_keys: [secret-key]} | auth.api_keys",
                    "server: 5 | server must be a map",
                    "model: small | model must be a map",
                    "decode_profiles: {a: 1} | decode_profiles.a must be a map",
                    "decode_profiles: {a: {b: .inf}} | decode_profiles.a.b must be",
                    "http_host: {a: 1} | server.http_host must be a text",
                    "model: {pool_size: -1} | model.pool_size",
                    "model_load_profiles: {a: {pool_size: 0}} | model_load_profiles.a.pool_size must be",
                    "model_load_profiles: {a: {base_options: 1}} | model_load_profiles.a.base_options must be",
                    "tls_cert_file: c.pem | tls.key_file must be set",
                    "tls: {key_file: k.pem} | tls.cert_file must be set",
                    "tls: {required: true} | tls.required is true, but",
                    "log_file: \"a\\0b\" | logging.file is no path",
                    "sample_rate: 1000 | server.sample_rate must be a whole number from 4000 to 384000",
                    "server: {max_sessions: 1, max_sessions: 2} | server.max_sessions is written twice",
                })
        void nameFileLineAndKeyInOneLine(String text, String expected) {
            String message = failure(text);
            assertTrue(message.startsWith(Path.of("config", "server.yaml") + " line 1: "), message);
            assertTrue(message.contains(expected), message);
        }

        @Test
        void neverShowSecrets() {
            assertFalse(failure("auth: {api_keys: [my-secret]}").contains("my-secret"));
            assertFalse(failure("store: {password: [my-secret]}").contains("my-secret"));
        }

        @Test
        void nameTheFlagOrTheVariable() {
            ConfigException e =
                    assertThrows(ConfigException.class, () -> load(Overrides.of(Map.of("server.port", 70000))));
            assertTrue(String.valueOf(e.getMessage()).startsWith("--port: server.port must be"), e.getMessage());
            e = assertThrows(ConfigException.class, () -> load(Overrides.of(Map.of("server.nonsense", 1))));
            assertTrue(String.valueOf(e.getMessage()).contains("server.nonsense"), e.getMessage());
            environment.put("STT_HTTP_RATE_LIMIT_BURST", "many");
            e = assertThrows(ConfigException.class, () -> load(Overrides.none()));
            assertTrue(
                    String.valueOf(e.getMessage())
                            .startsWith("STT_HTTP_RATE_LIMIT_BURST: server.http_rate_limit_burst"),
                    e.getMessage());
        }
    }

    @Nested
    class Texts {
        @ParameterizedTest
        @ValueSource(strings = {"off", "false", "0", "none", "\"\"", "NONE", "' off '"})
        void authProfilesMayLookLikeBooleans(String written) {
            assertEquals(
                    AuthProfile.NONE,
                    loadFile("create_session_auth_profile: " + written)
                            .config()
                            .auth()
                            .profile());
        }

        @Test
        void areTakenAsWritten() {
            assertEquals("no", limitsOf("language: no").recognition().language());
            assertEquals("", limitsOf("model: {language: \"\"}").recognition().language());
            assertEquals(
                    "0123",
                    loadFile("store: {password: 0123}")
                            .config()
                            .store()
                            .password()
                            .reveal());
            assertEquals(
                    List.of("no", "10.0.0.1"),
                    limitsOf("server: {http_trusted_proxies: [no, 10.0.0.1]}")
                            .http()
                            .trustedProxies());
        }

        @Test
        void numericTextsAreNumbers() {
            Limits limits =
                    limitsOf("server: {max_sessions: ' 12 ', decode_timeout_sec: '1.5', max_buffer_bytes: 1e6}");
            assertEquals(12, limits.sessions().maxSessions());
            assertEquals(1.5, limits.decode().decodeTimeoutSec());
            assertEquals(1_000_000L, limits.audio().maxBufferBytes());
        }
    }

    @Nested
    class Warnings {
        @Test
        void unknownKeysAreNamedAndIgnored() {
            LoadedConfig loaded =
                    loadFile("server: {max_sesions: 1}\nnonsense: {a: 1}\nmodel_path: x\nvad: {silence: 0.3}");
            assertEquals(3, loaded.warnings().size(), loaded.warnings().toString());
            String all = String.join("\n", loaded.warnings());
            for (String key :
                    List.of("unknown key server.max_sesions", "unknown key nonsense", "unknown key model_path")) {
                assertTrue(all.contains(key), all);
            }
            assertEquals(0.3, loaded.config().limits().speech().silenceSec());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "auth: {create_session_auth_profile: api_key} | auth.api_keys is empty",
                    "auth: {create_session_auth_profile: hmac, create_session_auth_ttl_sec: 5} | auth_secret is not set",
                    "auth: {create_session_auth_profile: signed, create_session_auth_secret: s} | ttl_sec is 0",
                    "log_transcripts: true | logging.transcript_file is not set",
                    "model: {default_model_load_profile: x} | which is no load profile",
                    "model_load_profiles: {default: {sise: 1}} | unknown key model_load_profiles.default.sise",
                    "server: {max_audio_bytes_per_sec_burst: 100} | never passes",
                })
        void valuesThatAreHardlyMeantAreNamed(String text, String expected) {
            List<String> warnings = loadFile(text).warnings();
            assertTrue(warnings.stream().anyMatch(warning -> warning.contains(expected)), warnings.toString());
        }
    }
}
