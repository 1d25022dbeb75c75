package io.heliograph.server.accounts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rule for names of accounts. Pure. */
public final class AccountName {
    /** What a name may be, in words. */
    public static final String RULE = "a name has 1 to 64 characters of a-z, 0-9, dot, underscore, @ and hyphen";

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9._@-]{1,64}");

    private AccountName() {}

    /** The name as it is kept, in lower case and without blanks around it; empty if it cannot be one. */
    public static Optional<String> of(String typed) {
        String name = typed.strip().toLowerCase(Locale.ROOT);
        return ALLOWED.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }
}
