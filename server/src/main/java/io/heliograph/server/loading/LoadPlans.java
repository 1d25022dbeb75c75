package io.heliograph.server.loading;

import io.heliograph.server.config.LoadProfile;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.ModelLoadOutcome;
import io.heliograph.server.control.ModelWish;
import io.heliograph.server.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes plans of wishes, as contract §15.3 fills them in. Immutable. */
public final class LoadPlans {
    private static final String DEFAULT_SIZE = "small";
    private static final String DEFAULT_DEVICE = "cpu";
    private static final String DEFAULT_COMPUTE_TYPE = "int8";

    private final Map<String, LoadProfile> profiles;
    private final ServerConfig.Model configured;
    private final ModelPaths paths;
    private final int processors;

    /** What a wish becomes. */
    sealed interface Planned {

        /** It can be tried. */
        record Ready(LoadPlan plan) implements Planned {}

        /** It cannot. */
        record Refused(ModelLoadOutcome.Refused why) implements Planned {}
    }

    /**
     * The plans of a server.
     *
     * @param profiles by name
     * @param configured what a wish that leaves something out gets
     * @param processors how many workers there are where nothing is said of them
     */
    public LoadPlans(
            Map<String, LoadProfile> profiles, ServerConfig.Model configured, ModelPaths paths, int processors) {
        this.profiles = profiles;
        this.configured = configured;
        this.paths = paths;
        this.processors = processors;
    }

    /** The model that a server starts with. */
    public LoadPlan first(String modelId) {
        return new LoadPlan(
                modelId,
                configured.name(),
                configured.backend(),
                configured.device(),
                configured.computeType(),
                configured.workers(processors),
                Optional.empty());
    }

    /** The names of the profiles. */
    List<String> profiles() {
        return List.copyOf(profiles.keySet());
    }

    Planned of(ModelWish wish) {
        String profile = wish.profileId();
        if (profile != null && !profile.isBlank()) {
            return ofProfile(wish.modelId(), profile);
        }
        if (wish.isBare() && !profiles.isEmpty()) {
            return ofProfile(wish.modelId(), configured.defaultLoadProfile());
        }
        Optional<Path> folder = Optional.empty();
        String path = wish.modelPath();
        if (path != null && !path.isBlank()) {
            folder = paths.permitted(path);
            if (folder.isEmpty()) {
                return refused(ErrorCode.ADMIN_MODEL_PATH_FORBIDDEN, "");
            }
        }
        return new Planned.Ready(new LoadPlan(
                wish.modelId(),
                said(wish.modelSize(), DEFAULT_SIZE),
                said(wish.backend(), configured.backend()),
                said(wish.device(), DEFAULT_DEVICE),
                said(wish.computeType(), DEFAULT_COMPUTE_TYPE),
                configured.workers(processors),
                folder));
    }

    /** A profile's folder is the configuration's own: no rule about what a load may name holds for it. */
    private Planned ofProfile(String modelId, String name) {
        LoadProfile profile = profiles.get(name);
        if (profile == null) {
            return refused(ErrorCode.ADMIN_MODEL_PROFILE_UNKNOWN, ModelWish.isId(name) ? name : "");
        }
        return new Planned.Ready(new LoadPlan(
                modelId,
                profile.modelSize(),
                profile.backend(),
                profile.device(),
                profile.computeType(),
                profile.poolSize() > 0 ? profile.poolSize() : processors,
                Optional.ofNullable(profile.modelPath()).map(Path::of).map(Path::toAbsolutePath)));
    }

    private static Planned refused(ErrorCode code, String detail) {
        return new Planned.Refused(new ModelLoadOutcome.Refused(code, detail));
    }

    private static String said(@Nullable String wish, String otherwise) {
        return wish == null || wish.isBlank() ? otherwise : wish.strip();
    }
}
