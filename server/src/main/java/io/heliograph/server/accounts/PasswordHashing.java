package io.heliograph.server.accounts;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.heliograph.server.concurrent.AdjustableSemaphore;
import io.heliograph.server.concurrent.Permit;
import io.heliograph.server.time.Ticker;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Argon2id, a few hashes at a time: each takes memory and a core's time that recognition needs, too. Passwords are wiped by those who
 * bring them; what is made of them here is wiped here. Thread-safe.
 */
public final class PasswordHashing {
    /** Two, so that one who floods the sign-in costs no more than two cores and 40 MB. */
    private static final int AT_A_TIME = 2;

    /** A turn comes every 0.1 s or so; whoever waits longer than this is told to come back. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** As many as can have their turn within the patience. */
    private static final int MAX_WAITING = 50;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    private final Cost cost;
    private final AdjustableSemaphore turns;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong computed = new AtomicLong();
    private final String dummy;

    /**
     * What a hash costs. Immutable.
     *
     * @param memoryKib memory of one hash, KiB
     * @param passes over that memory
     */
    public record Cost(int memoryKib, int passes) {
        /** What OWASP's Password Storage Cheat Sheet names first for Argon2id: 19 MiB, two passes, one lane. */
        public static final Cost STANDARD = new Cost(19_456, 2);

        private String parameters() {
            return "m=" + memoryKib + ",t=" + passes + ",p=1";
        }
    }

    /** A place among those who hash; give it back. Confined to its holder. */
    public final class Turn implements AutoCloseable {
        private final Permit permit;

        private Turn(Permit permit) {
            this.permit = permit;
        }

        /** The hash of a password, with a new salt, in PHC form. */
        public String hash(char[] password) {
            return compute(password, newBytes(SALT_BYTES));
        }

        /**
         * Whether it is the password of that hash.
         *
         * @param hash in PHC form; one that cannot be read belongs to no password
         */
        public boolean matches(char[] password, String hash) {
            byte[] plain = utf8(password);
            byte[] stored = hash.getBytes(StandardCharsets.US_ASCII);
            try {
                computed.incrementAndGet();
                return Argon2Function.getInstanceFromHash(hash).check(plain, stored);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                return false;
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        }

        /** Takes the time of {@link #matches} for a name that has no hash. */
        public void pretend(char[] password) {
            matches(password, dummy);
        }

        @Override
        public void close() {
            permit.close();
        }
    }

    public PasswordHashing(Cost cost, Ticker ticker) {
        this.cost = cost;
        this.turns = new AdjustableSemaphore("password hashes", AT_A_TIME, ticker);
        this.dummy = phc(newBytes(SALT_BYTES), newBytes(HASH_BYTES));
    }

    /** A turn, waiting for it; empty if too many wait or it takes too long. */
    public Optional<Turn> turn() {
        if (turns.waiting() >= MAX_WAITING) {
            return Optional.empty();
        }
        try {
            return turns.acquire(1, PATIENCE).map(Turn::new);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Whether a hash has the cost of today. */
    public boolean isCurrent(String hash) {
        return hash.startsWith("$argon2id$v=" + Argon2Function.ARGON2_VERSION_13 + "$" + cost.parameters() + "$");
    }

    /** Hashes computed so far. */
    public long computed() {
        return computed.get();
    }

    /** Those who wait for a turn. */
    int waiting() {
        return turns.waiting();
    }

    private String compute(char[] password, byte[] salt) {
        byte[] plain = utf8(password);
        try {
            computed.incrementAndGet();
            return Argon2Function.getInstance(cost.memoryKib(), cost.passes(), 1, HASH_BYTES, Argon2.ID)
                    .hash(plain, salt)
                    .getResult();
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private String phc(byte[] salt, byte[] hash) {
        return "$argon2id$v=" + Argon2Function.ARGON2_VERSION_13 + "$" + cost.parameters() + "$"
                + BASE64.encodeToString(salt) + "$" + BASE64.encodeToString(hash);
    }

    private byte[] newBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The password in UTF-8; nothing else keeps a copy. Half a surrogate pair becomes a question mark. */
    private static byte[] utf8(char[] password) {
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer encoded = ByteBuffer.allocate((int) (password.length * (double) encoder.maxBytesPerChar()));
        encoder.encode(CharBuffer.wrap(password), encoded, true);
        encoder.flush(encoded);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }
}
