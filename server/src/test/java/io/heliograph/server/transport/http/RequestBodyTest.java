package io.heliograph.server.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.testing.FreePort;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies on a socket: each is sent whole before anything is read, as simple clients do. */
final class RequestBodyTest {
    private static final int TOO_LONG = 120_000;
    private static final String TOKEN = "open sesame";

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private ServerFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = ServerFixture.start(
                ScriptedModel.naming(),
                folder,
                Map.of("server.metrics_port", FreePort.find(), "store.url", "jdbc:h2:mem:request-body"),
                Map.of("STT_ADMIN_ENABLED", "1", "STT_ADMIN_TOKEN", TOKEN));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), fixture.server().httpPort().getAsInt());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String head(String token, String framing) {
        return "POST /admin/limits/preview HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n" + framing
                + "\r\n";
    }

    private static String announced(String token, String headers, String body) {
        return head(token, "Content-Length: " + body.length() + "\r\n" + headers) + body;
    }

    private static String chunked(String headers, String body, int chunk) {
        StringBuilder text = new StringBuilder(head(TOKEN, "Transfer-Encoding: chunked\r\n" + headers));
        for (int at = 0; at < body.length(); at += chunk) {
            String part = body.substring(at, Math.min(body.length(), at + chunk));
            text.append(Integer.toHexString(part.length()))
                    .append("\r\n")
                    .append(part)
                    .append("\r\n");
        }
        return text.append("0\r\n\r\n").toString();
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /** Everything up to the server's end of the connection. */
    private String conversation(String sent) throws IOException {
        try (Socket socket = connect()) {
            send(socket, sent);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String spaces(int count) {
        return " ".repeat(count);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyBeyondTheBoundIsRefusedInWordsTheClientReceives(boolean isAnnounced) throws IOException {
        String close = "Connection: close\r\n";
        String body = spaces(TOO_LONG);
        String answer = conversation(isAnnounced ? announced(TOKEN, close, body) : chunked(close, body, TOO_LONG / 7));
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(
                answer.contains("{\"loc\":[\"body\"],\"msg\":\"the body has "
                        + (isAnnounced ? TOO_LONG : "more than 65536")
                        + " bytes; at most 65536 are taken\",\"type\":\"too_long\"}"),
                answer);
    }

    @Test
    void aBodyOfTheBoundIsRead() throws IOException {
        String json = "{\"changes\":{\"server.max_sessions\":\"12\"}}";
        String longest = json + spaces(65_536 - json.length());
        String close = "Connection: close\r\n";
        assertTrue(conversation(announced(TOKEN, close, longest)).startsWith("HTTP/1.1 200 "));
        assertTrue(conversation(chunked(close, longest, 65_536)).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void whatNobodyAskedForIsReadPastBeforeTheEnd() throws IOException {
        String answer = conversation(announced("guessed", "Connection: close\r\n", spaces(TOO_LONG)));
        assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
    }

    @ParameterizedTest
    @CsvSource({"open sesame, 413", "guessed, 401"})
    void theNextRequestOnTheConnectionIsAnswered(String token, int status) throws IOException {
        try (Socket socket = connect();
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            send(socket, announced(token, "", spaces(TOO_LONG)));
            send(socket, "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            StringBuilder statuses = new StringBuilder();
            // A body ends without a line's end, so that the next status line follows on it.
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int at = line.indexOf("HTTP/1.1 ");
                if (at >= 0) {
                    statuses.append(line, at + 9, at + 12).append(' ');
                }
            }
            assertEquals(status + " 200 ", statuses.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "-5\r\nabcde\r\n0\r\n\r\n"})
    void aBodyThatDoesNotComeAsAnnouncedIsTheClientsFault(String chunks) throws IOException {
        String answer = conversation(head(TOKEN, "Transfer-Encoding: chunked\r\n") + chunks);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
}
