package io.heliograph.server.audit;

import static java.util.Objects.requireNonNull;

/**
 * What is to be remembered of one action, before it has its place in the chain. Immutable. Secrets are masked by whoever makes it.
 *
 * @param author who did it
 * @param role their role then, empty where nobody was signed in
 * @param origin from where, as in {@code console 127.0.0.1}
 * @param action label of an {@link AuditAction}
 * @param target what it was done to, may be empty
 * @param before the state replaced, may be empty
 * @param after the state since, may be empty
 * @param reason why, may be empty
 * @param isSuccess whether it was done
 */
public record AuditRecord(
        String author,
        String role,
        String origin,
        String action,
        String target,
        String before,
        String after,
        String reason,
        boolean isSuccess) {
    /** Longest name, role, origin or target that is kept, characters. */
    static final int MAX_NAME_LENGTH = 200;

    /** Longest state or reason that is kept, characters. */
    static final int MAX_TEXT_LENGTH = 8_000;

    public AuditRecord {
        requireNonNull(author, "author");
        requireNonNull(role, "role");
        requireNonNull(origin, "origin");
        requireNonNull(action, "action");
        requireNonNull(target, "target");
        requireNonNull(before, "before");
        requireNonNull(after, "after");
        requireNonNull(reason, "reason");
    }

    /**
     * A successful action, in texts that every database takes and gives back as they are: control characters and broken pairs are
     * replaced, long ones cut.
     */
    public static AuditRecord of(AuditAction action, String author, String role, String origin, String target) {
        return new AuditRecord(
                clean(author, MAX_NAME_LENGTH),
                clean(role, MAX_NAME_LENGTH),
                clean(origin, MAX_NAME_LENGTH),
                action.label(),
                clean(target, MAX_NAME_LENGTH),
                "",
                "",
                "",
                true);
    }

    /** The same with the state before and after. */
    public AuditRecord changing(String from, String to) {
        return new AuditRecord(
                author,
                role,
                origin,
                action,
                target,
                clean(from, MAX_TEXT_LENGTH),
                clean(to, MAX_TEXT_LENGTH),
                reason,
                isSuccess);
    }

    /** The same with a reason. */
    public AuditRecord because(String why) {
        return new AuditRecord(
                author, role, origin, action, target, before, after, clean(why, MAX_TEXT_LENGTH), isSuccess);
    }

    /** The same, but refused or gone wrong. */
    public AuditRecord failed() {
        return new AuditRecord(author, role, origin, action, target, before, after, reason, false);
    }

    /** Line feeds stay; a text that is cut ends in an ellipsis. */
    private static String clean(String text, int maxLength) {
        String whole = text.length() <= maxLength ? text : cut(text, maxLength - 1) + "…";
        StringBuilder clean = new StringBuilder(whole.length());
        whole.codePoints().forEach(point -> {
            boolean isBroken = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            boolean isControl = Character.isISOControl(point) && point != '\n';
            clean.appendCodePoint(isBroken ? 0xFFFD : isControl ? '?' : point);
        });
        return clean.toString();
    }

    private static String cut(String text, int length) {
        boolean splitsPair = Character.isSurrogatePair(text.charAt(length - 1), text.charAt(length));
        return text.substring(0, splitsPair ? length - 1 : length);
    }
}
