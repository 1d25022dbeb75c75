package io.heliograph.server.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The JDBC URL of a database, completed with what the stores rely on. An H2 database is opened so that one SQL dialect serves it and
 * PostgreSQL, and so that an acknowledged commit is on disk. Immutable.
 *
 * @param configured the URL as configured
 */
record StoreUrl(String configured) {
    private static final String H2_FILE = "jdbc:h2:file:";
    private static final String H2 = "jdbc:h2:";
    private static final String H2_SUFFIX = ".mv.db";

    /**
     * Without WRITE_DELAY=0 H2 keeps acknowledged commits in memory for half a second: a halt after 200 acknowledged inserts left 124
     * of them (H2 2.5.252). Its own shutdown hook would race ours.
     */
    private static final List<String> H2_SETTINGS = List.of(
            "WRITE_DELAY=0",
            "DB_CLOSE_ON_EXIT=FALSE",
            "MODE=PostgreSQL",
            "DATABASE_TO_LOWER=TRUE",
            "DEFAULT_NULL_ORDERING=HIGH",
            // What goes wrong is told by us, in one line; H2 would write it to a second file.
            "TRACE_LEVEL_FILE=0");

    /** The URL to connect with; settings that are named in it already stay as they are. */
    String complete() {
        if (!configured.startsWith(H2)) {
            return configured;
        }
        StringBuilder url = new StringBuilder(configured);
        String upper = configured.toUpperCase(Locale.ROOT);
        for (String setting : H2_SETTINGS) {
            if (!upper.contains(";" + setting.substring(0, setting.indexOf('=') + 1))) {
                url.append(';').append(setting);
            }
        }
        return url.toString();
    }

    /** Whether it is an H2 database. */
    boolean isH2() {
        return configured.startsWith(H2);
    }

    /** The file of a file database, absolute; empty for any other. */
    Optional<Path> file() {
        if (!configured.startsWith(H2_FILE)) {
            return Optional.empty();
        }
        return Optional.of(
                Path.of(printable().substring(H2_FILE.length()) + H2_SUFFIX).toAbsolutePath());
    }

    /** The URL without its settings, which may hold a password. */
    String printable() {
        return configured.split("[;?]", 2)[0];
    }
}
