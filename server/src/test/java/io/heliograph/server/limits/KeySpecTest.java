package io.heliograph.server.limits;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySpecTest {
    private final KeySpec port = KeySpec.integer("server.port", 1, "").within(0, 65535);
    private final KeySpec bytes = KeySpec.wide("x.bytes", 1L, "bytes");
    private final KeySpec seconds = KeySpec.number("x.sec", 1.0, "s");

    private static String refusal(KeySpec spec, @Nullable Object raw) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> spec.convert(raw))
                .getMessage());
    }

    @Test
    void numericTextsBecomeNumbers() {
        assertEquals(8000, port.convert(" 8000 "));
        assertEquals(8000, port.convert("8e3"));
        assertEquals(8000, port.convert(8000.0));
        assertEquals(5_000_000_000L, bytes.convert("5000000000"));
        assertEquals(0.5, seconds.convert(".5"));
        assertEquals(2.0, seconds.convert(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NaN", "Infinity", "1d", "0x10", "1_000", "--1", "1e99999", "1,5", "one"})
    void otherTextsAreNoNumbers(String text) {
        refusal(seconds, text);
        refusal(bytes, text);
    }

    @Test
    void refusesFractionsOverflowNotANumberAndOtherTypes() {
        for (Object bad : List.of(
                3.5,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                99_999_999_999L,
                new BigInteger("9".repeat(40)),
                1e300,
                true,
                List.of(1),
                Map.of())) {
            assertTrue(refusal(port, bad).startsWith("server.port must be a whole number from 0 to 65535, but is "));
        }
        refusal(bytes, new BigInteger("9223372036854775808"));
        refusal(seconds, "1e400");
        refusal(seconds, Double.NaN);
        assertEquals("server.port must be a whole number from 0 to 65535, but is 65536", refusal(port, 65536));
        assertEquals("server.port must be a whole number from 0 to 65535, but is -1", refusal(port, -1));
    }

    @Test
    void saysHowLargeAWholeNumberMayBe() {
        assertEquals(
                "x.n must be a whole number at most 2147483647, but is 2147483648",
                refusal(KeySpec.integer("x.n", 1, ""), 2147483648L));
    }

    @Test
    void whatIsOfferedSaysWhatZeroDoes() {
        KeySpec count = KeySpec.integer("x.n", 1, "");
        assertEquals("a whole number", count.offered());
        assertEquals(
                "0 = no limit, otherwise from 1",
                count.means("sessions; ≤ 0 = no limit").offered());
        assertEquals(
                "0 = off, otherwise from 1 to 9",
                count.atMost(9).means("things; ≤ 0 off (a thing)").offered());
        assertEquals(
                "a whole number from 2 to 9",
                count.within(2, 9).means("things; ≤ 0 off").offered());
        assertEquals(
                "0 = base rate, otherwise above 0",
                KeySpec.number("x.r", 1.0, "")
                        .means("rate; null or ≤ 0 = base rate; more")
                        .offered());
        assertEquals("a whole number from 0 to 65535", port.offered());
    }

    @Test
    void everyKeyThatIsSpecialAtZeroIsOfferedSo() {
        for (LimitKey key : LimitKey.values()) {
            KeySpec spec = key.spec();
            assertEquals(
                    spec.meaning().contains("≤ 0"),
                    spec.offered().startsWith("0 = "),
                    spec.name() + ": " + spec.offered());
            assertFalse(spec.offered().contains("2147483647"), spec.name());
        }
    }

    @Test
    void booleansAreNeitherTextsNorNumbers() {
        KeySpec flag = KeySpec.flag("x.on", false);
        assertEquals(true, flag.convert(true));
        refusal(flag, "true");
        refusal(flag, 1);
        refusal(KeySpec.text("x.text", ""), true);
    }

    @Test
    void choicesAreTakenInAnyCase() {
        KeySpec task = KeySpec.text("x.task", "a").oneOf("transcribe", "");
        assertEquals("transcribe", task.convert(" Transcribe "));
        assertEquals("", task.convert(""));
        assertEquals("x.task must be one of transcribe, \"\", but is sing", refusal(task, "sing"));
    }

    @Test
    void levelsAreTakenInAnyCaseAndUnderTheirOtherNames() {
        KeySpec level = KeySpec.typed("x.level", ValueKind.LEVEL, "INFO");
        assertEquals("DEBUG", level.convert("debug"));
        assertEquals("WARN", level.convert("WARNING"));
        assertEquals("ERROR", level.convert("CRITICAL"));
        refusal(level, "LOUD");
        refusal(level, 3);
    }

    @Test
    void listsHoldTextsOnly() {
        KeySpec list = KeySpec.typed("x.list", ValueKind.LIST, List.of());
        assertEquals(List.of("a", "b"), list.convert(List.of(" a", "b ")));
        refusal(list, "a");
        refusal(list, List.of(1));
        refusal(list, List.of(" "));
        refusal(list, Arrays.asList("a", null));
    }

    @Test
    void digestsAreLowerCaseHexAndNeverShown() {
        KeySpec keys = KeySpec.typed("x.keys", ValueKind.DIGESTS, List.of()).masked();
        assertEquals(List.of("ab".repeat(32)), keys.convert(List.of("AB".repeat(32))));
        String message = refusal(keys, List.of("my-secret-key"));
        assertFalse(message.contains("my-secret-key"), message);
    }

    @Test
    void profilesKeepOrderLeaveOutNullsAndNameBadOptions() {
        KeySpec profiles = KeySpec.typed("profiles", ValueKind.PROFILES, Map.of());
        Map<String, @Nullable Object> options = new HashMap<>();
        options.put("beam_size", null);
        options.put("suppress_tokens", List.of(-1, 2L));
        options.put("vad_parameters", Map.of("threshold", 0.5));
        assertEquals(
                Map.of("a", Map.of("suppress_tokens", List.of(-1, 2L), "vad_parameters", Map.of("threshold", 0.5))),
                profiles.convert(Map.of("a", options)));
        assertTrue(refusal(profiles, Map.of("a", 1)).startsWith("profiles.a must be a map"));
        assertTrue(refusal(profiles, Map.of("a", Map.of("b", List.of(Double.NaN))))
                .startsWith("profiles.a.b[0] must be"));
        assertTrue(refusal(profiles, Map.of("a", Map.of("b", new Object()))).startsWith("profiles.a.b must be"));
        refusal(profiles, List.of());
    }

    @Test
    void showsValuesOnOneShortLine() {
        KeySpec text = KeySpec.text("x.text", "");
        assertEquals("a?b", text.show("a\nb"));
        assertEquals("\"\"", text.show(""));
        assertEquals("null", text.show(null));
        assertEquals(81, text.show("x".repeat(500)).length());
        assertEquals("***", text.masked().show("x"));
        assertEquals("\"\"", text.masked().show(""));
    }

    @ParameterizedTest
    @EnumSource(LimitKey.class)
    void eachKeySaysWhatItIs(LimitKey key) {
        KeySpec spec = key.spec();
        assertFalse(spec.meaning().isBlank());
        assertTrue(spec.meaning().length() <= 110, spec.meaning());
        assertEquals(key, LimitKey.named(spec.name()).orElseThrow());
        if (spec.codeDefault() == null) {
            assertDoesNotThrow(() -> spec.convert(null));
        } else {
            assertEquals(spec.codeDefault(), spec.convert(spec.codeDefault()));
        }
    }

    @Property
    void everyIntegerSurvivesItsText(@ForAll int number) {
        assertEquals(number, KeySpec.integer("x.n", 0, "").convert(String.valueOf(number)));
    }

    @Property
    void everyFiniteNumberSurvivesItsText(@ForAll double number) {
        assertEquals(number, seconds.convert(String.valueOf(number)));
    }

    @Property
    void noTextMakesAnythingButARefusal(@ForAll String text) {
        for (LimitKey key : LimitKey.values()) {
            try {
                key.spec().convert(text);
            } catch (IllegalArgumentException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith(key.fullName()));
            }
        }
    }
}
