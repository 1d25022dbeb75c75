package io.heliograph.app;

import static io.heliograph.app.client.ScriptedBackend.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.heliograph.app.client.FakeTime;
import io.heliograph.app.client.ScriptedBackend;
import io.heliograph.app.client.ServerAddress;
import io.heliograph.app.transcribe.EmbeddedServer;
import io.heliograph.app.transcribe.Surroundings;
import io.heliograph.app.transcribe.Terminal;
import io.heliograph.app.transcribe.Waves;
import io.heliograph.proto.SessionRequest;
import io.heliograph.proto.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class TranscribeCommandTest {
    @TempDir
    private Path folder;

    private final ScriptedBackend backend = new ScriptedBackend();
    private final FakeTime time = new FakeTime();
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Terminal terminal = Terminal.NONE;
    private EmbeddedServer.Factory embedded = EmbeddedServer.Factory.none();
    private boolean isOutputClosed;
    private Server server;
    private Path wave;

    @BeforeEach
    void start() throws IOException {
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(backend)
                .build()
                .start();
        wave = Files.write(folder.resolve("a.wav"), Waves.silence(16_000, 1, 16_000));
        backend.answering(result("hel", false, 0, 0.5, "", "hel"), result(" Hello.", true, 0, 1, "Hello.", ""));
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.shutdownNow();
        server.awaitTermination(5, TimeUnit.SECONDS);
    }

    @Nested
    class GivesTheWords {

        @Test
        void ofAFileAndASummaryOfTheWork() {
            assertEquals(0, transcribe(wave.toString()));

            assertEquals("Hello.\n", unix(out));
            assertEquals(wave + ": 1.0 s of audio in 0.0 s (0.0 × real time), 1 final\n", unix(err));
        }

        @Test
        void quietly() {
            assertEquals(0, transcribe("--quiet", wave.toString()));

            assertEquals("", err.toString());
        }

        @Test
        void inRealTimeWithLatencies() {
            assertEquals(0, transcribe("--realtime", wave.toString()));

            assertEquals(9, time.waitedNanos().size());
            assertEquals(
                    wave + ": 1.0 s of audio in 0.9 s (1.1 × real time), 1 final,"
                            + " 0.00 s P50 and 0.00 s P99 after the last audio\n",
                    unix(err));
        }

        @Test
        void ofSeveralFilesUnderTheirNames() throws IOException {
            Path other = Files.copy(wave, folder.resolve("b.wav"));

            assertEquals(0, transcribe("-q", wave.toString(), other.toString()));

            assertEquals("==> " + wave + " <==\nHello.\n\n==> " + other + " <==\nHello.\n", unix(out));
        }

        @Test
        void intoAFile() throws IOException {
            Path target = folder.resolve("a.srt");

            assertEquals(0, transcribe("-q", "--format", "srt", "-o", target.toString(), wave.toString()));

            assertEquals("1\n00:00:00,000 --> 00:00:01,000\nHello.\n\n", Files.readString(target));
            assertEquals("", out.toString());
        }

        @Test
        void withTheWordsOfTheMomentOnATerminal() {
            terminal = new Terminal(true, true, false, 80);

            assertEquals(0, transcribe("-q", wave.toString()));

            assertEquals("\r\u001b[Khel\r\u001b[KHello.\n", unix(out));
            assertEquals("1", backend.sessions().getFirst().getAttributesOrThrow("partial"));
        }

        @Test
        void withThePartialsInJsonIfAsked() {
            assertEquals(0, transcribe("-q", "--format=json", "--partials", wave.toString()));

            assertEquals(3, out.toString().lines().count());
            assertTrue(out.toString().startsWith("{\"type\":\"partial\""), out::toString);
        }
    }

    @Nested
    class AsksTheServer {

        @Test
        void forWhatTheOptionsSay() {
            transcribe(
                    "--language=en",
                    "--task=translate",
                    "--vad-silence=0.3",
                    "--vad-threshold=0",
                    "--realtime",
                    "--partials",
                    "--api-key=sesame",
                    wave.toString());

            SessionRequest request = backend.sessions().getFirst();
            assertEquals(
                    Map.of("partial", "1", "emit_final_on_vad", "1", "upload_mode", "realtime", "api_key", "sesame"),
                    request.getAttributesMap());
            assertEquals("en", request.getLanguageCode());
            assertEquals(Task.TASK_TRANSLATE, request.getTask());
            assertEquals(0.3, request.getVadSilence());
            assertTrue(request.hasVadThresholdOverride());
            assertEquals(0.0, request.getVadThresholdOverride());
        }

        @Test
        void forABatchWithoutPartialsWhereNobodySeesThem() {
            environment.put("HELIOGRAPH_API_KEY", "sesame");

            transcribe(wave.toString());

            SessionRequest request = backend.sessions().getFirst();
            assertEquals(
                    Map.of("partial", "0", "emit_final_on_vad", "1", "upload_mode", "batch", "api_key", "sesame"),
                    request.getAttributesMap());
            assertFalse(request.hasVadThresholdOverride());
            assertFalse((out.toString() + err).contains("sesame"));
        }

        @Test
        void inChunksOfTheAskedLength() {
            transcribe("--chunk-ms=300", wave.toString());

            assertEquals(4, backend.chunks().size());
            assertEquals(9600, backend.chunks().getFirst().getPcm16().size());
            assertEquals(16_000, backend.chunks().getFirst().getSampleRate());
        }

        @Test
        void againAfterAFailureBeforeTheFirstResult() {
            backend.failing(Status.UNAVAILABLE.withDescription("ERR1013 the server is shutting down"));

            assertEquals(0, transcribe("--chunk-ms=1000", wave.toString()));

            assertEquals("Hello.\n", unix(out));
            assertEquals(2, backend.sessions().size());
            assertTrue(
                    err.toString().startsWith("UNAVAILABLE ERR1013 the server is shutting down; trying again in 0."));
        }
    }

    @Nested
    class EndsWith {

        @Test
        void zeroForSilence() {
            ScriptedBackend silent = new ScriptedBackend();
            restart(silent);

            assertEquals(0, transcribe(wave.toString()));

            assertEquals("", out.toString());
        }

        @Test
        void oneForARefusal() {
            backend.refusing(Status.UNAUTHENTICATED.withDescription("ERR1009 an API key is required"));

            assertEquals(1, transcribe(wave.toString()));

            assertEquals("heliograph: " + wave + ": UNAUTHENTICATED ERR1009 an API key is required\n", unix(err));
        }

        @Test
        void oneForAStreamThatFailsAfterItsFirstResult() {
            backend.failingAfterResults(Status.UNAVAILABLE.withDescription("ERR1013 the server is shutting down"));

            assertEquals(1, transcribe(wave.toString()));

            assertEquals("Hello.\n", unix(out));
            assertEquals(1, backend.sessions().size());
        }

        @Test
        void oneWhenNobodyReadsTheOutput() {
            isOutputClosed = true;

            assertEquals(1, transcribe("-q", wave.toString(), wave.toString()));

            assertEquals(1, backend.sessions().size());
            assertEquals("heliograph: the output cannot be written\n", unix(err));
        }

        @Test
        void twoForNonsense() {
            assertEquals(2, transcribe());
            assertEquals(2, transcribe("--chunk-ms=5", wave.toString()));
            assertEquals(2, transcribe("--vad-threshold=-1", wave.toString()));
            assertEquals(2, transcribe("--format=doc", wave.toString()));
            assertEquals(2, transcribe("--format=vtt", wave.toString(), wave.toString()));
            assertEquals(2, transcribe("--ca=" + folder.resolve("none.pem"), wave.toString()));
            assertEquals(2, execute("--server=::1", wave.toString()));
        }

        @Test
        void threeForAMissingFileAfterTheOthers() {
            Path missing = folder.resolve("no.wav");

            assertEquals(3, transcribe("-q", missing.toString(), wave.toString()));

            assertEquals("==> " + wave + " <==\nHello.\n", unix(out));
            assertEquals("heliograph: " + missing + " does not exist\n", unix(err));
        }

        @Test
        void threeForATruncatedFileButWithItsWords() throws IOException {
            Files.write(wave, Waves.silence(16_000, 1, 8000, 16_000));

            assertEquals(3, transcribe("-q", wave.toString()));

            assertEquals("Hello.\n", unix(out));
            assertEquals("heliograph: " + wave + " ends after 0.5 s, its header announces 1.0 s\n", unix(err));
        }

        @Test
        void fourWithoutAServer() throws IOException {
            assertEquals(4, execute("--server=127.0.0.1:" + closedPort(), wave.toString(), wave.toString()));

            assertEquals(4, time.waitedNanos().size());
            assertTrue(err.toString().contains("heliograph: " + wave + ": UNAVAILABLE"), err::toString);
        }

        @Test
        void fourWithoutAServerInTheProgramEither() {
            assertEquals(4, execute(wave.toString()));

            assertTrue(err.toString().startsWith("heliograph: no server answers at 127.0.0.1:"), err::toString);
            assertTrue(err.toString().contains("--server HOST:PORT"), err::toString);
        }

        @Test
        void aHundredAndThirtyWhenInterrupted() {
            Thread.currentThread().interrupt();

            assertEquals(130, transcribe(wave.toString()));

            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void startsAServerOfItsOwnAndStopsIt() {
        AtomicBoolean isStopped = new AtomicBoolean();
        embedded = () -> new EmbeddedServer() {
            @Override
            public int port() {
                return server.getPort();
            }

            @Override
            public void close() {
                isStopped.set(true);
            }
        };

        assertEquals(0, execute(wave.toString()));

        assertEquals("Hello.\n", unix(out));
        assertTrue(isStopped.get());
    }

    @Test
    void theHelpTellsTheExitStatus() {
        assertEquals(0, execute("--help"));

        assertTrue(unix(out).contains("130   interrupted"), out::toString);
    }

    private void restart(ScriptedBackend other) {
        server.shutdownNow();
        try {
            server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                    .addService(other)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int transcribe(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--server=127.0.0.1:" + server.getPort();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return execute(all);
    }

    private int execute(String... arguments) {
        TranscribeCommand command = new TranscribeCommand(() -> new Surroundings(
                environment,
                InputStream.nullInputStream(),
                () -> isOutputClosed,
                terminal,
                time,
                time,
                ServerAddress.plaintext("127.0.0.1", closedPort()),
                embedded));
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unix(StringWriter text) {
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
