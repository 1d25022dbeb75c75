package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SessionAttributesTest {
    private static SessionAttributes of(String... pairs) {
        Map<String, String> attributes = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            attributes.put(pairs[i], pairs[i + 1]);
        }
        return new SessionAttributes(attributes);
    }

    @Test
    void theFirstAliasThatIsNotBlankCounts() {
        assertEquals("b", of("api_key", " ", "api-key", " b ").apiKey());
        assertEquals("a", of("api_key", "a", "api-key", "b").apiKey());
        assertEquals(
                Optional.of("x"),
                of("decode_profile", "y", "decode_profiles", "x").decodeProfile());
        assertEquals(Optional.of("y"), of("decode_profile", "y").decodeProfile());
        assertFalse(of("partial", "no", "partial_mode", "yes").wantsPartials());
        assertTrue(of("partial", "", "partial_mode", "yes").wantsPartials());
    }

    @ParameterizedTest
    @CsvSource({"1,true", "TRUE,true", "yes,true", "on,true", "enable,true", "Enabled,true", "y,false", "2,false"})
    void partialsAreOptedInTo(String value, boolean wanted) {
        assertEquals(wanted, of("partial", value).wantsPartials());
    }

    @ParameterizedTest
    @CsvSource({"1,true", "Y,true", "off,false", "N,false", "0,false"})
    void finalsAtEndpointsAreAChoice(String value, boolean chosen) {
        assertEquals(chosen, of("emit_final_on_vad", value).emitFinalOnVad(!chosen));
    }

    @Test
    void anAliasWithoutAKnownValuePassesTheChoiceOn() {
        assertTrue(of("emit_final_on_vad", "maybe", "final_on_vad", "yes", "vad_final", "no")
                .emitFinalOnVad(false));
        assertFalse(of("emit_final_on_vad", "maybe", "vad_final", "no").emitFinalOnVad(true));
        assertTrue(of("vad_final", "maybe").emitFinalOnVad(true));
        assertFalse(of().emitFinalOnVad(false));
    }

    @Test
    void onlyBatchIsBatch() {
        assertTrue(of("upload_mode", " Batch ").isBatchUpload());
        assertFalse(of("upload_mode", "batches").isBatchUpload());
        assertFalse(of().isBatchUpload());
    }
}
