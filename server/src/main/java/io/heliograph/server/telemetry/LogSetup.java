package io.heliograph.server.telemetry;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The log of the process in the form of contract §16.3: java.util.logging, which {@link System.Logger}, gRPC and Helidon all
 * end in, with our layout and a bounded queue. Install it before anything else and close it last; closing puts the former set-up
 * back. At JVM shutdown the log manager closes handlers on a thread of its own, so lines of an orderly stop appear only if it
 * happens before {@code System.exit}. Thread-safe.
 */
public final class LogSetup implements AutoCloseable {
    private static final String OWN_ROOT = "io.heliograph";
    /** Helidon would read a logging.properties from the working directory over this set-up. */
    private static final String HELIDON_SWITCH = "io.helidon.logging.config.disabled";

    /** Held because java.util.logging forgets the level of a logger that nobody holds. */
    private final Logger root = Logger.getLogger("");

    private final Logger own = Logger.getLogger(OWN_ROOT);
    private final List<Handler> formerHandlers = List.of(root.getHandlers());
    private final @Nullable Level formerRootLevel = root.getLevel();
    private final @Nullable Level formerOwnLevel = own.getLevel();
    private final LogWriter writer;
    private final LogHandler handler;
    private final @Nullable OutputStream file;

    private LogSetup(LogConfig config, OutputStream console) throws IOException {
        Path path = config.file();
        List<OutputStream> outputs = new ArrayList<>(List.of(new BufferedOutputStream(console)));
        file = path == null ? null : open(path);
        if (file != null) {
            outputs.add(file);
        }
        writer = new LogWriter(config.queueRecords(), outputs);
        handler = new LogHandler(writer);
        handler.setLevel(Level.ALL);
    }

    /**
     * Takes over the log of the process, to standard error and the configured file.
     *
     * @throws IOException if the file cannot be opened
     */
    public static LogSetup install(LogConfig config) throws IOException {
        return install(config, System.err);
    }

    static LogSetup install(LogConfig config, OutputStream console) throws IOException {
        LogSetup setup = new LogSetup(config, console);
        System.setProperty(HELIDON_SWITCH, "true");
        setup.writer.start();
        setup.formerHandlers.forEach(setup.root::removeHandler);
        setup.root.addHandler(setup.handler);
        setup.level(config.level());
        return setup;
    }

    /** Changes the least level shown, at once. */
    public void level(LogLevel level) {
        own.setLevel(level.javaLevel());
        root.setLevel(level == LogLevel.ERROR ? Level.SEVERE : Level.WARNING);
    }

    /** Records dropped because the queue was full or the log was closing. */
    public long droppedRecords() {
        return writer.dropped();
    }

    /** Writes what waits, for at most five seconds, and gives the log back. */
    @Override
    public void close() {
        root.removeHandler(handler);
        writer.close();
        formerHandlers.forEach(former -> {
            if (!List.of(root.getHandlers()).contains(former)) {
                root.addHandler(former);
            }
        });
        root.setLevel(formerRootLevel);
        own.setLevel(formerOwnLevel);
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // Every line was flushed before; there is nobody left to tell.
            }
        }
    }

    private static OutputStream open(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return new BufferedOutputStream(
                Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }
}
