package io.heliograph.app.tryout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.heliograph.app.client.ScriptedBackend;
import io.heliograph.app.client.ServerAddress;
import io.heliograph.app.transcribe.Waves;
import io.heliograph.proto.STTResult;
import io.heliograph.server.control.TrialAudio;
import io.heliograph.server.control.TrialEvent;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording on its way through the port that everybody uses. */
@Timeout(30)
final class GrpcTryOutTest {
    private static final int RATE_HZ = 8_000;

    @TempDir
    Path samples;

    private final ScriptedBackend backend = new ScriptedBackend();
    private final List<TrialEvent> events = new CopyOnWriteArrayList<>();
    private Server server;
    private GrpcTryOut tryOut;

    @BeforeEach
    void open() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(backend)
                .build()
                .start();
        tryOut = new GrpcTryOut(ServerAddress.plaintext("127.0.0.1", server.getPort()), samples, Ticker.system());
    }

    @AfterEach
    void close() {
        server.shutdownNow();
    }

    private TrialEvent.Ended ended() {
        return assertInstanceOf(TrialEvent.Ended.class, events.getLast());
    }

    private static TrialAudio file(byte[] bytes) {
        return new TrialAudio.File("mine.wav", bytes);
    }

    @Test
    void aFileIsSentAsAClientDoesAndItsResultsAreTold() throws Exception {
        backend.answering(
                STTResult.newBuilder().setText("good").build(),
                STTResult.newBuilder()
                        .setText("good morning")
                        .setIsFinal(true)
                        .setEndSec(0.4)
                        .build());
        tryOut.run(file(Waves.silence(RATE_HZ, 2, RATE_HZ / 2)), false, events::add);
        TrialEvent.Started started = assertInstanceOf(TrialEvent.Started.class, events.getFirst());
        assertEquals(0.5, started.audioSec(), 1e-9);
        assertEquals(16, started.sessionHash().length());
        List<TrialEvent.Heard> heard = events.stream()
                .filter(TrialEvent.Heard.class::isInstance)
                .map(TrialEvent.Heard.class::cast)
                .toList();
        assertEquals(
                List.of("good", "good morning"),
                heard.stream().map(TrialEvent.Heard::text).toList());
        assertTrue(heard.getLast().isFinal());
        assertEquals(0.4, heard.getLast().endSec());
        assertTrue(ended().isOk(), ended().message());
        assertEquals("batch", backend.sessions().getFirst().getAttributesMap().get("upload_mode"));
    }

    @Test
    void aRefusalIsToldAsTheServerSaysIt() throws Exception {
        backend.refusing(Status.RESOURCE_EXHAUSTED.withDescription("ERR1011 session limit 1 reached"));
        tryOut.run(file(Waves.silence(RATE_HZ, 1, 800)), false, events::add);
        assertEquals(1, events.size());
        assertFalse(ended().isOk());
        assertTrue(ended().message().contains("ERR1011"), ended().message());
    }

    @Test
    void whatIsNoWaveFileIsSaidToBeNone() throws Exception {
        tryOut.run(file("#!/bin/sh".getBytes(java.nio.charset.StandardCharsets.US_ASCII)), true, events::add);
        assertFalse(ended().isOk());
        assertTrue(backend.sessions().isEmpty(), "the server was not bothered");
    }

    @Test
    void onlyRecordingsOfTheFolderAreAtHand() throws Exception {
        Files.write(samples.resolve("b.wav"), Waves.silence(RATE_HZ, 1, 800));
        Files.write(samples.resolve("notes.txt"), new byte[] {1});
        assertEquals(List.of("b.wav"), tryOut.samples());
        tryOut.run(new TrialAudio.Sample("b.wav"), false, events::add);
        assertTrue(ended().isOk(), ended().message());
        for (String name : List.of("notes.txt", "../b.wav", "")) {
            tryOut.run(new TrialAudio.Sample(name), false, events::add);
            assertFalse(ended().isOk(), name);
        }
    }

    @Test
    void nothingBehindTwoMinutesIsSent() throws Exception {
        int seconds = TrialSource.MAX_SECONDS + 30;
        tryOut.run(file(Waves.silence(1_000, 1, seconds * 1_000)), false, events::add);
        assertEquals((double) TrialSource.MAX_SECONDS, ((TrialEvent.Started) events.getFirst()).audioSec());
        assertEquals(
                TrialSource.MAX_SECONDS * 2_000,
                backend.chunks().stream()
                        .mapToInt(chunk -> chunk.getPcm16().size())
                        .sum());
    }

    @Test
    void moreThanTheEngineHearsIsNotSent() throws Exception {
        tryOut.run(file(Waves.silence(48_000, 2, 48_000)), false, events::add);
        assertTrue(ended().isOk(), ended().message());
        assertEquals(16_000, backend.chunks().getFirst().getSampleRate());
        assertEquals(
                32_000,
                backend.chunks().stream()
                        .mapToInt(chunk -> chunk.getPcm16().size())
                        .sum());
    }
}
