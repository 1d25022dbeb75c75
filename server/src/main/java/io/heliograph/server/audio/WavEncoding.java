package io.heliograph.server.audio;

/** How a WAVE file writes a sample. */
public enum WavEncoding {
    /** Linear integers: unsigned for 8 bits, signed for 16, 24 and 32. */
    PCM(1),
    /** IEEE 754 floating point of 32 or 64 bits, full scale 1. */
    FLOAT(3),
    /** ITU-T G.711 A-law, 8 bits. */
    A_LAW(6),
    /** ITU-T G.711 µ-law, 8 bits. */
    MU_LAW(7);

    private final int tag;

    WavEncoding(int tag) {
        this.tag = tag;
    }

    /** The format tag of the file. */
    int tag() {
        return tag;
    }

    /** Whether samples of so many bits exist in this encoding. */
    boolean allows(int bits) {
        return switch (this) {
            case PCM -> bits == 8 || bits == 16 || bits == 24 || bits == 32;
            case FLOAT -> bits == 32 || bits == 64;
            case A_LAW, MU_LAW -> bits == 8;
        };
    }
}
