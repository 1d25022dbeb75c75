package io.heliograph.app.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** What a command shows a server at its door: a token, or a user's name and password. Immutable. */
final class Credential {
    private final String authorization;
    private final String missing;
    private final String refused;

    private Credential(String authorization, String missing, String refused) {
        this.authorization = authorization;
        this.missing = missing;
        this.refused = refused;
    }

    /**
     * A token.
     *
     * @param token empty = none
     * @param variable environment variable that it comes from, for messages
     */
    static Credential token(String token, String variable) {
        return new Credential(
                token.isEmpty() ? "" : "Bearer " + token,
                "asks for a token: set " + variable,
                "does not take the token of " + variable);
    }

    /** A user of the server. */
    static Credential user(String name, String password) {
        return new Credential(
                "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8)),
                "",
                "does not let " + name + " in");
    }

    /** The value of the header Authorization; empty = none. */
    String authorization() {
        return authorization;
    }

    /** What a server means that answers 401. */
    String unauthorized() {
        return authorization.isEmpty() ? missing : refused;
    }
}
