package io.heliograph.server.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.OverloadRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The ladder against its own definition, looked up in the whole history at every look. */
final class OverloadLadderPropertyTest {
    private static final double[] MEMORY_MARKS = {0.5, 0.6, 0.7, 0.8};
    private static final double[] QUEUE_MARKS = {0.4, 0.8, 1.2, 0};
    private static final OverloadRules RULES = Limits.defaults()
            .with(Map.of(
                    "overload.rise_sec", 2,
                    "overload.fall_sec", 5,
                    "overload.stretch_memory", MEMORY_MARKS[0],
                    "overload.partials_off_memory", MEMORY_MARKS[1],
                    "overload.refuse_memory", MEMORY_MARKS[2],
                    "overload.close_memory", MEMORY_MARKS[3],
                    "overload.stretch_queue", QUEUE_MARKS[0],
                    "overload.partials_off_queue", QUEUE_MARKS[1],
                    "overload.refuse_queue", QUEUE_MARKS[2]))
            .overload();
    private static final long RISE_MILLIS = 2_000;
    private static final long FALL_MILLIS = 5_000;

    /** The signals as they are for some looks, which are so far apart. */
    record Spell(double memory, double queue, int looks, int apartMillis) {}

    private record Look(long millis, double memory, double queue) {

        boolean isHigh(int step) {
            return memory >= MEMORY_MARKS[step] || (QUEUE_MARKS[step] > 0 && queue >= QUEUE_MARKS[step]);
        }

        boolean isLow(int step) {
            return memory < 0.8 * MEMORY_MARKS[step] && (QUEUE_MARKS[step] <= 0 || queue < 0.8 * QUEUE_MARKS[step]);
        }
    }

    @Provide
    Arbitrary<List<Spell>> weather() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 1).ofScale(2),
                        Arbitraries.doubles().between(0, 1.6).ofScale(2),
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.integers().between(1, 1_000))
                .as(Spell::new)
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 500)
    void everyStepIsTakenAndLeftWhenTheDefinitionSaysAndInTheEndNoneIsLeft(@ForAll("weather") List<Spell> weather) {
        Climber climber = new Climber();
        for (Spell spell : weather) {
            for (int i = 0; i < spell.looks(); i++) {
                climber.look(spell.memory(), spell.queue(), spell.apartMillis());
            }
        }
        climber.comeDown();
    }

    /** Climbs, and knows all that it ever saw. */
    private static final class Climber {
        private final List<Look> history = new ArrayList<>();
        private final OverloadLadder ladder = new OverloadLadder();
        private int lastChange = -1;
        private long millis;

        void look(double memory, double queue, int apartMillis) {
            millis += apartMillis;
            history.add(new Look(millis, memory, queue));
            int before = ladder.height();
            List<StepChange> changes = ladder.look(RULES, new Pressure(memory, queue, 0), millis * 1_000_000);
            boolean rises = before < 4 && heldMillis(i -> history.get(i).isHigh(before)) >= RISE_MILLIS;
            boolean falls =
                    !rises && before > 0 && heldMillis(i -> history.get(i).isLow(before - 1)) >= FALL_MILLIS;
            int after = before + (rises ? 1 : falls ? -1 : 0);
            assertEquals(after, ladder.height(), () -> "at " + millis + " ms");
            if (after == before) {
                assertEquals(List.of(), changes);
            } else {
                assertEquals(1, changes.size());
                assertEquals(Math.max(before, after), changes.getFirst().step().number());
                assertEquals(rises, changes.getFirst().entered());
                lastChange = history.size() - 1;
            }
        }

        void comeDown() {
            int above = ladder.height();
            long quietSince = millis;
            while (ladder.height() > 0) {
                look(0, 0, 250);
                assertTrue(millis - quietSince <= above * (FALL_MILLIS + 250), "still on step " + ladder.height());
            }
        }

        /** For how long it has held at every look since the last change, milliseconds; -1 if it does not. */
        private long heldMillis(IntPredicate holds) {
            int first = history.size();
            while (first - 1 > lastChange && holds.test(first - 1)) {
                first--;
            }
            return first == history.size() ? -1 : millis - history.get(first).millis();
        }
    }
}
