package io.heliograph.server.loading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.ModelLoad;
import io.heliograph.server.control.ModelLoadOutcome;
import io.heliograph.server.control.ModelView;
import io.heliograph.server.control.ModelWish;
import io.heliograph.server.decode.DecodeException;
import io.heliograph.server.decode.DecodeJob;
import io.heliograph.server.decode.DecodeLane;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.DecodePriority;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.testing.ScriptedModel;
import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loads, around an engine that does what the test says. */
final class ModelLoaderTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final DecodeScheduler scheduler =
            new DecodeScheduler(new ScriptedModel("default", audio -> " words"), 1, Ticker.system());
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch mayLoad = new CountDownLatch(1);
    private final BlockingQueue<ModelLoad> failures = new LinkedBlockingQueue<>();
    private final List<String> told = new ArrayList<>();
    private final List<ScriptedModel> made = new ArrayList<>();
    private final ModelLoader loader = new ModelLoader(
            new LoadPlans(
                    Map.of(),
                    new ServerConfig.Model("small", "faster_whisper", "cpu", "int8", 2, "default"),
                    new ModelPaths(false, List.of()),
                    1),
            this::make,
            scheduler,
            InstantSource.fixed(NOW),
            Ticker.system());

    @AfterEach
    void close() {
        mayLoad.countDown();
        loader.close();
        scheduler.close();
    }

    private SpeechModel make(LoadPlan plan) {
        if (plan.modelId().startsWith("slow")) {
            started.countDown();
            await(mayLoad);
        }
        if (plan.modelId().startsWith("bad")) {
            throw new DecodeException("no such weights\nand more", null);
        }
        ScriptedModel model = new ScriptedModel(plan.modelId(), audio -> " " + plan.modelId());
        if (plan.modelId().startsWith("empty")) {
            model.exhaust();
        }
        made.add(model);
        return model;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS), "the latch did not open within 20 s");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private ModelLoadOutcome load(String modelId) {
        return loader.load(ModelWish.ofProfile(modelId, ""), told::add, failures::add);
    }

    private Optional<ModelLoad> latest(String modelId) {
        return loader.loads().stream()
                .filter(load -> load.modelId().equals(modelId))
                .findFirst();
    }

    private ModelLoad over(String modelId) {
        while (!latest(modelId).orElseThrow().isOver()) {
            Thread.onSpinWait();
        }
        return latest(modelId).orElseThrow();
    }

    @Test
    void aModelIsLoadedBesideTheOthers() {
        assertInstanceOf(ModelLoadOutcome.Started.class, load("second"));
        ModelLoad load = over("second");
        assertEquals(ModelLoad.Status.SUCCESS, load.status());
        assertEquals(Optional.of(NOW), load.startedAt());
        assertEquals("", load.error());
        assertEquals(
                List.of("model_size: small\nbackend: faster_whisper\ndevice: cpu\ncompute_type: int8\npool_size: 2"),
                told);
        assertEquals(
                List.of(
                        new ModelView("default", "default", true, 1, 0, 0),
                        new ModelView("second", "second", false, 2, 0, 0)),
                loader.loaded());
        assertEquals(new ModelLoadOutcome.Refused(ErrorCode.MODEL_ALREADY_LOADED, "second"), load("second"));
        assertEquals(1, told.size(), "what is not done is not written down");
    }

    @Test
    void loadingKeepsNobodyWaiting() throws InterruptedException {
        load("slow");
        await(started);
        assertEquals(ModelLoad.Status.RUNNING, latest("slow").orElseThrow().status());
        load("next");
        assertEquals(ModelLoad.Status.QUEUED, latest("next").orElseThrow().status());
        assertEquals(Optional.empty(), latest("next").orElseThrow().startedAt());
        assertInstanceOf(ModelLoadOutcome.Underway.class, load("slow"));
        assertInstanceOf(ModelLoadOutcome.Underway.class, load("next"));
        assertFalse(loader.canUnload("slow"));

        BlockingQueue<DecodeJob> decoded = new LinkedBlockingQueue<>();
        scheduler.submit(new DecodeJob(
                new DecodeLane("slow", () -> false),
                DecodePriority.SETTLED,
                AudioView.of(new float[8]),
                new DecodeOptions("", "transcribe", Map.of()),
                0,
                0,
                decoded::add));
        DecodeJob job = decoded.poll(20, TimeUnit.SECONDS);
        assertTrue(job != null && job.state() == DecodeJob.State.DONE);
        assertEquals(List.of("default"), scheduler.modelIds());

        mayLoad.countDown();
        over("next");
        assertEquals(List.of("default", "slow", "next"), scheduler.modelIds());
    }

    @Test
    void aFailureShowsInTheLoadAloneAndIsTold() throws InterruptedException {
        assertInstanceOf(ModelLoadOutcome.Started.class, load("bad"));
        ModelLoad load = over("bad");
        assertEquals(ModelLoad.Status.FAILED, load.status());
        assertEquals("no such weights", load.error());
        assertEquals(load, failures.poll(20, TimeUnit.SECONDS));
        assertEquals(List.of("default"), scheduler.modelIds());
        assertInstanceOf(ModelLoadOutcome.Started.class, load("bad"), "it can be tried again");
    }

    @Test
    void aModelThatGivesNoRecognizerIsClosedAgain() {
        load("empty");
        assertEquals(ModelLoad.Status.FAILED, over("empty").status());
        assertEquals(0, made.getFirst().recognizersAtClose());
        assertEquals(List.of("default"), scheduler.modelIds());
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() {
        assertThrows(
                IllegalStateException.class,
                () -> loader.load(
                        ModelWish.ofProfile("second", ""),
                        words -> {
                            throw new IllegalStateException("the audit is full");
                        },
                        failures::add));
        assertEquals(List.of(), loader.loads());
    }

    @Test
    void theLastHundredAreKeptAndThoseUnderWayAmongThem() {
        load("slow");
        await(started);
        for (int i = 0; i < 99; i++) {
            assertInstanceOf(ModelLoadOutcome.Started.class, load("bad-" + i));
        }
        ModelLoadOutcome tooMany = load("one-too-many");
        assertEquals(
                ModelLoad.Status.FAILED,
                ((ModelLoadOutcome.Started) tooMany).load().status());
        assertEquals(100, loader.loads().size());
        assertEquals(ModelLoad.Status.RUNNING, latest("slow").orElseThrow().status());
        mayLoad.countDown();
        over("bad-98");
        for (int i = 0; i < 5; i++) {
            load("bad-again-" + i);
            over("bad-again-" + i);
        }
        assertEquals(100, loader.loads().size());
        assertEquals("bad-again-4", loader.loads().getFirst().modelId());
        assertEquals(Optional.empty(), latest("slow"));
    }

    @Test
    void anUnloadedModelCanBeLoadedAgain() throws InterruptedException {
        load("second");
        over("second");
        assertTrue(loader.canUnload("default"));
        assertTrue(loader.unload("second", Duration.ofSeconds(20)));
        assertEquals(0, made.getFirst().recognizersAtClose());
        assertFalse(loader.unload("second", Duration.ZERO));
        assertFalse(loader.canUnload("default"), "the last one stays");
        assertInstanceOf(ModelLoadOutcome.Started.class, load("second"));
        over("second");
        assertTrue(loader.unload("default", Duration.ofSeconds(20)));
        assertTrue(loader.loaded().getFirst().isFallback());
    }
}
