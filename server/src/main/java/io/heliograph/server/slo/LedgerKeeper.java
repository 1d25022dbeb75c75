package io.heliograph.server.slo;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.error.StoreException;
import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Brings the ledger to the store, minute by minute, and at the start back from it. A store that fails is counted, logged once,
 * and tried again; counting goes on meanwhile and nothing is given up as long as the process lives. Confined to one thread, but
 * for what it tells.
 */
final class LedgerKeeper {
    private static final System.Logger LOGGER = System.getLogger(LedgerKeeper.class.getName());

    /** A store that fails is left alone that long. */
    private static final long RETRY_NANOS = 10_000_000_000L;

    /** How often to look until the store has been read, and again while it fails. */
    private static final Duration EAGER = Duration.ofMillis(250);

    /** Whoever has something to save says so: this is for what nobody thought of. */
    private static final Duration CALM = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final SloStore store;
    private final MinuteClock clock;
    private final Ticker ticker;
    private final LongAdder failures = new LongAdder();
    private volatile boolean isFailing;
    private volatile long savedSec;
    private boolean isLoaded;
    private long retryNanos;

    LedgerKeeper(Ledger ledger, SloStore store, MinuteClock clock, Ticker ticker) {
        this.ledger = ledger;
        this.store = store;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** How long {@link #keep()} may be left alone now. */
    Duration pause() {
        return isLoaded && !isFailing ? CALM : EAGER;
    }

    /** Saves what is new, if there is any and the store is not to be left alone. */
    void keep() {
        if (!isFailing || ticker.nanos() >= retryNanos) {
            attempt(false);
        }
    }

    /** Saves all, with word that the process ends well. */
    void close() {
        attempt(true);
    }

    /** Times the store failed. */
    long failures() {
        return failures.sum();
    }

    /** Whether the store failed when it was last asked. */
    boolean isFailing() {
        return isFailing;
    }

    /** Up to when everything is saved, seconds since 1970; 0 = nothing yet. */
    long savedSec() {
        return savedSec;
    }

    private void attempt(boolean isClosed) {
        try {
            if (!isLoaded) {
                // Before anything is saved, so that what is there is added to and not overwritten.
                long minute = clock.minute();
                ledger.addStored(store.load(Timeline.minuteHorizon(minute), Timeline.hourHorizon(minute)));
                isLoaded = true;
            }
            SloBatch batch = ledger.takeUnsaved(isClosed);
            boolean isNews = isClosed
                    || !batch.saved().isEmpty()
                    || !batch.removed().isEmpty()
                    || batch.run().savedSec() != savedSec;
            if (isNews) {
                save(batch);
            }
            if (isFailing) {
                isFailing = false;
                LOGGER.log(INFO, "the store of the objectives works again; everything counted so far is saved");
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void save(SloBatch batch) {
        try {
            store.save(batch);
            savedSec = batch.run().savedSec();
        } catch (RuntimeException e) {
            ledger.giveBack(batch);
            throw e;
        }
    }

    private void failed(RuntimeException cause) {
        failures.increment();
        retryNanos = ticker.nanos() + RETRY_NANOS;
        if (!isFailing) {
            isFailing = true;
            // A database that fails has its own ERROR line.
            LOGGER.log(
                    cause instanceof StoreException ? WARNING : ERROR,
                    "the store of the objectives fails; counting goes on in memory, and what is not saved before the process"
                            + " ends will be missing: "
                            + (cause instanceof StoreException ? cause.getMessage() : cause));
        }
    }
}
