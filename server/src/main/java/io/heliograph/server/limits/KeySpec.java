package io.heliograph.server.limits;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a configuration key before anybody sets it. Immutable.
 *
 * @param name full name, as in {@code server.max_sessions}
 * @param kind type of its values
 * @param codeDefault value of an omitted key; null = unset, and then the key may be unset again
 * @param unit unit of a number, empty for none
 * @param range numbers allowed
 * @param choices texts allowed, in lower case; empty = all
 * @param live when a change acts
 * @param secret whether values are masked wherever they are shown
 * @param meaning what the key does, with its zero case, in one line
 */
public record KeySpec(
        String name,
        ValueKind kind,
        @Nullable Object codeDefault,
        String unit,
        Range range,
        List<String> choices,
        LiveKind live,
        boolean secret,
        String meaning) {
    /** Stands for a secret that is set. */
    public static final String MASK = "***";

    private static final int MAX_SHOWN_LENGTH = 80;
    /** The zero case as a meaning states it: {@code ≤ 0 off} or {@code ≤ 0 = no limit}. */
    private static final Pattern ZERO_CASE = Pattern.compile("≤ 0 (?:= )?([^;(]*[^;( ])");

    public KeySpec {
        requireNonNull(name, "name");
        choices = List.copyOf(choices);
    }

    /** A key for {@link Integer}s. */
    public static KeySpec integer(String name, @Nullable Integer codeDefault, String unit) {
        return plain(name, ValueKind.INTEGER, codeDefault, unit);
    }

    /** A key for {@link Long}s. */
    public static KeySpec wide(String name, @Nullable Long codeDefault, String unit) {
        return plain(name, ValueKind.LONG, codeDefault, unit);
    }

    /** A key for finite {@link Double}s. */
    public static KeySpec number(String name, @Nullable Double codeDefault, String unit) {
        return plain(name, ValueKind.NUMBER, codeDefault, unit);
    }

    /** A key for booleans. */
    public static KeySpec flag(String name, boolean codeDefault) {
        return plain(name, ValueKind.BOOLEAN, codeDefault, "");
    }

    /** A key for texts. */
    public static KeySpec text(String name, @Nullable String codeDefault) {
        return plain(name, ValueKind.TEXT, codeDefault, "");
    }

    /** A key of another kind, without unit. */
    public static KeySpec typed(String name, ValueKind kind, @Nullable Object codeDefault) {
        return plain(name, kind, codeDefault, "");
    }

    private static KeySpec plain(String name, ValueKind kind, @Nullable Object codeDefault, String unit) {
        return new KeySpec(name, kind, codeDefault, unit, Range.ANY, List.of(), LiveKind.NOW, false, "");
    }

    /** The same key for numbers from {@code min} to {@code max}, both allowed. */
    public KeySpec within(double min, double max) {
        return with(new Range(min, false, max, false), choices, live, secret, meaning);
    }

    /** The same key for numbers of at least {@code min}. */
    public KeySpec atLeast(double min) {
        return within(min, Double.MAX_VALUE);
    }

    /** The same key for numbers above {@code min}. */
    public KeySpec above(double min) {
        return with(new Range(min, true, Double.MAX_VALUE, false), choices, live, secret, meaning);
    }

    /** The same key for numbers above {@code min} and below {@code max}. */
    public KeySpec between(double min, double max) {
        return with(new Range(min, true, max, true), choices, live, secret, meaning);
    }

    /** The same key for numbers of at most {@code max}. */
    public KeySpec atMost(double max) {
        return within(-Double.MAX_VALUE, max);
    }

    /** The same key for these texts, given in lower case; any case is accepted, blanks around it too. */
    public KeySpec oneOf(String... texts) {
        return with(range, List.of(texts), live, secret, meaning);
    }

    /** The same key, acting at another time. */
    public KeySpec acting(LiveKind other) {
        return with(range, choices, other, secret, meaning);
    }

    /** The same key, its values masked. */
    public KeySpec masked() {
        return with(range, choices, live, true, meaning);
    }

    /** The same key with its meaning. */
    public KeySpec means(String text) {
        return with(range, choices, live, secret, text);
    }

    private KeySpec with(Range newRange, List<String> texts, LiveKind newLive, boolean hidden, String newMeaning) {
        return new KeySpec(name, kind, codeDefault, unit, newRange, texts, newLive, hidden, newMeaning);
    }

    /** The part of the name before the dot; empty for a key that stands at the top of a file. */
    public String section() {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    /** Whether the key may have no value. */
    public boolean isNullable() {
        return codeDefault == null;
    }

    /**
     * The value in this key's type.
     *
     * @param raw what a file, a flag or a form holds; null is only taken by a key that may be unset
     * @throws IllegalArgumentException with key, value and what is allowed
     */
    public @Nullable Object convert(@Nullable Object raw) {
        if (raw == null) {
            if (isNullable()) {
                return null;
            }
            throw refusal("nothing");
        }
        Object value;
        try {
            value = kind.convert(raw).orElseThrow(() -> refusal(show(raw)));
        } catch (Profiles.BadOptionException e) {
            throw new IllegalArgumentException(name + "." + e.getMessage(), e);
        }
        if (value instanceof Number number && !range.contains(number.doubleValue())) {
            throw refusal(show(raw));
        }
        if (value instanceof String text && !choices.isEmpty()) {
            String choice = text.strip().toLowerCase(Locale.ROOT);
            if (!choices.contains(choice)) {
                throw refusal(show(raw));
            }
            return choice;
        }
        return value;
    }

    private IllegalArgumentException refusal(String shown) {
        return new IllegalArgumentException(name + " must be " + allowed() + ", but is " + shown);
    }

    /** What may be set, in words for a refusal: type and range or choices. */
    public String allowed() {
        if (!choices.isEmpty()) {
            return "one of "
                    + String.join(
                            ", ",
                            choices.stream().map(c -> c.isEmpty() ? "\"\"" : c).toList());
        }
        Range shown = kind == ValueKind.INTEGER && range.max() > Integer.MAX_VALUE
                ? new Range(range.min(), range.minIsOutside(), Integer.MAX_VALUE, false)
                : range;
        return shown.words().isEmpty() ? kind.words() : kind.words() + " " + shown.words();
    }

    /** What may be set, in words for somebody about to set it: what 0 does where it is special, and the bounds that mean something. */
    public String offered() {
        Optional<String> zero = zeroCase();
        if (choices.isEmpty() && zero.isPresent() && range.contains(0)) {
            boolean hasMost = range.max() < Double.MAX_VALUE;
            String rest = kind == ValueKind.NUMBER
                    ? "above 0" + (hasMost ? " and at most " + Range.plain(range.max()) : "")
                    : "from 1" + (hasMost ? " to " + Range.plain(range.max()) : "");
            return "0 = " + zero.get() + ", otherwise " + rest;
        }
        return kind == ValueKind.INTEGER && range.words().isEmpty() ? kind.words() : allowed();
    }

    /** What a number of 0 or less does; empty if it is a number like any other. */
    public Optional<String> zeroCase() {
        Matcher found = ZERO_CASE.matcher(meaning);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** The value for people: masked if secret, on one line, cut at {@value #MAX_SHOWN_LENGTH} characters. */
    public String show(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        boolean empty = value.equals("") || (value instanceof Collection<?> items && items.isEmpty());
        if (secret && !empty) {
            return MASK;
        }
        String text = value.equals("") ? "\"\"" : String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
        return text.length() <= MAX_SHOWN_LENGTH ? text : text.substring(0, MAX_SHOWN_LENGTH) + "…";
    }
}
