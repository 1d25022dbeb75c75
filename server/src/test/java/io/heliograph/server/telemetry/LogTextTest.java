package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class LogTextTest {

    @Test
    void anIdIsCutAndFreedOfControls() {
        assertEquals("a?b?c?d", LogText.id("a\nb\u007fc\u2028d"));
        assertEquals(200, LogText.id("x".repeat(500)).length());
        assertEquals("x".repeat(199), LogText.id("x".repeat(199) + "\ud83d\ude00"));
    }

    @Test
    void attributesAreSortedAndQuoted() {
        assertEquals("{\"a\":\"x?y\\\"\",\"b\":\"c d\"}", LogText.attributes(Map.of("b", "c d", "a", "x\ny\"")));
        assertTrue(LogText.attributes(Map.of("a", "x".repeat(9_999))).length() <= 2_000);
    }

    @Property(tries = 300)
    void fixedNumbersAreThoseOfAFormatString(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double value,
            @ForAll @IntRange(min = 1, max = 4) int decimals) {
        double printed = Double.parseDouble(LogText.fixed(value, decimals));
        double formatted = Double.parseDouble(String.format(Locale.ROOT, "%." + decimals + "f", value));
        assertEquals(formatted, printed, Math.pow(10, -decimals) * 1.001);
        assertEquals(
                decimals, LogText.fixed(value, decimals).split("\\.", -1)[1].length());
    }

    @Test
    void fixedNumbersRoundAndPad() {
        assertEquals("0.05", LogText.fixed(0.049999, 2));
        assertEquals("12.0000", LogText.fixed(12, 4));
        assertEquals("-1.50", LogText.fixed(-1.5, 2));
        assertEquals("0.00", LogText.fixed(-0.001, 2));
        assertEquals("+Inf", LogText.fixed(Double.POSITIVE_INFINITY, 2));
        assertEquals("NaN", LogText.fixed(Double.NaN, 2));
    }
}
