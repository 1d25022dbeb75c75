package io.heliograph.server.audio;

/** Decoding of the telephone's 8-bit samples (ITU-T G.711) to the scale of 16 bits. Pure. */
final class G711 {
    private static final int MU_LAW_BIAS = 0x84;

    private G711() {}

    /** An A-law byte as −32 256 … 32 256. */
    static int aLaw(byte code) {
        int bits = code ^ 0x55;
        int exponent = (bits >> 4) & 7;
        int mantissa = ((bits & 0xF) << 4) | 8;
        int magnitude = exponent == 0 ? mantissa : (mantissa | 0x100) << (exponent - 1);
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    /** A µ-law byte as −32 124 … 32 124. */
    static int muLaw(byte code) {
        int bits = ~code;
        int magnitude = ((((bits & 0xF) << 3) | MU_LAW_BIAS) << ((bits >> 4) & 7)) - MU_LAW_BIAS;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }
}
