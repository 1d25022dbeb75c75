package io.heliograph.server.slo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that lasts as long as the process. Thread-safe. */
public final class InMemorySloStore implements SloStore {
    private final Map<TallyKey, Tally> tallies = new LinkedHashMap<>();
    private List<Hole> holes = List.of();
    private StoredSlo.@Nullable Run run;

    @Override
    public synchronized StoredSlo load(long minutesFrom, long hoursFrom) {
        List<StoredTally> young = new ArrayList<>();
        tallies.forEach((key, tally) -> {
            if (key.startMinute() >= (key.span() == TallySpan.MINUTE ? minutesFrom : hoursFrom)) {
                young.add(new StoredTally(key, tally));
            }
        });
        return new StoredSlo(young, holes, Optional.ofNullable(run));
    }

    @Override
    public synchronized void save(SloBatch batch) {
        batch.removed().forEach(tallies::remove);
        batch.saved().forEach(saved -> tallies.put(saved.key(), saved.tally()));
        tallies.keySet()
                .removeIf(key -> key.startMinute()
                        < (key.span() == TallySpan.MINUTE ? batch.minutesBefore() : batch.hoursBefore()));
        holes = batch.holes();
        run = batch.run();
    }

    /** Tallies held. */
    public synchronized int size() {
        return tallies.size();
    }
}
