package io.heliograph.server.transport.http;

import io.heliograph.server.control.Operator;
import io.heliograph.server.control.StoreControl;
import io.heliograph.server.telemetry.JsonWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The database over HTTP. Thread-safe. */
final class AdminStore {
    private final StoreControl store;

    AdminStore(StoreControl store) {
        this.store = store;
    }

    /** Makes a file on the server's own machine; the caller's folder means nothing there, so the path is a whole one. */
    HttpAnswer backup(Operator operator, HttpCall call) {
        Path file = path(AdminBody.of(call, "path").text("path"));
        store.backup(operator, file);
        return AdminAnswers.ok(new JsonWriter()
                .beginObject()
                .key("status")
                .value("written")
                .key("path")
                .value(file.toString())
                .endObject());
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw AdminRequestException.of("path", "is no path: " + e.getReason(), "path_type");
        }
        throw AdminRequestException.of(
                "path", "must be an absolute path of a new file on the server's machine", "path_type");
    }
}
