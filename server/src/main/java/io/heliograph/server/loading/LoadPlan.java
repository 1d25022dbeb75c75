package io.heliograph.server.loading;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be loaded, with every wish filled in; whether this server has it is another matter. Immutable.
 *
 * @param modelId the id that sessions ask for
 * @param size name of the model, as wished
 * @param backend engine, as wished
 * @param device device, as wished
 * @param computeType number format, as wished
 * @param workers decode workers, at least 1
 * @param folder where the model lies; empty = by its name in the models folder
 */
public record LoadPlan(
        String modelId,
        String size,
        String backend,
        String device,
        String computeType,
        int workers,
        Optional<Path> folder) {

    /** What the audit says of it, a line each. */
    String words() {
        return folder.map(path -> "model_path: " + path).orElse("model_size: " + size) + "\nbackend: " + backend
                + "\ndevice: " + device + "\ncompute_type: " + computeType + "\npool_size: " + workers;
    }
}
