package io.heliograph.server.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PositionTableTest {
    private final PositionTable table = new PositionTable(1);

    @Test
    void findsTheRowThatHoldsAtAPosition() {
        assertEquals(-1, table.rowAt(5));
        add(10, 1);
        add(20, 2);
        assertEquals(-1, table.rowAt(9));
        assertEquals(0, table.rowAt(10));
        assertEquals(0, table.rowAt(19));
        assertEquals(1, table.rowAt(20));
        assertEquals(1, table.rowAt(Long.MAX_VALUE));
    }

    @Test
    void overwritesTheLastRowAtTheSamePosition() {
        add(10, 1);
        add(10, 2);
        assertEquals(1, table.size());
        assertEquals(2, table.value(0, 0));
    }

    @Test
    void keepsTheRowThatHoldsWhereItIsCut() {
        add(10, 1);
        add(20, 2);
        add(30, 3);
        table.discardBefore(5);
        assertEquals(3, table.size());
        table.discardBefore(29);
        assertEquals(2, table.size());
        assertEquals(2, table.value(table.rowAt(29), 0));
        table.discardBefore(1_000);
        assertEquals(1, table.size());
        assertEquals(3, table.value(table.rowAt(1_000), 0));
    }

    @Test
    void usesTheSameMemoryForEverWhenItIsCutAsItGrows() {
        for (long position = 0; position < 100_000; position++) {
            add(position, 2 * position);
            table.discardBefore(position - 99);
            assertEquals(2 * position, table.value(table.rowAt(position), 0));
            assertEquals(2 * Math.max(0, position - 99), table.value(0, 0));
        }
        assertEquals(100, table.size());
        assertTrue(table.capacity() <= 512, "room for " + table.capacity());
    }

    private void add(long position, long value) {
        table.replace(table.add(position), 0, value);
    }
}
