package io.heliograph.app.desk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.heliograph.app.store.AuditCommand;
import io.heliograph.app.store.BackupCommand;
import io.heliograph.app.users.UserCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands that can do both, asked to ask a running server. */
final class TwoWayCommandTest {
    private static final String TOKEN = "a-token-of-a-test";

    @TempDir
    private Path folder;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            boolean isKnown =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String answer = answers.getOrDefault(exchange.getRequestURI().getPath(), "{}");
            byte[] bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(isKnown ? 200 : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        Files.writeString(folder.resolve("token"), TOKEN + "\nnot this line\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(CommandLine command, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        requests.clear();
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.add("--server=http://127.0.0.1:" + server.getAddress().getPort());
        arguments.add("--token-file=" + folder.resolve("token"));
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private int audit(String... words) {
        return run(new CommandLine(new AuditCommand()), words);
    }

    @Test
    void theAuditOfARunningServerIsListedLikeThatOfADatabase() {
        answers.put("/admin/audit", """
                {"entries":[{"sequence":7,"at":"2026-11-25T08:00:00Z","author":"ada","role":"operator",
                 "origin":"console ::1","action":"limits.change","target":"limits version 3",
                 "before":"a: 1\\nb: 2","after":"a: 2\\nb: 3","reason":"load test","success":true}],"has_older":true}""");
        assertEquals(
                0, audit("list", "--limit", "1", "--from", "2026-11-25T00:00:00Z", "--text", "a & b"), err.toString());
        assertEquals(
                List.of("GET /admin/audit?from=2026-11-25T00%3A00%3A00Z&text=a+%26+b&limit=1 "), List.copyOf(requests));
        assertEquals(
                "7  2026-11-25T08:00:00Z  ada (operator, console ::1)  limits.change  limits version 3"
                        + "  [a: 1; b: 2] → [a: 2; b: 3]  \"load test\"\n",
                out.toString());
        assertTrue(err.toString().startsWith("there are older entries"), err.toString());
    }

    @Test
    void aBrokenChainOfARunningServerIsAFailure() {
        answers.put(
                "/admin/audit/verify",
                "{\"intact\":false,\"entries\":9,\"first_bad_sequence\":4,\"finding\":\"entry 4 was changed\"}");
        assertEquals(1, audit("verify"));
        assertEquals(
                "heliograph: the audit has been tampered with: entry 4 was changed\n",
                err.toString().replace("\r", ""));
    }

    @Test
    void aBackupIsWrittenWhereTheServerIs() {
        answers.put("/admin/backup", "{\"status\":\"written\",\"path\":\"/there/copy.zip\"}");
        assertEquals(0, run(new CommandLine(new BackupCommand()), "/there/copy.zip"), err.toString());
        assertEquals(List.of("POST /admin/backup {\"path\":\"/there/copy.zip\"}"), List.copyOf(requests));
        assertEquals("/there/copy.zip written, on the server's machine\n", out.toString());
    }

    @Test
    void usersOfARunningServerAreMadeAndListed() {
        answers.put("/admin/users/create", "{\"status\":\"created\",\"one_time_password\":\"four words and more\"}");
        answers.put("/admin/users", """
                {"users":[{"name":"otto","role":"operator","enabled":true,"must_change_password":true,
                 "last_sign_in":null,"locked_until":"2026-11-25T08:00:00.5Z"}]}""");
        assertEquals(
                0, run(UserCommand.commandLine(), "create", "otto", "--role=operator", "--reason=new"), err.toString());
        assertTrue(
                out.toString().endsWith("one-time password, shown only here: four words and more\n"), out.toString());
        assertEquals(0, run(UserCommand.commandLine(), "list"), err.toString());
        assertEquals(
                "otto  operator  enabled, locked until 2026-11-25T08:00:00Z  one-time  never",
                out.toString().lines().toList().getLast());
    }

    @Test
    void aServerAndADatabaseAtOnceAreRefusedAndNobodyIsAsked() {
        assertEquals(1, audit("verify", "--data-dir=" + folder));
        assertTrue(err.toString().contains("leave out --config, --data-dir and --store-url"), err.toString());
        assertEquals(List.of(), requests);
    }

    @Test
    void aWrongTokenAndOneThatIsNotThereAreALineEach() throws IOException {
        Files.writeString(folder.resolve("token"), "another\n");
        assertEquals(1, audit("verify"));
        assertTrue(err.toString().contains("does not take the token"), err.toString());
        Files.delete(folder.resolve("token"));
        assertEquals(1, audit("verify"));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains("the token cannot be read"), err.toString());
    }
}
