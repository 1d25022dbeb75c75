package io.heliograph.app;

import java.util.ArrayList;
import java.util.List;

/** Rows of text with aligned columns. Pure. */
public final class TextTable {
    private TextTable() {}

    /**
     * A line for each row; columns are as wide as their widest cell.
     *
     * @param rows with as many cells as the first one; at least one row
     */
    public static List<String> lines(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
