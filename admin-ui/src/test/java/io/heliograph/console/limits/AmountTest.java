package io.heliograph.console.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.server.control.LimitEntry;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class AmountTest {
    private static LimitEntry entry(String unit, String value, OptionalDouble use) {
        return new LimitEntry(
                "server.x",
                "server",
                "int",
                unit,
                "a whole number",
                List.of(),
                false,
                false,
                "",
                "1",
                "1",
                value,
                value,
                use,
                false,
                false);
    }

    @Test
    void useIsToldBesideTheLimit() {
        assertEquals("in use 37 of 50", Amount.use(entry("sessions", "50", OptionalDouble.of(37))));
        assertEquals("in use 37, without a limit", Amount.use(entry("sessions", "0", OptionalDouble.of(37))));
        assertEquals("in use 1.5 MiB of 512 MiB", Amount.use(entry("bytes", "536870912", OptionalDouble.of(1572864))));
        assertEquals("", Amount.use(entry("sessions", "50", OptionalDouble.empty())));
    }

    @Test
    void theShareNeverLeavesTheBar() {
        assertEquals(OptionalDouble.of(0.5), Amount.share(entry("sessions", "50", OptionalDouble.of(25))));
        assertEquals(OptionalDouble.of(1), Amount.share(entry("sessions", "50", OptionalDouble.of(80))));
        assertEquals(OptionalDouble.empty(), Amount.share(entry("sessions", "0", OptionalDouble.of(80))));
        assertEquals(OptionalDouble.empty(), Amount.share(entry("sessions", "null", OptionalDouble.of(80))));
    }
}
