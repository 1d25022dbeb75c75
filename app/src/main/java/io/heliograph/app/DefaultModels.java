package io.heliograph.app;

import io.heliograph.server.model.BuiltInModels;
import io.heliograph.server.model.InstalledModel;
import io.heliograph.server.model.ModelInstaller;
import io.heliograph.server.model.ModelStore;
import io.heliograph.server.time.Ticker;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** The models that a first start needs. */
public final class DefaultModels {
    private DefaultModels() {}

    /**
     * Fetches those that are missing or damaged; quick if none is.
     *
     * @throws io.heliograph.server.model.ModelException in one line, if they cannot be had
     */
    public static void ensure(Path modelsDirectory, CommandOutput output) {
        ModelStore store = new ModelStore(modelsDirectory);
        List<String> missing =
                BuiltInModels.ids().stream().filter(id -> !isThere(store, id)).toList();
        if (missing.isEmpty()) {
            return;
        }
        TransferProgress progress = new TransferProgress(output, Ansi.AUTO.enabled());
        try {
            new ModelInstaller(store, System.getenv(), Ticker.system()).install(missing, progress);
        } finally {
            progress.endBar();
        }
    }

    private static boolean isThere(ModelStore store, String id) {
        return store.find(id).map(InstalledModel::glance).map(List::isEmpty).orElse(false);
    }
}
