package io.heliograph.server.loading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.Overrides;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.ModelLoadOutcome;
import io.heliograph.server.control.ModelWish;
import io.heliograph.server.error.ErrorCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How wishes are filled in (contract §15.3). */
final class LoadPlansTest {
    @TempDir
    private Path folder;

    private LoadPlans plans(Map<String, Object> settings) {
        ServerConfig config = new ConfigLoader(folder, Map.of())
                .load(Overrides.of(new HashMap<>(settings)))
                .config();
        return new LoadPlans(config.loadProfiles(), config.model(), new ModelPaths(true, List.of()), 2);
    }

    private static final Map<String, Object> PROFILES = Map.of(
            "model.pool_size",
            3,
            "model_load_profiles",
            Map.of(
                    "default", Map.of("model_size", "small", "pool_size", 1),
                    "gpu", Map.of("device", "cuda", "compute_type", "float16", "pool_size", 4)));

    private static ModelWish wish(
            @Nullable String profile, @Nullable String size, @Nullable String backend, @Nullable String language) {
        return new ModelWish("m", profile, null, size, backend, null, null, language);
    }

    private static LoadPlan ready(LoadPlans plans, ModelWish wish) {
        return ((LoadPlans.Planned.Ready) plans.of(wish)).plan();
    }

    @Test
    void aProfileSaysEverything() {
        assertEquals(
                new LoadPlan("m", "small", "faster_whisper", "cuda", "float16", 4, Optional.empty()),
                ready(plans(PROFILES), wish("gpu", "large", "other", "de")));
    }

    @Test
    void aBareWishTakesTheDefaultProfile() {
        assertEquals(
                new LoadPlan("m", "small", "faster_whisper", "cpu", "int8", 1, Optional.empty()),
                ready(plans(PROFILES), wish(null, null, null, null)));
    }

    @Test
    void aLanguageAloneMakesAWishOfItsOwn() {
        assertEquals(
                new LoadPlan("m", "small", "faster_whisper", "cpu", "int8", 3, Optional.empty()),
                ready(plans(PROFILES), wish(null, null, null, "de")));
    }

    @Test
    void whatAWishLeavesOutIsFilledIn() {
        assertEquals(
                new LoadPlan("m", "large", "faster_whisper", "cpu", "int8", 3, Optional.empty()),
                ready(plans(PROFILES), wish("", "large", null, null)));
        assertEquals(
                new LoadPlan("m", "small", "other", "cpu", "int8", 2, Optional.empty()),
                ready(plans(Map.of("model.pool_size", 0)), wish(null, "", "other", null)));
    }

    @Test
    void anUnknownProfileIsRefusedAndNamedOnlyIfItMayBeRepeated() {
        assertEquals(
                new LoadPlans.Planned.Refused(
                        new ModelLoadOutcome.Refused(ErrorCode.ADMIN_MODEL_PROFILE_UNKNOWN, "huge")),
                plans(PROFILES).of(wish("huge", null, null, null)));
        assertEquals(
                new LoadPlans.Planned.Refused(new ModelLoadOutcome.Refused(ErrorCode.ADMIN_MODEL_PROFILE_UNKNOWN, "")),
                plans(PROFILES).of(wish("<script>", null, null, null)));
    }
}
