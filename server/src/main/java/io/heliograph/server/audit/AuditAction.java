package io.heliograph.server.audit;

import java.util.Arrays;
import java.util.List;

/** Everything that leaves an entry in the audit. The labels are stored: one that has been released is never changed. */
public enum AuditAction {
    LIMITS_CHANGE("limits.change"),
    LIMITS_ROLLBACK("limits.rollback"),
    /** The configuration was changed between two starts. */
    LIMITS_CONFIGURATION("limits.configuration"),
    SESSION_END("session.end"),
    SERVER_DRAIN("server.drain"),
    SERVER_UNDRAIN("server.undrain"),
    SIGNIN_SUCCESS("signin.success"),
    SIGNIN_FAILURE("signin.failure"),
    SIGNIN_LOCKED("signin.locked"),
    SIGNOUT("signout"),
    USER_CREATE("user.create"),
    USER_ROLE("user.role"),
    USER_DISABLE("user.disable"),
    USER_ENABLE("user.enable"),
    USER_PASSWORD("user.password"),
    USER_DELETE("user.delete"),
    AUDIT_EXPORT("audit.export"),
    STORE_BACKUP("store.backup"),
    MODEL_LOAD("model.load"),
    MODEL_UNLOAD("model.unload");

    private final String label;

    AuditAction(String label) {
        this.label = label;
    }

    /** The action as it is stored and shown. */
    public String label() {
        return label;
    }

    /** All labels, in the order of their declaration. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(AuditAction::label).toList();
    }
}
