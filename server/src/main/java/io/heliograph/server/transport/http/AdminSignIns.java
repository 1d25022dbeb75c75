package io.heliograph.server.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.server.control.Operator;
import io.heliograph.server.control.SignIn;
import io.heliograph.server.control.UsersControl;
import io.heliograph.server.time.Ticker;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The users of the console at the admin endpoints, by HTTP basic authentication. A sign-in holds for {@link #KEPT} from the same
 * address, so that a script that asks each second costs no hash and no entry in the audit each time; it ends at once when the user
 * is disabled, deleted, or gets another role or password. Thread-safe.
 */
final class AdminSignIns {
    static final Duration KEPT = Duration.ofMinutes(10);

    private static final String BASIC = "basic ";

    /** Sign-ins that are remembered; the oldest is forgotten first, and costs its hash again. */
    private static final int MAX_KEPT = 64;

    private static final int SALT_BYTES = 16;

    private final UsersControl users;
    private final Ticker ticker;
    private final byte[] salt = new byte[SALT_BYTES];
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    private record Kept(Operator operator, long untilNanos) {}

    AdminSignIns(UsersControl users, Ticker ticker) {
        this.users = users;
        this.ticker = ticker;
        new SecureRandom().nextBytes(salt);
    }

    /**
     * Who presents a name and a password.
     *
     * @param authorization value of the header
     * @param origin from where, as in {@code http 127.0.0.1}
     * @return empty if the header is not of this kind
     */
    Optional<SignIn> signIn(String authorization, String origin) {
        String header = authorization.strip();
        if (!header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return Optional.empty();
        }
        String key = key(header, origin);
        Operator known = known(key);
        if (known != null) {
            return Optional.of(new SignIn.SignedIn(known, known.mustChangePassword()));
        }
        SignIn signIn = attempt(header.substring(BASIC.length()).strip(), origin);
        if (signIn instanceof SignIn.SignedIn in && !in.mustChangePassword()) {
            keep(key, in.operator());
        }
        return Optional.of(signIn);
    }

    private SignIn attempt(String encoded, String origin) {
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return new SignIn.Refused("name and password are not in base64");
        }
        try {
            CharBuffer text = UTF_8.decode(ByteBuffer.wrap(pair));
            char[] characters = Arrays.copyOfRange(text.array(), 0, text.limit());
            Arrays.fill(text.array(), '\0');
            int colon = 0;
            while (colon < characters.length && characters[colon] != ':') {
                colon++;
            }
            if (colon == characters.length) {
                Arrays.fill(characters, '\0');
                return new SignIn.Refused("there is no colon between name and password");
            }
            String name = new String(characters, 0, colon);
            char[] password = Arrays.copyOfRange(characters, colon + 1, characters.length);
            Arrays.fill(characters, '\0');
            return users.signIn(name, password, origin);
        } finally {
            Arrays.fill(pair, (byte) 0);
        }
    }

    private @Nullable Operator known(String key) {
        Kept found;
        lock.lock();
        try {
            found = kept.get(key);
        } finally {
            lock.unlock();
        }
        if (found == null) {
            return null;
        }
        if (ticker.nanos() < found.untilNanos() && users.isValid(found.operator())) {
            return found.operator();
        }
        lock.lock();
        try {
            kept.remove(key, found);
        } finally {
            lock.unlock();
        }
        return null;
    }

    private void keep(String key, Operator operator) {
        lock.lock();
        try {
            kept.put(key, new Kept(operator, ticker.nanos() + KEPT.toNanos()));
            if (kept.size() > MAX_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stands for header and origin, and is worth nothing to whoever reads the memory of the process later. */
    private String key(String header, String origin) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update(origin.getBytes(UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(header.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
