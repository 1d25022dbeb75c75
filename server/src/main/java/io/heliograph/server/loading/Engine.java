package io.heliograph.server.loading;

import io.heliograph.server.decode.SpeechModel;
import io.heliograph.server.decode.moonshine.MoonshineModel;
import io.heliograph.server.model.BuiltInModels;
import io.heliograph.server.model.InstalledModel;
import io.heliograph.server.model.ModelException;
import io.heliograph.server.model.ModelFamily;
import io.heliograph.server.model.ModelProblem;
import io.heliograph.server.model.ModelStore;
import io.heliograph.server.time.Ticker;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The engine of this server: which wishes it can grant, and the models it makes of files. Thread-safe. */
public final class Engine {
    private static final String OWN_BACKEND = "onnxruntime";
    private static final String APPLE_BACKEND = "mlx_whisper";

    /** Engines that deployments name, for which the own one stands in. */
    private static final Set<String> BACKENDS = Set.of(OWN_BACKEND, "faster_whisper", "torch_whisper", APPLE_BACKEND);

    private static final Set<String> DEVICES = Set.of("cpu", "auto");
    private static final Set<String> COMPUTE_TYPES = Set.of("int8", "auto", "default");

    /** Names that deployments use, for which the built-in model stands in. */
    private static final Set<String> USUAL_SIZES = Set.of("small", "tiny", "tiny.en");

    private final ModelStore store;
    private final Ticker ticker;

    /** @param modelsFolder where models are looked for by name */
    public Engine(Path modelsFolder, Ticker ticker) {
        this.store = new ModelStore(modelsFolder);
        this.ticker = ticker;
    }

    /**
     * Loads a model; takes as long as the files are large.
     *
     * @throws RuntimeException in one line, if this server has no such model, engine, device or format, or if its files are not right
     */
    SpeechModel load(LoadPlan plan) {
        misfit(plan).ifPresent(reason -> {
            throw new ModelException(reason);
        });
        return speech(plan.modelId(), plan.folder().map(this::at).orElseGet(() -> named(plan.size())));
    }

    /** Loads what a server starts with: what it is wished to, if it {@link #lacks} nothing, else the built-in model. */
    public SpeechModel loadAtStart(LoadPlan plan) {
        return speech(
                plan.modelId(),
                lacks(plan).isPresent() ? installed(BuiltInModels.MOONSHINE_TINY_EN) : named(plan.size()));
    }

    /** What of a wish this server has not, in one line; empty if it has all, whether the files are right or not. */
    public Optional<String> lacks(LoadPlan plan) {
        return misfit(plan).or(() -> isKnown(plan.size()) ? Optional.empty() : Optional.of(unknown(plan.size())));
    }

    private static Optional<String> misfit(LoadPlan plan) {
        String backend = plan.backend().toLowerCase(Locale.ROOT);
        String device = plan.device().toLowerCase(Locale.ROOT);
        if (!BACKENDS.contains(backend)) {
            return Optional.of("there is no backend " + plan.backend() + ": this server has " + OWN_BACKEND
                    + ", which also answers to faster_whisper, torch_whisper and mlx_whisper");
        }
        if (!DEVICES.contains(device)) {
            return Optional.of(
                    "there is no device " + plan.device() + ": the engine of this server computes on the cpu alone");
        }
        if (backend.equals(APPLE_BACKEND)) {
            return Optional.of("backend " + APPLE_BACKEND + " does not compute on device " + plan.device());
        }
        if (!COMPUTE_TYPES.contains(plan.computeType().toLowerCase(Locale.ROOT))) {
            return Optional.of("there are no weights of compute_type " + plan.computeType() + ": those here are int8");
        }
        return Optional.empty();
    }

    /** A model of the models folder whose files are all there in full; their hashes were compared when they were installed. */
    public InstalledModel installed(String name) {
        InstalledModel model = store.find(name)
                .orElseThrow(() -> new ModelException("model " + name + " is not in " + store.folder()
                        + ": fetch it with `heliograph model pull`, or name its folder with --models-dir"));
        List<ModelProblem> problems = model.glance();
        if (!problems.isEmpty()) {
            throw new ModelException("model " + name + " is damaged: "
                    + problems.getFirst().message() + ": fetch it again with `heliograph model pull`");
        }
        return model;
    }

    private boolean isKnown(String size) {
        return isUsual(size) || store.find(size).isPresent();
    }

    private static boolean isUsual(String size) {
        return USUAL_SIZES.contains(size.toLowerCase(Locale.ROOT));
    }

    private InstalledModel named(String size) {
        if (!isKnown(size)) {
            throw new ModelException(unknown(size));
        }
        return installed(isUsual(size) ? BuiltInModels.MOONSHINE_TINY_EN : size);
    }

    private String unknown(String size) {
        String there = store.installed().stream()
                .filter(model -> model.manifest().family() == ModelFamily.MOONSHINE)
                .map(InstalledModel::id)
                .collect(Collectors.joining(", "));
        return "there is no model " + oneLine(size) + " in " + store.folder() + ", which has "
                + (there.isEmpty() ? "none" : there) + "; small, tiny and tiny.en stand for "
                + BuiltInModels.MOONSHINE_TINY_EN;
    }

    /** A folder that somebody named: every byte is compared, as nobody has installed it. */
    private InstalledModel at(Path folder) {
        InstalledModel model = InstalledModel.at(folder);
        List<ModelProblem> problems = model.verify();
        if (!problems.isEmpty()) {
            throw new ModelException("the model in " + folder + " is damaged: "
                    + problems.getFirst().message());
        }
        return model;
    }

    private SpeechModel speech(String modelId, InstalledModel model) {
        if (model.manifest().family() != ModelFamily.MOONSHINE) {
            throw new ModelException("model " + model.id() + " is of family "
                    + model.manifest().family().label() + ", which recognises no speech");
        }
        return MoonshineModel.load(modelId, model.folder(), ticker);
    }

    private static String oneLine(String text) {
        return text.codePoints()
                .limit(64)
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
