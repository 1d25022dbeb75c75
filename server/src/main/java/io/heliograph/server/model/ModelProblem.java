package io.heliograph.server.model;

import java.nio.file.Path;

/** What is wrong with one file of a model. Immutable. */
public sealed interface ModelProblem {

    /** Name of the file. */
    String file();

    /** One line: the file, what is wrong, and the numbers. */
    String message();

    /** The file is not there. */
    record Missing(String file, Path folder) implements ModelProblem {
        @Override
        public String message() {
            return file + " is missing in " + folder;
        }
    }

    /** The file has another size than its manifest says: a broken copy, or another file. */
    record WrongSize(String file, long actualBytes, long expectedBytes) implements ModelProblem {
        @Override
        public String message() {
            return file + (actualBytes < expectedBytes ? " is truncated: " : " is too long: ") + actualBytes + " of "
                    + expectedBytes + " bytes";
        }
    }

    /** The file has the right size and other content. */
    record WrongHash(String file, String actualSha256, String expectedSha256) implements ModelProblem {
        @Override
        public String message() {
            return file + " has SHA-256 " + actualSha256 + ", expected " + expectedSha256;
        }
    }

    /** The file is there and cannot be read. */
    record Unreadable(String file, String reason) implements ModelProblem {
        @Override
        public String message() {
            return file + " cannot be read: " + reason;
        }
    }
}
