package io.heliograph.console.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.flow.component.dependency.StyleSheet;
import io.heliograph.console.chart.ChartFigures.Unit;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ChartTest {
    private static final String RESOURCES = "/META-INF/resources/";

    @Test
    void theLibraryIsWhereThePageLooksForIt() throws Exception {
        try (InputStream in = ChartTest.class.getResourceAsStream(RESOURCES + "console/chart.js")) {
            assertNotNull(in);
            String script = new String(in.readAllBytes(), UTF_8);
            Matcher library = Pattern.compile("'\\.\\./(webjars/[^']+)'").matcher(script);
            assertTrue(library.find(), "the script names its library");
            assertNotNull(ChartTest.class.getResource(RESOURCES + library.group(1)), library.group(1));
        }
        String style = FigureChart.class.getAnnotation(StyleSheet.class).value().replace("context://", "");
        assertNotNull(ChartTest.class.getResource(RESOURCES + style), style);
    }

    @Test
    void whatIsNotKnownIsAGap() {
        ObjectNode json = ChartFigures.overTime(Unit.SECONDS, List.of(1.0, 2.0))
                .with("Final text", "--chart-1", false, List.of(Double.NaN, 0.123_456_789))
                .mark(1.5, "v1", "--chart-4")
                .threshold(5, "5 s", "--bad")
                .json();
        assertTrue(json.at("/series/0/values/0").isNull());
        assertEquals(0.123_46, json.at("/series/0/values/1").asDouble(), 1e-9);
        assertEquals("seconds", json.at("/unit").asString());
        assertEquals("v1", json.at("/marks/0/label").asString());
        assertEquals(5.0, json.at("/thresholds/0/value").asDouble());
    }

    @Test
    void largeNumbersKeepTheirSize() {
        ObjectNode json = ChartFigures.overTime(Unit.BYTES, List.of(1_795_582_800.0))
                .with("Buffer", "--chart-1", true, List.of(67_108_864.0))
                .json();
        assertEquals(1_795_582_800.0, json.at("/x/0").asDouble());
        assertEquals(67_108_864.0, json.at("/series/0/values/0").asDouble(), 1_000);
    }

    @Test
    void aSparklineStaysInItsBoxAndBreaksAtGaps() {
        String whole = Sparkline.drawn(List.of(0.0, 5.0, 10.0), 10);
        assertTrue(whole.contains("M0.0 30.0L60.0 16.0L120.0 2.0"), whole);
        assertTrue(whole.contains("sparkline-area"), whole);
        String broken = Sparkline.drawn(List.of(1.0, Double.NaN, 1.0), 0);
        assertTrue(broken.contains("M0.0 2.0M120.0 2.0"), broken);
        assertFalse(broken.contains("sparkline-area"), broken);
        assertTrue(Sparkline.drawn(List.of(), 1).contains("d=\"\""));
    }
}
