package io.heliograph.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.console.host.ConsoleHost;
import io.heliograph.console.testing.FakeDesk;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.testing.ServerFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsoleHttpTest {
    private static ServerFixture fixture;
    private static ConsoleHost host;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        fixture = ServerFixture.start(ScriptedModel.naming(), folder, Map.of());
        host = ConsoleHost.open(
                fixture.server().control(),
                new FakeDesk(),
                new ConsoleHost.Address("127.0.0.1", 0, Optional.empty(), Optional.empty(), false),
                InstantSource.system());
    }

    @AfterAll
    static void close() {
        host.close();
        fixture.close();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void everyScriptOfAPageHasTheNonceOfItsPolicy() throws Exception {
        HttpResponse<String> page = get("/login");
        assertEquals(200, page.statusCode());
        Matcher nonce = Pattern.compile("'nonce-([^']+)'").matcher(header(page, "Content-Security-Policy"));
        assertTrue(nonce.find(), header(page, "Content-Security-Policy"));
        int scripts = page.body().split("<script", -1).length - 1;
        assertTrue(scripts > 0);
        assertEquals(scripts, page.body().split(Pattern.quote("nonce=\"" + nonce.group(1) + "\""), -1).length - 1);
        Matcher next = Pattern.compile("'nonce-([^']+)'").matcher(header(get("/login"), "Content-Security-Policy"));
        assertTrue(next.find());
        assertFalse(next.group(1).equals(nonce.group(1)));
    }

    @Test
    void browsersAreToldToKeepThePageToItself() throws Exception {
        HttpResponse<String> page = get("/login");
        assertEquals("DENY", header(page, "X-Frame-Options"));
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
        assertEquals("no-referrer", header(page, "Referrer-Policy"));
        assertEquals("", header(page, "Server"));
        String cookie = header(page, "Set-Cookie");
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
    }

    @Test
    void stylesAndScriptsOfOurOwnAreServed() throws Exception {
        for (String file : new String[] {"console.css", "live-dot.js", "heliograph.svg"}) {
            assertEquals(200, get("/console/" + file).statusCode(), file);
        }
    }

    @Test
    void filesOfTheServerAreNotServed() throws Exception {
        for (String path : new String[] {
            "/META-INF/MANIFEST.MF",
            "/WEB-INF/web.xml",
            "/db/migration/V1__control.sql",
            "/../../etc/passwd",
            "/%2e%2e/etc/passwd"
        }) {
            String body = get(path).body();
            assertFalse(
                    body.contains("Manifest-Version") || body.contains("CREATE TABLE") || body.contains("root:"), path);
        }
    }

    @Test
    void aPublicAddressWithoutTlsIsRefusedInOneLine() {
        for (String address : new String[] {"0.0.0.0", "", "::"}) {
            ConsoleConfig config = new ConsoleConfig(address, 0, Optional.empty(), Optional.empty(), false, false);
            String message = String.valueOf(assertThrows(ConsoleException.class, () -> ConsoleGate.check(config))
                    .getMessage());
            assertTrue(
                    message.contains("console.allow_plain_text")
                            && message.lines().count() == 1,
                    message);
        }
    }

    @Test
    void loopbackAndWhatIsAllowedPassTheGate() throws Exception {
        ConsoleGate.check(ConsoleConfig.local(0));
        ConsoleGate.check(new ConsoleConfig("localhost", 0, Optional.empty(), Optional.empty(), false, false));
        ConsoleGate.check(new ConsoleConfig("0.0.0.0", 0, Optional.empty(), Optional.empty(), true, false));
    }

    @Test
    void aPortInUseIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ConsoleException refused = assertThrows(
                    ConsoleException.class,
                    () -> ConsoleGate.open(
                                    fixture.server().control(),
                                    new FakeDesk(),
                                    ConsoleConfig.local(taken.getLocalPort()))
                            .close());
            assertTrue(String.valueOf(refused.getMessage()).contains("127.0.0.1:" + taken.getLocalPort()));
            assertEquals(1, String.valueOf(refused.getMessage()).lines().count());
        }
    }

    @Test
    void aKeyThatIsNoneIsOneLine(@TempDir Path folder) throws Exception {
        Path nonsense = Files.writeString(folder.resolve("key.pem"), "nonsense");
        ConsoleConfig config =
                new ConsoleConfig("127.0.0.1", 0, Optional.of(nonsense), Optional.of(nonsense), false, false);
        ConsoleException refused = assertThrows(
                ConsoleException.class,
                () -> ConsoleGate.open(fixture.server().control(), new FakeDesk(), config)
                        .close());
        assertEquals(1, String.valueOf(refused.getMessage()).lines().count());
    }
}
