package io.heliograph.server;

import io.heliograph.server.concurrent.Closer;
import io.heliograph.server.config.EnvironmentSettings;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.decode.DecodeScheduler;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.loading.Engine;
import io.heliograph.server.loading.LoadPlan;
import io.heliograph.server.loading.LoadPlans;
import io.heliograph.server.loading.ModelLoader;
import io.heliograph.server.loading.ModelPaths;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.vad.DetectorPool;
import io.heliograph.server.vad.VoiceDetector;
import java.util.function.Supplier;

/**
 * What recognises in a server.
 *
 * @param scheduler decodes with the models that are loaded
 * @param loader loads more
 * @param detectors makes a voice detector
 */
record ModelsAssembly(DecodeScheduler scheduler, ModelLoader loader, Supplier<VoiceDetector> detectors) {

    /**
     * Loads the models that a server starts with.
     *
     * @param closer ends decoding and frees them
     * @throws RuntimeException in one line, if there is no model to start with
     */
    static ModelsAssembly load(ServerConfig config, SttServer.Parts parts, Closer closer, Ticker ticker) {
        EnvironmentSettings environment = config.environment();
        LoadPlans plans = new LoadPlans(
                config.loadProfiles(),
                config.model(),
                new ModelPaths(environment.adminAllowModelPath(), environment.adminModelPathAllowlist()),
                Runtime.getRuntime().availableProcessors());
        Engine engine = new Engine(config.files().modelsDirectory(), ticker);
        LoadPlan first = plans.first(DecodeScheduler.DEFAULT_MODEL);
        LoadedModels models = parts.speech().isPresent()
                ? LoadedModels.brought(parts.speech().get(), parts.detectors().orElseThrow())
                : LoadedModels.load(engine, first, closer);
        DecodeScheduler scheduler = closer.register(new DecodeScheduler(models.speech(), first.workers(), ticker));
        return new ModelsAssembly(
                scheduler, closer.register(ModelLoader.of(plans, engine, scheduler, ticker)), models.detectors());
    }

    /** The detector slots; as many as sessions, if nothing else is configured. */
    DetectorPool detectorPool(ServerConfig config, Limits limits) {
        int slots = config.detectors().poolSize() > 0
                ? config.detectors().poolSize()
                : Math.max(0, limits.sessions().maxSessions());
        int prewarmed = slots > 0
                ? Math.min(slots, config.detectors().prewarm())
                : config.detectors().prewarm();
        return new DetectorPool(detectors, slots, config.detectors().growthFactor(), Math.max(0, prewarmed));
    }
}
