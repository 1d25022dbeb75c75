package io.heliograph.server.limits;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The type of a key's value, with the conversion from what a file, a flag or a form holds. */
public enum ValueKind {
    /** {@link Integer}. */
    INTEGER("int", "a whole number"),
    /** {@link Long}: sizes and rates in bytes. */
    LONG("int", "a whole number"),
    /** {@link Double}, finite. */
    NUMBER("number", "a number"),
    /** {@link Boolean}. */
    BOOLEAN("bool", "true or false"),
    /** {@link String}. */
    TEXT("string", "a text"),
    /** {@link String}, one of TRACE, DEBUG, INFO, WARN, ERROR. */
    LEVEL("string", "one of TRACE, DEBUG, INFO, WARN, ERROR"),
    /** List of non-blank, trimmed {@link String}s. */
    LIST("list", "a list of texts"),
    /** List of SHA-256 digests, each 64 lower-case hex characters. */
    DIGESTS("list", "a list of SHA-256 digests of 64 hex characters"),
    /** Map of names to maps of options. */
    PROFILES("map", "a map of named maps");

    private static final Pattern NUMERIC = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");
    private static final int MAX_NUMERIC_LENGTH = 64;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private final String label;
    private final String words;

    ValueKind(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** The word of the reference table: int, number, bool, string, list or map. */
    public String label() {
        return label;
    }

    /** What is expected, for messages. */
    public String words() {
        return words;
    }

    /** The value as this kind, or empty if it is none. Numeric texts become numbers; nothing else changes its type. */
    Optional<Object> convert(Object raw) {
        return switch (this) {
            case INTEGER ->
                wholeNumber(raw)
                        .filter(n -> n >= Integer.MIN_VALUE && n <= Integer.MAX_VALUE)
                        .map(Long::intValue);
            case LONG -> wholeNumber(raw).map(n -> n);
            case NUMBER ->
                decimal(raw)
                        .map(BigDecimal::doubleValue)
                        .filter(Double::isFinite)
                        .map(n -> n);
            case BOOLEAN -> Optional.of(raw).filter(Boolean.class::isInstance);
            case TEXT -> Optional.of(raw).filter(String.class::isInstance);
            case LEVEL -> level(raw);
            case LIST -> texts(raw).map(List::copyOf);
            case DIGESTS ->
                texts(raw)
                        .map(list -> list.stream()
                                .map(text -> text.toLowerCase(Locale.ROOT))
                                .toList())
                        .filter(list -> list.stream()
                                .allMatch(text -> DIGEST.matcher(text).matches()))
                        .map(list -> list);
            case PROFILES -> raw instanceof Map<?, ?> map ? Optional.of(Profiles.copy(map)) : Optional.empty();
        };
    }

    private static Optional<Long> wholeNumber(Object raw) {
        return decimal(raw)
                .filter(n -> n.compareTo(MIN_LONG) >= 0 && n.compareTo(MAX_LONG) <= 0)
                .filter(n -> n.stripTrailingZeros().scale() <= 0)
                .map(BigDecimal::longValue);
    }

    private static Optional<BigDecimal> decimal(Object raw) {
        return switch (raw) {
            case Integer number -> Optional.of(BigDecimal.valueOf(number));
            case Long number -> Optional.of(BigDecimal.valueOf(number));
            case BigInteger number -> Optional.of(new BigDecimal(number));
            case Float number -> decimal(number.doubleValue());
            case Double number -> Double.isFinite(number) ? Optional.of(BigDecimal.valueOf(number)) : Optional.empty();
            case String text -> numeric(text.strip());
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> numeric(String text) {
        return text.length() <= MAX_NUMERIC_LENGTH && NUMERIC.matcher(text).matches()
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    /** WARNING and CRITICAL, the words of other logging systems, are understood as WARN and ERROR. */
    private static Optional<Object> level(Object raw) {
        if (!(raw instanceof String text)) {
            return Optional.empty();
        }
        return switch (text.strip().toUpperCase(Locale.ROOT)) {
            case "TRACE" -> Optional.of("TRACE");
            case "DEBUG" -> Optional.of("DEBUG");
            case "INFO" -> Optional.of("INFO");
            case "WARN", "WARNING" -> Optional.of("WARN");
            case "ERROR", "CRITICAL" -> Optional.of("ERROR");
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> texts(Object raw) {
        if (!(raw instanceof List<?> list)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object item : list) {
            if (!(item instanceof String text) || text.isBlank()) {
                return Optional.empty();
            }
            texts.add(text.strip());
        }
        return Optional.of(texts);
    }
}
