package io.heliograph.server.model;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What pip said, reduced to the one line that explains its failure. Addresses, hosts and credentials of the package index are
 * nobody's business in a log, so they are cut out. Thread-safe.
 */
final class PipOutput {
    private static final int TAIL_BYTES = 64 * 1024;
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s'\"<>]+");
    private static final Pattern USER = Pattern.compile("[^\\s@'\"]+:[^\\s@'\"]+@\\S+");
    /* urllib3: HTTPSConnectionPool(host='…', port=443), Failed to resolve '…'; requests: ('…', 443). */
    private static final Pattern QUOTED_HOST = Pattern.compile("(['\"])[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+\\.?\\1");
    private static final Pattern HOST_ARGUMENT = Pattern.compile("host=(['\"])[^'\"]*\\1");
    private static final Pattern NO_CONNECTION = Pattern.compile(
            "connection broken by|ConnectionError|ConnectTimeout|ReadTimeout|NewConnectionError|NameResolutionError|SSLError"
                    + "|ProxyError|Network is unreachable");

    private PipOutput() {}

    /** The reason of a failure, from the end of pip's output. */
    static String reason(Path log, int exitStatus) throws IOException {
        List<String> lines = tail(log)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String said = lines.stream()
                .filter(line -> line.startsWith("ERROR:"))
                .reduce((earlier, later) -> later)
                .or(() -> lines.stream().reduce((earlier, later) -> later))
                .map(PipOutput::withoutAddresses)
                .map(line -> "pip says: " + line)
                .orElse("pip said nothing");
        /* Offline, pip's last word is "No matching distribution found", which sends people looking for the wrong thing. */
        boolean offline =
                lines.stream().anyMatch(line -> NO_CONNECTION.matcher(line).find());
        return (offline ? "the package index cannot be reached; " : "") + said + " (exit status " + exitStatus + ")";
    }

    /** The line without URLs, hosts and credentials. */
    static String withoutAddresses(String line) {
        String cut = URL.matcher(line).replaceAll("<address>");
        cut = USER.matcher(cut).replaceAll("<address>");
        cut = HOST_ARGUMENT.matcher(cut).replaceAll("host=<address>");
        return Printable.of(QUOTED_HOST.matcher(cut).replaceAll("<address>"));
    }

    private static String tail(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL_BYTES));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
