package io.heliograph.server.transport.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.error.ErrorCode;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The port as clients see it: a real listener on a free port, a real client. */
final class HttpListenerTest {
    private final HttpFixture http = new HttpFixture();

    @BeforeEach
    void open() throws IOException {
        http.open();
    }

    @AfterEach
    void close() {
        http.close();
    }

    @Nested
    class Metrics {
        @Test
        void textHasItsMediaType() {
            http.gauges.activeSessions = 7;
            HttpResponse<String> response = http.get("/metrics");
            assertEquals(200, response.statusCode());
            assertEquals(
                    "text/plain; version=0.0.4; charset=utf-8",
                    response.headers().firstValue("content-type").orElse(""));
            assertTrue(response.body().contains("\nstt_active_sessions 7.0\n"));
            assertTrue(response.body().contains("\n# TYPE process_cpu_seconds_total counter\n"));
        }

        @Test
        void jsonIsOneObject() {
            http.gauges.activeSessions = 7;
            HttpResponse<String> response = http.get("/metrics.json?pretty=1");
            assertEquals(200, response.statusCode());
            Map<String, Object> body = new Yaml().load(response.body());
            assertEquals(7, body.get("active_sessions"));
            assertTrue(body.containsKey("histograms"));
        }
    }

    @Nested
    class Access {
        @ParameterizedTest
        @ValueSource(strings = {"/metrics", "/metrics.json", "/health"})
        void aTokenGuardsWhatIsTold(String path) {
            http.environment.put("STT_OBSERVABILITY_TOKEN", "secret");
            HttpResponse<String> refused = http.get(path);
            HttpFixture.assertAnswer(
                    401, "{\"code\":\"ERR4006\",\"message\":\"" + ErrorCode.OBS_UNAUTHORIZED.text() + "\"}", refused);
            assertEquals(
                    "Bearer", refused.headers().firstValue("www-authenticate").orElse(""));
            assertEquals(401, http.get(path, "Authorization", "secret").statusCode());
            assertEquals(200, http.get(path, "Authorization", "Bearer secret").statusCode());
        }

        @ParameterizedTest
        @ValueSource(strings = {"/livez", "/readyz"})
        void probesAreExemptFromEveryControl(String path) {
            http.environment.put("STT_OBSERVABILITY_TOKEN", "secret");
            http.gate.refusal = Optional.of(ErrorCode.HTTP_IP_FORBIDDEN);
            HttpFixture.assertAnswer(200, HttpFixture.OK, http.get(path));
            assertEquals(List.of(), http.gate.seen);
        }

        @Test
        void theGateComesBeforeTheToken() {
            http.environment.put("STT_OBSERVABILITY_TOKEN", "secret");
            http.gate.refusal = Optional.of(ErrorCode.HTTP_RATE_LIMITED);
            HttpFixture.assertAnswer(
                    429,
                    "{\"code\":\"ERR4007\",\"message\":\"" + ErrorCode.HTTP_RATE_LIMITED.text() + "\"}",
                    http.get("/metrics", "X-Forwarded-For", "10.0.0.1, 10.0.0.2"));
            assertEquals(List.of("127.0.0.1 [10.0.0.1, 10.0.0.2]"), http.gate.seen);
        }
    }

    @Nested
    class OtherRequests {
        @ParameterizedTest
        @ValueSource(strings = {"/", "/docs", "/redoc", "/openapi.json", "/metrics/", "/Health", "/metrics%00"})
        void unknownPathsAreNotFound(String path) {
            HttpResponse<String> response = http.get(path);
            assertEquals(404, response.statusCode());
            assertEquals("{\"detail\":\"Not Found\"}", response.body());
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
        void otherMethodsAreNotAllowed(String method) {
            HttpResponse<String> response = http.call(method, "/metrics");
            HttpFixture.assertAnswer(405, "{\"detail\":\"Method Not Allowed\"}", response);
            assertEquals("GET", response.headers().firstValue("allow").orElse(""));
        }

        /** The second answer on the connection shows that nothing followed the first one's head. */
        @Test
        void headIsNotAllowedAndHasNoBody() throws IOException {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), http.requireListener().port())) {
                socket.setSoTimeout(10_000);
                String requests = String.join(
                        "\r\n",
                        List.of(
                                "HEAD /livez HTTP/1.1",
                                "Host: x",
                                "", // no body
                                "GET /livez HTTP/1.1",
                                "Host: x",
                                "Connection: close",
                                "",
                                ""));
                socket.getOutputStream().write(requests.getBytes(US_ASCII));
                String text = new String(socket.getInputStream().readAllBytes(), US_ASCII);
                assertTrue(text.startsWith("HTTP/1.1 405 "), text);
                String afterHead = text.substring(text.indexOf("\r\n\r\n") + 4);
                assertTrue(afterHead.startsWith("HTTP/1.1 200 "), text);
                assertTrue(afterHead.endsWith(HttpFixture.OK), text);
            }
        }

        @Test
        void anIdleConnectionIsClosed() throws IOException {
            HttpConfig impatient = new HttpConfig("127.0.0.1", 0, 4, Duration.ofMillis(100));
            try (HttpListener other = http.start(impatient);
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write(String.join("\r\n", List.of("GET /livez HTTP/1.1", "Host: x", "", ""))
                                .getBytes(US_ASCII));
                String text = new String(socket.getInputStream().readAllBytes(), US_ASCII);
                assertTrue(text.endsWith(HttpFixture.OK), text);
            }
        }

        @Test
        void aHugeHeaderIsRefused() {
            assertTrue(http.get("/livez", "X-Big", "x".repeat(20_000)).statusCode() >= 400);
            assertEquals(200, http.get("/livez").statusCode());
        }

        @Test
        void aFailingSourceIsAnErrorWithoutItsMessage() {
            http.gauges.streamBufferBytes = Map.of();
            http.gate.failure = new IllegalStateException("inner secret");
            HttpResponse<String> response = http.get("/metrics");
            HttpFixture.assertAnswer(500, "{\"detail\":\"Internal Server Error\"}", response);
        }
    }

    @Nested
    class Port {
        @Test
        void aBusyPortIsNamed() throws IOException {
            try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                BindException failure = assertThrows(
                        BindException.class,
                        () -> http.start(busy.getLocalPort()).close());
                assertTrue(failure.toString().contains("127.0.0.1:" + busy.getLocalPort()), failure.toString());
            }
        }

        @Test
        void aClosedListenerFreesItsPort() throws IOException {
            int port = http.requireListener().port();
            http.requireListener().close();
            try (HttpListener again = http.start(port)) {
                assertEquals(port, again.port());
            }
        }

        @Test
        void closingTwiceIsHarmless() {
            http.requireListener().close();
            http.requireListener().close();
        }
    }

    @Test
    void configRefusesNonsenseWithTheNumber() {
        assertThrows(IllegalArgumentException.class, () -> HttpConfig.of("localhost", 65_536));
        assertThrows(IllegalArgumentException.class, () -> new HttpConfig("localhost", 1, 0, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new HttpConfig("localhost", 1, 1, Duration.ZERO));
        assertFalse(HttpConfig.of("localhost", 8000).idleTimeout().isZero());
    }
}
