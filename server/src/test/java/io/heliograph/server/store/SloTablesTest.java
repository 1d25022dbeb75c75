package io.heliograph.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.heliograph.server.limits.Sli;
import io.heliograph.server.slo.Hole;
import io.heliograph.server.slo.SloBatch;
import io.heliograph.server.slo.StoredSlo;
import io.heliograph.server.slo.StoredTally;
import io.heliograph.server.slo.Tally;
import io.heliograph.server.slo.TallyKey;
import io.heliograph.server.slo.TallySpan;
import io.heliograph.server.testing.FakeTicker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objectives' counts on a disk. */
final class SloTablesTest {
    private static final TallyKey MINUTE = new TallyKey(Sli.FINAL, TallySpan.MINUTE, 600);
    private static final TallyKey HOUR = new TallyKey(Sli.FINAL, TallySpan.HOUR, 600);
    private static final StoredSlo.Run RUN = new StoredSlo.Run(1, 2, false);

    @TempDir
    private Path folder;

    private SharedDatabase open() {
        return new SharedDatabase(
                () -> Database.open("jdbc:h2:file:" + folder.resolve("slo"), "sa", ""), new FakeTicker());
    }

    private static StoredTally stored(TallyKey key, long valid) {
        return new StoredTally(key, new Tally(valid, 1, 3, "5.0s speech=0.0s paced=true", new byte[] {1, -2, 3}));
    }

    private static SloBatch batch(List<TallyKey> removed, StoredTally... saved) {
        return new SloBatch(removed, List.of(saved), List.of(), 0, 0, RUN);
    }

    @Test
    void whatWasSavedIsThereForTheNextProcess() {
        List<Hole> holes = List.of(new Hole(5, 9, Hole.Cause.KILLED), new Hole(10, 10, Hole.Cause.CLOCK_BACK));
        try (SharedDatabase database = open()) {
            SloTables tables = new SloTables(database);
            tables.save(new SloBatch(List.of(), List.of(stored(MINUTE, 7), stored(HOUR, 8)), holes, 0, 0, RUN));
        }
        try (SharedDatabase database = open()) {
            SloTables tables = new SloTables(database);
            StoredSlo found = tables.load(600, 600);
            assertEquals(2, found.tallies().size());
            Tally tally = found.tallies().stream()
                    .filter(each -> each.key().equals(MINUTE))
                    .findFirst()
                    .orElseThrow()
                    .tally();
            assertEquals(7, tally.valid());
            assertEquals(1, tally.good());
            assertEquals(3, tally.shed());
            assertEquals("5.0s speech=0.0s paced=true", tally.rule());
            assertArrayEquals(new byte[] {1, -2, 3}, tally.latencies());
            assertEquals(holes, found.holes());
            assertEquals(Optional.of(RUN), found.run());
            assertEquals(
                    List.of(HOUR),
                    tables.load(601, 600).tallies().stream()
                            .map(StoredTally::key)
                            .toList());
        }
    }

    @Test
    void rowsAreReplacedRemovedAndForgotten() {
        try (SharedDatabase database = open()) {
            SloTables tables = new SloTables(database);
            tables.save(batch(List.of(), stored(MINUTE, 7), stored(HOUR, 8)));
            tables.save(batch(List.of(HOUR), stored(MINUTE, 9)));
            StoredSlo found = tables.load(0, 0);
            assertEquals(1, found.tallies().size());
            assertEquals(9, found.tallies().getFirst().tally().valid());
            tables.save(new SloBatch(List.of(), List.of(stored(HOUR, 8)), List.of(), 601, 600, RUN));
            assertEquals(
                    List.of(HOUR),
                    tables.load(0, 0).tallies().stream().map(StoredTally::key).toList());
        }
    }

    @Test
    void aBatchThatFailsLeavesNothing() {
        try (SharedDatabase database = open()) {
            SloTables tables = new SloTables(database);
            tables.save(batch(List.of(), stored(MINUTE, 7)));
            StoredTally impossible = new StoredTally(HOUR, new Tally(-1, 0, 0, "", new byte[0]));
            assertThrows(RuntimeException.class, () -> tables.save(batch(List.of(MINUTE), impossible)));
            assertEquals(7, tables.load(0, 0).tallies().getFirst().tally().valid());
        }
    }
}
