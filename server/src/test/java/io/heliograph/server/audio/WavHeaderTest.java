package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class WavHeaderTest {
    private final WavFixture file = new WavFixture();

    @Test
    void saysWhatIsWrongWithNumbers() {
        assertRefused("not a WAVE file: only 0 bytes", "");
        assertRefused("not a WAVE file: only 3 bytes", "RIF");
        assertRefused("not a WAVE file: starts with 'ID3' (49 44 33 03)", "ID3\u0003 and so on");
        assertRefused("not a WAVE file: starts with 'OggS' (4f 67 67 53)", "OggS and so on");
        assertRefused("not a WAVE file: RIFF holds 'AVI'", "RIFF\0\0\0\0AVI LIST");
        assertRefused("no format in this WAVE file: it ends after 12 bytes", "RIFF\0\0\0\0WAVE");
        assertRefused("audio at byte 20 comes before the format", "RIFF\0\0\0\0WAVEdata\0\0\0\0");
        assertRefused("format of 4 bytes, at least 16 expected", "RIFF\0\0\0\0WAVEfmt \4\0\0\0abcd");
        assertRefused(
                "chunk 'junk' of 4294967296 bytes at byte 20, audio must begin within 67108864",
                "RIFF\0\0\0\0WAVEjunk\u00ff\u00ff\u00ff\u00ff");
    }

    @Test
    void namesTheFieldOfTheFormat() {
        file.bits = 12;
        assertRefused("bits per sample 12 not supported for PCM");
        file.bits = 16;
        file.tag = 3;
        assertRefused("bits per sample 16 not supported for FLOAT");
        file.tag = 0x55;
        assertRefused("format 0x0055 not supported");
        file.tag = 1;
        file.channels = 0;
        assertRefused("0 channels");
        file.channels = 1;
        file.rateHz = 0;
        assertRefused("sample rate 0 Hz not supported");
        file.rateHz = -1;
        assertRefused("sample rate 4294967295 Hz not supported");
        file.rateHz = 8_000;
        file.extensibleTag = 0x55;
        assertRefused("format 0x0055 not supported");
        file.extensibleTag = 0x10_0000;
        assertRefused("sub-format 00100000-…-800000AA00389B71 not supported");
    }

    @Test
    void refusesFramesThatDoNotFitTheirSamples() {
        byte[] bytes = file.bytes();
        bytes[32] = 3;
        WavFormatException refusal =
                assertThrows(WavFormatException.class, () -> new WavReader(new ByteArrayInputStream(bytes)));
        assertEquals("frames of 3 bytes do not fit 1 channels of 16 bits", refusal.getMessage());
    }

    private void assertRefused(String message, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        WavFormatException refusal =
                assertThrows(WavFormatException.class, () -> new WavReader(new ByteArrayInputStream(bytes)));
        assertEquals(message, refusal.getMessage());
    }

    private void assertRefused(String message) {
        assertEquals(message, assertThrows(WavFormatException.class, file::open).getMessage());
    }
}
