package io.heliograph.server.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The memory that this process holds. It is asked some times a second, also by a server that has nothing to do, so the file is not
 * taken apart line by line. Immutable.
 */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String NAME = "VmRSS:";
    private static final String UNIT = "kB";
    private static final long BYTES_PER_KIB = 1024;
    /** The file has about 1,500 bytes. */
    private static final int MAX_FILE_BYTES = 16_384;

    private final Path status;

    /** As the kernel tells it. */
    ResidentMemory() {
        this(STATUS);
    }

    /** As another file in the manner of {@code /proc/self/status} tells it. */
    ResidentMemory(Path status) {
        this.status = status;
    }

    /** Read as in a line like {@code VmRSS: 123 kB}; empty where there is no such file or line. */
    OptionalLong bytes() {
        try (InputStream in = Files.newInputStream(status)) {
            String text = new String(in.readNBytes(MAX_FILE_BYTES), ISO_8859_1);
            int begin = text.indexOf(NAME);
            int end = text.indexOf(UNIT, Math.max(0, begin));
            return begin < 0 || end < 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(BYTES_PER_KIB
                            * Long.parseLong(
                                    text.substring(begin + NAME.length(), end).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
