package io.heliograph.server.stream;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that all streams buffer and have not yet given to a settled decode, held under a cap. A chunk that does not fit takes
 * room from the head of the stream that holds most (contract §6.5). Taking is a matter of the books alone: the bytes leave the sum
 * at once and become the other stream's debt, so the sum never exceeds the cap, no stream waits for another, and each buffer stays
 * with its own thread, which drops what it owes before it uses the buffer again and is woken to do so. Audio that its owner settled
 * in that same moment pays the debt without a loss. The cap is read at each chunk; one that is lowered below the sum lets nothing in
 * until enough has left. Thread-safe.
 */
public final class AudioLedger {
    private final LongSupplier capBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Account> accounts = new LinkedHashSet<>();
    private long totalBytes;

    /** @param capBytes most bytes over all streams; ≤ 0 = without a bound */
    public AudioLedger(LongSupplier capBytes) {
        this.capBytes = capBytes;
    }

    /** Bytes of all streams, without those that are owed. */
    public long totalBytes() {
        lock.lock();
        try {
            return totalBytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * An account for a stream that begins.
     *
     * @param audioTaken told, on another stream's thread and without a lock held, that this one owes something
     */
    Account open(Runnable audioTaken) {
        Account account = new Account(audioTaken);
        lock.lock();
        try {
            accounts.add(account);
        } finally {
            lock.unlock();
        }
        return account;
    }

    private Account largest(Account sender) {
        Account largest = sender;
        for (Account account : accounts) {
            if (account.heldBytes > largest.heldBytes) {
                largest = account;
            }
        }
        return largest;
    }

    /** What one stream holds. Its methods belong to the stream's thread, except {@link #heldBytes()}. */
    final class Account implements AutoCloseable {
        private final Runnable audioTaken;
        private long heldBytes;
        private long owedBytes;

        private Account(Runnable audioTaken) {
            this.audioTaken = audioTaken;
        }

        /**
         * Enters a chunk; what the stream owes for it is told by {@link #owed}.
         *
         * @return how many of its bytes fit, from its end
         */
        int admit(int bytes) {
            Account robbed = null;
            int kept = bytes;
            lock.lock();
            try {
                long cap = capBytes.getAsLong();
                long missing = cap > 0 ? totalBytes + bytes - cap : 0;
                if (missing > 0) {
                    Account largest = largest(this);
                    boolean owedNothing = largest.owedBytes == 0;
                    long taken = Math.min(largest.heldBytes, missing + missing % 2);
                    largest.heldBytes -= taken;
                    largest.owedBytes += taken;
                    totalBytes -= taken;
                    robbed = largest != this && owedNothing && taken > 0 ? largest : null;
                    kept = Math.clamp(cap - totalBytes, 0, bytes);
                }
                heldBytes += kept;
                totalBytes += kept;
            } finally {
                lock.unlock();
            }
            tell(robbed);
            return kept;
        }

        private static void tell(@Nullable Account robbed) {
            if (robbed != null) {
                robbed.audioTaken.run();
            }
        }

        /**
         * Balances the account with the buffer.
         *
         * @param bufferedBytes what the buffer holds now; what it held more before has left from its head, and pays first
         * @return how many bytes of the buffer's head the stream must drop
         */
        long owed(long bufferedBytes) {
            lock.lock();
            try {
                long left = heldBytes + owedBytes - bufferedBytes;
                long paid = Math.min(owedBytes, left);
                owedBytes -= paid;
                heldBytes -= left - paid;
                totalBytes -= left - paid;
                return owedBytes;
            } finally {
                lock.unlock();
            }
        }

        /** Bytes that the stream holds and does not owe. */
        long heldBytes() {
            lock.lock();
            try {
                return heldBytes;
            } finally {
                lock.unlock();
            }
        }

        /** The stream is over. Again is harmless. */
        @Override
        public void close() {
            lock.lock();
            try {
                accounts.remove(this);
                totalBytes -= heldBytes;
                heldBytes = 0;
                owedBytes = 0;
            } finally {
                lock.unlock();
            }
        }
    }
}
