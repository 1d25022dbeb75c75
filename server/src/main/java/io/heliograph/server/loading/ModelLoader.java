package io.heliograph.server.loading;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.control.ModelLoad;
import io.heliograph.server.control.ModelLoadOutcome;
import io.heliograph.server.control.ModelLoading;
import io.heliograph.server.control.ModelView;
import io.heliograph.server.control.ModelWish;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.decode.LoadedModel;
import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.error.ErrorCode;
import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Loads models one at a time on a thread of its own, and takes them away. Sessions and decodes never wait for it. Thread-safe.
 */
public final class ModelLoader implements ModelLoading, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(ModelLoader.class.getName());

    /** Of contract §15.3. */
    private static final int KEPT_LOADS = 100;

    /** A load that is under way at the end of the server has this long: the engine cannot be interrupted. */
    private static final Duration LAST_LOAD = Duration.ofSeconds(5);

    private final LoadPlans plans;
    private final Function<LoadPlan, SpeechModel> engine;
    private final DecodeScheduler scheduler;
    private final InstantSource clock;
    private final Ticker ticker;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(KEPT_LOADS - 1),
            task -> Thread.ofPlatform().name("model-load").daemon(true).unstarted(task));

    /** Oldest first. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    /** A load that is remembered. */
    private static final class Entry {
        private ModelLoad load;

        Entry(ModelLoad load) {
            this.load = load;
        }
    }

    /**
     * The loader of a server.
     *
     * @param engine makes a model; may take long, and throws in one line what is wrong
     */
    public ModelLoader(
            LoadPlans plans,
            Function<LoadPlan, SpeechModel> engine,
            DecodeScheduler scheduler,
            InstantSource clock,
            Ticker ticker) {
        this.plans = plans;
        this.engine = engine;
        this.scheduler = scheduler;
        this.clock = clock;
        this.ticker = ticker;
        thread.allowCoreThreadTimeOut(true);
    }

    /** The loader around an engine. */
    public static ModelLoader of(LoadPlans plans, Engine engine, DecodeScheduler scheduler, Ticker ticker) {
        return new ModelLoader(plans, engine::load, scheduler, InstantSource.system(), ticker);
    }

    @Override
    public List<ModelView> loaded() {
        String fallback = scheduler.serves("");
        List<ModelView> views = new ArrayList<>();
        for (LoadedModel model : scheduler.models()) {
            views.add(new ModelView(
                    model.id(),
                    model.weights(),
                    model.id().equals(fallback),
                    model.workers(),
                    model.queued(),
                    model.running()));
        }
        return views;
    }

    @Override
    public List<ModelLoad> loads() {
        synchronized (entries) {
            return entries.stream().map(entry -> entry.load).toList().reversed();
        }
    }

    @Override
    public List<String> profiles() {
        return plans.profiles();
    }

    @Override
    public ModelLoadOutcome load(ModelWish wish, Consumer<String> before, Consumer<ModelLoad> whenFailed) {
        return switch (plans.of(wish)) {
            case LoadPlans.Planned.Refused refused -> refused.why();
            case LoadPlans.Planned.Ready ready -> {
                Optional<ModelLoadOutcome> hindrance = hindrance(wish.modelId());
                if (hindrance.isPresent()) {
                    yield hindrance.get();
                }
                before.accept(ready.plan().words());
                yield start(ready.plan(), whenFailed);
            }
        };
    }

    @Override
    public boolean canUnload(String modelId) {
        List<String> ids = scheduler.modelIds();
        return ids.size() > 1 && ids.contains(modelId);
    }

    @Override
    public boolean unload(String modelId, Duration patience) throws InterruptedException {
        boolean isDone = scheduler.unload(modelId, patience.toNanos());
        if (isDone) {
            LOGGER.log(INFO, "model " + modelId + " is unloaded");
        }
        return isDone;
    }

    /** Ends after the load that is under way, if it does not take too long; those that wait are dropped. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LAST_LOAD.toSeconds(), TimeUnit.SECONDS)) {
                LOGGER.log(WARNING, "a model is still being loaded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ModelLoadOutcome start(LoadPlan plan, Consumer<ModelLoad> whenFailed) {
        Entry entry = new Entry(
                new ModelLoad(plan.modelId(), ModelLoad.Status.QUEUED, Optional.empty(), Optional.empty(), 0, ""));
        synchronized (entries) {
            // Somebody may have been quicker while the audit was written.
            Optional<ModelLoadOutcome> hindrance = hindrance(plan.modelId());
            if (hindrance.isPresent()) {
                return hindrance.get();
            }
            entries.addLast(entry);
            forgetOldest();
        }
        try {
            thread.execute(() -> run(plan, entry, whenFailed));
        } catch (RejectedExecutionException e) {
            end(entry, ticker.nanos(), KEPT_LOADS + " loads wait already, or the server stops");
            tell(whenFailed, entry);
        }
        return new ModelLoadOutcome.Started(now(entry));
    }

    /** Why a model of that id need not or cannot be loaded now. */
    private Optional<ModelLoadOutcome> hindrance(String modelId) {
        synchronized (entries) {
            Optional<ModelLoadOutcome> underway = entries.stream()
                    .map(entry -> entry.load)
                    .filter(load -> load.modelId().equals(modelId) && !load.isOver())
                    .findFirst()
                    .map(ModelLoadOutcome.Underway::new);
            if (underway.isPresent()) {
                return underway;
            }
        }
        return scheduler.modelIds().contains(modelId)
                ? Optional.of(new ModelLoadOutcome.Refused(ErrorCode.MODEL_ALREADY_LOADED, modelId))
                : Optional.empty();
    }

    private void run(LoadPlan plan, Entry entry, Consumer<ModelLoad> whenFailed) {
        long began = ticker.nanos();
        set(
                entry,
                new ModelLoad(
                        plan.modelId(),
                        ModelLoad.Status.RUNNING,
                        Optional.of(clock.instant()),
                        Optional.empty(),
                        0,
                        ""));
        String error = "";
        try {
            offer(engine.apply(plan), plan.workers());
            LOGGER.log(INFO, "model " + plan.modelId() + " is loaded");
        } catch (RuntimeException | Error e) {
            error = firstLine(e);
            LOGGER.log(WARNING, "model " + plan.modelId() + " is not loaded: " + error);
        }
        end(entry, began, error);
        if (!error.isEmpty()) {
            tell(whenFailed, entry);
        }
    }

    /** The load is over, whether that can be written down or not. */
    private void tell(Consumer<ModelLoad> whenFailed, Entry entry) {
        try {
            whenFailed.accept(now(entry));
        } catch (RuntimeException e) {
            LOGGER.log(
                    WARNING,
                    "that model " + now(entry).modelId() + " is not loaded could not be audited: " + firstLine(e));
        }
    }

    private void offer(SpeechModel model, int workers) {
        try {
            scheduler.load(model, workers);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private void end(Entry entry, long beganNanos, String error) {
        Instant finished = clock.instant();
        set(
                entry,
                new ModelLoad(
                        now(entry).modelId(),
                        error.isEmpty() ? ModelLoad.Status.SUCCESS : ModelLoad.Status.FAILED,
                        Optional.of(now(entry).startedAt().orElse(finished)),
                        Optional.of(finished),
                        (ticker.nanos() - beganNanos) / 1e9,
                        error));
        synchronized (entries) {
            forgetOldest();
        }
    }

    /** Loads that are not over are never forgotten: there is no room for more of them than are kept. */
    private void forgetOldest() {
        Iterator<Entry> oldest = entries.iterator();
        while (entries.size() > KEPT_LOADS && oldest.hasNext()) {
            if (oldest.next().load.isOver()) {
                oldest.remove();
            }
        }
    }

    private ModelLoad now(Entry entry) {
        synchronized (entries) {
            return entry.load;
        }
    }

    private void set(Entry entry, ModelLoad load) {
        synchronized (entries) {
            entry.load = load;
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
