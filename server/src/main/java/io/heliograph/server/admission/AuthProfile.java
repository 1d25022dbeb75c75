package io.heliograph.server.admission;

import java.util.Locale;

/** What proof CreateSession needs. */
public enum AuthProfile {
    /** None. */
    NONE,
    /** An API key. */
    API_KEY,
    /** A signature made with the shared secret. */
    SIGNED_TOKEN,
    /** A name nobody knows: every CreateSession is refused. */
    UNKNOWN;

    /** The profile of a name or alias; blanks around it and case do not matter. */
    public static AuthProfile named(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "none", "", "off", "false", "0" -> NONE;
            case "api_key", "api-key", "apikey" -> API_KEY;
            case "signed_token", "signed", "signature", "hmac" -> SIGNED_TOKEN;
            default -> UNKNOWN;
        };
    }
}
