package io.heliograph.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

final class JsonWriterTest {

    @Test
    void separatesMembersAndNests() {
        JsonWriter json =
                new JsonWriter().beginObject().key("a").value(1).key("b").beginObject();
        json.key("c").value(true).key("d").value(2.0).endObject().key("e").value("x");
        assertEquals(
                "{\"a\":1,\"b\":{\"c\":true,\"d\":2.0},\"e\":\"x\"}",
                json.endObject().toString());
    }

    @Test
    void escapesQuotesControlsAndLoneSurrogates() {
        String text = new JsonWriter().value("a\"\\\n\u0001\ud800z\ud83d\ude00").toString();
        assertEquals("\"a\\\"\\\\\\n\\u0001\\ud800z\ud83d\ude00\"", text);
    }

    @Test
    void writesNullForWhatIsNoNumber() {
        assertEquals("null", new JsonWriter().value(Double.NaN).toString());
        assertEquals("null", new JsonWriter().value(Double.POSITIVE_INFINITY).toString());
    }

    @Property(tries = 200)
    void aParserReadsBackWhatWasWritten(@ForAll("printable") String key, @ForAll("printable") String value) {
        String json =
                new JsonWriter().beginObject().key(key).value(value).endObject().toString();
        assertEquals(Map.of(key, value), new Yaml().load(json));
    }

    @Provide
    Arbitrary<String> printable() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('\n', '\t', 'é', '한')
                .ofMaxLength(20);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2.0",
        "0.0005, 0.0005",
        "536870912, 536870912.0",
        "1.0E-9, 0.000000001",
        "1.5E12, 1500000000000.0",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void floatLiteralsHaveAPointAndNoExponent(double value, String literal) {
        assertEquals(literal, FloatLiteral.of(value));
    }
}
