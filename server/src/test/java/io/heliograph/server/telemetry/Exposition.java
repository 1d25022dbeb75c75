package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text format read strictly: every line must be a HELP, TYPE or sample line in its place, no series may come twice. */
final class Exposition {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-z_][A-Za-z0-9_]*) (\\S.*\\S)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (counter|gauge|histogram)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_][A-Za-z0-9_]*)(\\{[^ ]+\\})? (-?[0-9]+\\.[0-9]+)");
    private static final String PAIR = "[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern LABELS = Pattern.compile("\\{" + PAIR + "(?:," + PAIR + ")*\\}");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> values = new LinkedHashMap<>();

    static Exposition parse(String text) {
        assertTrue(text.endsWith("\n"), "the last line is ended");
        Exposition exposition = new Exposition();
        List<String> lines = text.lines().toList();
        String family = "";
        for (int i = 0; i < lines.size(); i++) {
            Matcher help = HELP.matcher(lines.get(i));
            if (help.matches()) {
                Matcher type = TYPE.matcher(lines.get(++i));
                assertTrue(type.matches(), lines.get(i));
                family = help.group(1);
                assertEquals(family, type.group(1));
                assertEquals(null, exposition.types.put(family, type.group(2)), "family twice: " + family);
            } else {
                exposition.addSample(family, lines.get(i));
            }
        }
        return exposition;
    }

    private void addSample(String family, String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertTrue(sample.matches(), line);
        String name = sample.group(1);
        if (type(family).equals("histogram")) {
            assertTrue(name.matches(family + "_(bucket|sum|count)"), line);
        } else {
            assertEquals(family, name, line);
        }
        String labels = sample.group(2) == null ? "" : sample.group(2);
        assertTrue(labels.isEmpty() || LABELS.matcher(labels).matches(), line);
        Double before = values.put(name + labels, Double.parseDouble(sample.group(3)));
        assertEquals(null, before, "series twice: " + line);
    }

    /** Family names, in order. */
    List<String> families() {
        return new ArrayList<>(types.keySet());
    }

    String type(String family) {
        return types.getOrDefault(family, "none");
    }

    double value(String series) {
        assertTrue(values.containsKey(series), "no series " + series);
        return values.getOrDefault(series, Double.NaN);
    }

    boolean has(String series) {
        return values.containsKey(series);
    }

    Map<String, Double> values() {
        return values;
    }
}
