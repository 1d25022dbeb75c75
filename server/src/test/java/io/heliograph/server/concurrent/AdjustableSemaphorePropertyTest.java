package io.heliograph.server.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random sequences of taking, giving back (also twice) and resizing, against a plain count. */
class AdjustableSemaphorePropertyTest {

    sealed interface Step {
        record Take(long units) implements Step {}

        record GiveBack(int index, boolean twice) implements Step {}

        record Resize(long limit) implements Step {}
    }

    private record Held(Permit permit, long limitWhenTaken) {}

    @Property(tries = 500)
    void unitsInUseNeverExceedTheLargestLimitInForceWhenTheyWereTaken(@ForAll("steps") List<Step> steps) {
        AdjustableSemaphore semaphore = new AdjustableSemaphore("units", 8, () -> 0);
        long limit = 8;
        List<Held> held = new ArrayList<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Take(long units) -> {
                    boolean fits = limit <= 0 || sum(held) + units <= limit;
                    Optional<Permit> permit = semaphore.tryAcquire(units);
                    assertEquals(fits, permit.isPresent());
                    long limitNow = limit <= 0 ? Long.MAX_VALUE : limit;
                    permit.ifPresent(taken -> held.add(new Held(taken, limitNow)));
                }
                case Step.GiveBack(int index, boolean twice) -> {
                    if (!held.isEmpty()) {
                        Permit permit = held.remove(index % held.size()).permit();
                        permit.close();
                        if (twice) {
                            permit.close();
                        }
                    }
                }
                case Step.Resize(long newLimit) -> {
                    limit = newLimit;
                    semaphore.resize(newLimit);
                }
            }
            long inUse = semaphore.inUse();
            assertEquals(sum(held), inUse);
            assertTrue(
                    inUse <= held.stream().mapToLong(Held::limitWhenTaken).max().orElse(0));
        }
        held.forEach(permit -> permit.permit().close());
        assertEquals(0, semaphore.inUse());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> take = Arbitraries.longs().between(1, 6).map(Step.Take::new);
        Arbitrary<Step> giveBack = Combinators.combine(
                        Arbitraries.integers().between(0, 20), Arbitraries.of(true, false))
                .as(Step.GiveBack::new);
        Arbitrary<Step> resize = Arbitraries.longs().between(-1, 20).map(Step.Resize::new);
        return Arbitraries.oneOf(take, take, giveBack, resize).list().ofMaxSize(60);
    }

    private static long sum(List<Held> held) {
        return held.stream().mapToLong(one -> one.permit().units()).sum();
    }
}
