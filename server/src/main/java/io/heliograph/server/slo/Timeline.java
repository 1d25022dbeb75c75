package io.heliograph.server.slo;

import static java.util.Objects.requireNonNull;

import io.heliograph.server.limits.Sli;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tallies of the past: by the minute for two days, by the hour for forty. A tally of an hour is always the sum of its minutes,
 * also of those that are no longer kept. Confined to whoever holds the ledger's lock.
 */
final class Timeline {
    /** Two days, and the running hour. */
    static final long MINUTES_KEPT = 2 * 24 * 60;

    /** Forty days, and the running hour. */
    static final long HOURS_KEPT = 40 * 24 * 60;

    private static final long HOUR = TallySpan.HOUR.minutes();

    private final Map<Sli, NavigableMap<Long, Tally>> minutes = new EnumMap<>(Sli.class);
    private final Map<Sli, NavigableMap<Long, Tally>> hours = new EnumMap<>(Sli.class);
    private final Set<TallyKey> unsaved = new LinkedHashSet<>();
    private final Set<TallyKey> removed = new LinkedHashSet<>();

    Timeline() {
        for (Sli sli : Sli.values()) {
            minutes.put(sli, new TreeMap<>());
            hours.put(sli, new TreeMap<>());
        }
    }

    /** The first minute that is kept as such when it is now that minute. */
    static long minuteHorizon(long nowMinute) {
        return TallySpan.HOUR.startOf(nowMinute) - MINUTES_KEPT;
    }

    /** The first minute of which anything is kept. */
    static long hourHorizon(long nowMinute) {
        return TallySpan.HOUR.startOf(nowMinute) - HOURS_KEPT;
    }

    /** Adds what happened in a minute. */
    void add(Sli sli, long minute, Tally tally) {
        merge(new TallyKey(sli, TallySpan.MINUTE, minute), tally);
        merge(new TallyKey(sli, TallySpan.HOUR, TallySpan.HOUR.startOf(minute)), tally);
    }

    /** Adds what a store held; only what was there already needs saving again. */
    void addStored(StoredTally stored) {
        TallyKey key = stored.key();
        Tally here = of(key.span(), key.sli()).get(key.startMinute());
        if (here == null) {
            of(key.span(), key.sli()).put(key.startMinute(), stored.tally());
        } else {
            merge(key, stored.tally());
        }
    }

    /** Whether anything lies behind that minute. */
    boolean reachesBeyond(long nowMinute) {
        for (Sli sli : Sli.values()) {
            if (!of(TallySpan.MINUTE, sli).tailMap(nowMinute, false).isEmpty()
                    || !of(TallySpan.HOUR, sli).tailMap(nowMinute, false).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The clock went back: what lies behind that minute is counted in it, nothing is lost and nothing counted twice. */
    void pullBack(long nowMinute) {
        for (Sli sli : Sli.values()) {
            long hour = TallySpan.HOUR.startOf(nowMinute);
            Tally ofThisHour = take(TallySpan.MINUTE, sli, nowMinute, hour + HOUR);
            take(TallySpan.MINUTE, sli, hour + HOUR - 1, Long.MAX_VALUE);
            Tally ofLaterHours = take(TallySpan.HOUR, sli, hour, Long.MAX_VALUE);
            if (ofThisHour != null) {
                merge(new TallyKey(sli, TallySpan.MINUTE, nowMinute), ofThisHour);
            }
            if (ofLaterHours != null) {
                add(sli, nowMinute, ofLaterHours);
            }
        }
    }

    /** Forgets what is too old. */
    void prune(long nowMinute) {
        for (Sli sli : Sli.values()) {
            of(TallySpan.MINUTE, sli).headMap(minuteHorizon(nowMinute)).clear();
            of(TallySpan.HOUR, sli).headMap(hourHorizon(nowMinute)).clear();
        }
        unsaved.removeIf(key -> !of(key.span(), key.sli()).containsKey(key.startMinute()));
    }

    /** Where a time that is asked for really begins: on the hour, where minutes are no longer kept. */
    static long begin(long fromMinute, long nowMinute) {
        return fromMinute < minuteHorizon(nowMinute) ? TallySpan.HOUR.startOf(fromMinute) : fromMinute;
    }

    /**
     * The tallies that make up a time, oldest first: whole hours, and minutes at the edges.
     *
     * @param from first minute, as {@link #begin} gives it
     * @param to first minute behind it, likewise
     */
    List<StoredTally> between(Sli sli, long from, long to) {
        List<StoredTally> all = new ArrayList<>();
        long firstHour = TallySpan.HOUR.startOf(from + HOUR - 1);
        long lastHour = TallySpan.HOUR.startOf(to);
        if (firstHour >= lastHour) {
            collect(TallySpan.MINUTE, sli, from, to, all);
        } else {
            collect(TallySpan.MINUTE, sli, from, firstHour, all);
            collect(TallySpan.HOUR, sli, firstHour, lastHour, all);
            collect(TallySpan.MINUTE, sli, lastHour, to, all);
        }
        return all;
    }

    /** Takes out the keys whose tallies a store must delete. */
    List<TallyKey> takeRemoved() {
        List<TallyKey> taken = List.copyOf(removed);
        removed.clear();
        return taken;
    }

    /** Takes out the tallies that a store does not have, or not as they are. */
    List<StoredTally> takeUnsaved() {
        List<StoredTally> taken = new ArrayList<>(unsaved.size());
        for (TallyKey key : unsaved) {
            Tally tally = of(key.span(), key.sli()).get(key.startMinute());
            if (tally != null) {
                taken.add(new StoredTally(key, tally));
            }
        }
        unsaved.clear();
        return taken;
    }

    /** A store did not take them. */
    void giveBack(List<TallyKey> notRemoved, List<StoredTally> notSaved) {
        removed.addAll(notRemoved);
        for (StoredTally tally : notSaved) {
            TallyKey key = tally.key();
            if (of(key.span(), key.sli()).containsKey(key.startMinute())) {
                unsaved.add(key);
            }
        }
    }

    /** Tallies held. */
    int size() {
        return minutes.values().stream().mapToInt(Map::size).sum()
                + hours.values().stream().mapToInt(Map::size).sum();
    }

    private void merge(TallyKey key, Tally tally) {
        of(key.span(), key.sli()).merge(key.startMinute(), tally, Tally::plus);
        unsaved.add(key);
    }

    /** Takes out what starts behind one minute and before another; null if there is nothing. */
    private @Nullable Tally take(TallySpan span, Sli sli, long after, long before) {
        NavigableMap<Long, Tally> part = of(span, sli).subMap(after, false, before, false);
        Tally sum = null;
        for (Map.Entry<Long, Tally> each : part.entrySet()) {
            sum = sum == null ? each.getValue() : sum.plus(each.getValue());
            TallyKey key = new TallyKey(sli, span, each.getKey());
            unsaved.remove(key);
            removed.add(key);
        }
        part.clear();
        return sum;
    }

    private void collect(TallySpan span, Sli sli, long from, long to, List<StoredTally> all) {
        of(span, sli)
                .subMap(from, to)
                .forEach((start, tally) -> all.add(new StoredTally(new TallyKey(sli, span, start), tally)));
    }

    private NavigableMap<Long, Tally> of(TallySpan span, Sli sli) {
        return requireNonNull((span == TallySpan.MINUTE ? minutes : hours).get(sli), "sli");
    }
}
