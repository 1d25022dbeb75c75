package io.heliograph.server.audio;

import java.util.Arrays;

/**
 * Rows of numbers that hold from a position onwards until the next row's, in ascending order of position; rows are added at the
 * end and dropped at the front. Confined to the stream's thread.
 */
final class PositionTable {
    private static final int INITIAL_ROWS = 16;

    private final int width;
    private long[] cells;
    private int first;
    private int end;

    /** A table whose rows have a position and {@code values} values. */
    PositionTable(int values) {
        this.width = values + 1;
        this.cells = new long[INITIAL_ROWS * width];
    }

    /** Number of rows. */
    int size() {
        return end - first;
    }

    /** Rows there is room for without growing, for tests. */
    int capacity() {
        return cells.length / width;
    }

    /** The position from which a row, counted from 0, holds. */
    long position(int row) {
        return cells[(first + row) * width];
    }

    /** A value of a row, both counted from 0. */
    long value(int row, int value) {
        return cells[(first + row) * width + 1 + value];
    }

    /** Changes a value of a row. */
    void replace(int row, int value, long number) {
        cells[(first + row) * width + 1 + value] = number;
    }

    /** The row that holds at a position, −1 in front of the first. */
    int rowAt(long position) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (position(middle) <= position) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Adds a row with all values 0; the last row is overwritten if it has the same position. Returns its number. */
    int add(long position) {
        if (size() > 0 && position(size() - 1) == position) {
            end--;
        } else if (end * width == cells.length) {
            makeRoom();
        }
        Arrays.fill(cells, end * width, (end + 1) * width, 0);
        cells[end * width] = position;
        end++;
        return size() - 1;
    }

    /** Drops the rows that hold only in front of a position. */
    void discardBefore(long position) {
        first += Math.max(0, rowAt(position));
    }

    private void makeRoom() {
        // At least half of the places are free afterwards, so the moves cost a constant per added row.
        int rows = size();
        long[] target = rows * width > cells.length / 2 ? new long[2 * cells.length] : cells;
        System.arraycopy(cells, first * width, target, 0, rows * width);
        cells = target;
        first = 0;
        end = rows;
    }
}
