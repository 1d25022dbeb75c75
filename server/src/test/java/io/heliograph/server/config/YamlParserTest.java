package io.heliograph.server.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlParserTest {

    private static Object parse(String text) {
        return YamlParser.parse("f.yaml", text.getBytes(UTF_8)).plain();
    }

    private static String failure(byte[] bytes) {
        String message = String.valueOf(assertThrows(ConfigException.class, () -> YamlParser.parse("f.yaml", bytes))
                .getMessage());
        assertTrue(message.startsWith("f.yaml"), message);
        assertFalse(message.contains("\n"), message);
        return message;
    }

    private static String failure(String text) {
        return failure(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "~\n", "\uFEFF", "{}"})
    void aFileWithoutKeysIsEmpty(String text) {
        assertEquals(Map.of(), parse(text));
    }

    @Test
    void plainScalarsHaveTheirTypes() {
        assertEquals(
                Map.of("a", 1, "b", 1.5, "c", true, "d", "x", "e", "1"), parse("a: 1\nb: 1.5\nc: yes\nd: x\ne: '1'"));
        assertEquals(Map.of("a", 5_000_000_000L), parse("\uFEFFa: 5_000_000_000"));
        assertEquals(Map.of("a", "2026-01-02"), parse("a: 2026-01-02"));
        assertEquals(Map.of("a", 16, "b", 8), parse("a: 0x10\nb: 010"));
    }

    @Test
    void languageCodesAreTextsEverywhere() {
        assertEquals(Map.of("m", Map.of("language", "no", "other", false)), parse("m: {language: no, other: no}"));
    }

    @Test
    void anchorsAliasesAndMergeKeysWork() {
        assertEquals(
                Map.of("a", Map.of("x", 1, "y", 2), "b", Map.of("x", 3, "y", 2), "c", Map.of("x", 1, "y", 2)),
                parse("a: &a {x: 1, y: 2}\nb:\n  x: 3\n  <<: *a\nc: *a"));
        assertEquals(
                Map.of("x", 1, "y", 2, "z", 5),
                ((Map<?, ?>) parse("p: &p {x: 1}\nq: &q {x: 9, y: 2, z: 4}\nr: {<<: [*p, *q], z: 5}")).get("r"));
    }

    @Test
    void mergedMapsMayMergeThemselves() {
        assertEquals(
                Map.of("x", 1, "y", 2, "z", 3),
                ((Map<?, ?>) parse("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}")).get("c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1\nb: 2\na: 3",
                "s: {b: 1, b: 2}",
                "u: &u {x: 1}\nv: {<<: *u, <<: *u}",
                "'a': 1\na: 2",
            })
    void aKeyWrittenTwiceIsRefused(String text) {
        assertTrue(failure(text).contains("is written twice"));
    }

    @Test
    void duplicatesAreNamedWithFileLineAndPath() {
        assertEquals(
                "f.yaml line 4: server.port is written twice", failure("server:\n  port: 1\n  # again\n  port: 2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: 1\n---\nb: 2", "a: 1\n---\n", "---\n---\n", "a: 1\n...\n---\nb: 1"})
    void aSecondDocumentIsRefused(String text) {
        assertTrue(failure(text).contains("second document"), failure(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://x/']]]]",
                "a: !!java.io.File [/tmp/x]",
                "!!java.util.Date {}",
                "a: !custom 1",
                "a: !!binary aGVsbG8=",
                "a: !!set {x}",
                "a: !!python/object/apply:os.system ['id']",
                "%TAG ! tag:example.com,2000:\n---\na: !foo 1",
            })
    void tagsInstantiateNothing(String text) {
        assertTrue(failure(text).contains("tag"), failure(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: !!int x", "a: !!bool perhaps", "a: !!float 1..2"})
    void aTagThatDoesNotFitIsRefused(String text) {
        assertTrue(failure(text).startsWith("f.yaml line 1: a is tagged"), failure(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ta: 1",
                "a:\n\tb: 1",
                "a: [1",
                "a: *unknown",
                "a: b: c",
                "- 1",
                "just text",
                "42",
                "? [a]\n: 1",
                "a: {<<: 5}",
                "a: \u0000",
                "%YAML 2.0\n---\na: 1",
                "a: @x",
                "a: 'x",
                "x: &x [*x]",
                "x: &x {y: *x}",
                "x: &x {<<: *x}",
            })
    void whatIsNoPlainYamlMappingFailsInOneLine(String text) {
        failure(text);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        assertEquals("f.yaml: the file is not UTF-8", failure("a: ü".getBytes(ISO_8859_1)));
        assertEquals("f.yaml: the file is not UTF-8", failure("a: 1".getBytes(UTF_16)));
    }

    @Test
    void aMebibyteIsTheLargestFile() {
        String comment = "#" + "x".repeat(YamlParser.MAX_BYTES - 1);
        assertEquals(Map.of(), parse(comment));
        assertTrue(failure(comment + "x").contains("1048576"));
    }

    @Test
    void expansionIsBounded() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        StringBuilder merges = new StringBuilder("a0: &a0 {x: 1}\n");
        for (int i = 1; i < 40; i++) {
            String before = "*a" + (i - 1);
            laughs.append("a" + i + ": &a" + i + " [" + (before + ", ").repeat(9) + before + "]\n");
            merges.append("a" + i + ": &a" + i + " {<<: [" + before + ", " + before + "], k" + i + ": 1}\n");
        }
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertTrue(failure(laughs.toString()).contains("more than 100000 values"));
            failure(merges.toString());
        });
    }

    @Test
    void nestingIsBounded() {
        failure("a: " + "[".repeat(60) + "]".repeat(60));
        failure("a: " + "[".repeat(500_000));
    }

    @Test
    void aMegabyteOfDigitsIsNoNumber() {
        assertEquals(Map.of("a", "9".repeat(1000)), parse("a: " + "9".repeat(1000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!%20 a: 1", "a: !%20x 1"})
    void oddTagsAreOneLineOfFailure(String text) {
        failure(text);
    }

    @Property(tries = 2000)
    void anyTextIsAMappingOrOneLineOfFailure(@ForAll("yamlish") String text) {
        try {
            parse(text);
        } catch (ConfigException e) {
            assertFalse(String.valueOf(e.getMessage()).contains("\n"), e.getMessage());
        }
    }

    @Provide
    Arbitrary<String> yamlish() {
        return Arbitraries.of(
                        "a",
                        "b",
                        ": ",
                        ":",
                        "\n",
                        " ",
                        "  ",
                        "- ",
                        "&x ",
                        "*x",
                        "<<: ",
                        "!!int ",
                        "!",
                        "[",
                        "]",
                        "{",
                        "}",
                        ",",
                        "? ",
                        "|",
                        ">",
                        "'",
                        "\"",
                        "\\",
                        "\t",
                        "#",
                        "%",
                        "@",
                        "---\n",
                        "...\n",
                        "1",
                        "0x",
                        "1:2",
                        ".nan",
                        "~",
                        "é",
                        "\uD83D\uDE00",
                        "\u0000")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }
}
