package io.heliograph.server.control;

/** A recording to try out. */
public sealed interface TrialAudio {
    /** Somewhat more than two minutes of CD quality in two channels. */
    int MAX_BYTES = 24 << 20;

    /** One that is at hand, by its name in {@link TryOut#samples()}. */
    record Sample(String name) implements TrialAudio {}

    /** A WAVE file that somebody brought; its bytes are handed over. */
    final class File implements TrialAudio {
        private final String name;
        private final byte[] bytes;

        /**
         * A file.
         *
         * @param bytes at most {@link #MAX_BYTES}
         * @throws ControlException of kind INVALID if it is empty or larger
         */
        public File(String name, byte[] bytes) {
            if (bytes.length == 0 || bytes.length > MAX_BYTES) {
                throw new ControlException(
                        ControlException.Kind.INVALID,
                        "a recording to try must have 1 to " + MAX_BYTES + " bytes, but this one has " + bytes.length);
            }
            this.name = name;
            this.bytes = bytes;
        }

        public String name() {
            return name;
        }

        /** The whole file; not to be changed. */
        public byte[] bytes() {
            return bytes;
        }
    }
}
