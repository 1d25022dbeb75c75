package io.heliograph.server.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Puts records into the chain. Each hash is a SHA-256 over the hash before it, the place and the content of the entry, every part with
 * its length in front, so that no two entries are read as the same bytes. Pure.
 */
public final class AuditChain {
    /** What is hashed first; another form of the bytes would get another name. */
    private static final String FORM = "heliograph audit 1";

    private AuditChain() {}

    /** The entry that comes after the head. */
    public static AuditEntry after(AuditHead head, Instant now, AuditRecord record) {
        long sequence = head.sequence() + 1;
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return new AuditEntry(sequence, at, record, head.hash(), hash(head.hash(), sequence, at, record));
    }

    /** The head once the entry is the last one. */
    public static AuditHead head(AuditEntry entry) {
        return new AuditHead(entry.sequence(), entry.hash());
    }

    /** What the hash of an entry must be. */
    static String hash(String previousHash, long sequence, Instant at, AuditRecord record) {
        MessageDigest digest = sha256();
        add(digest, FORM);
        add(digest, previousHash);
        add(digest, Long.toString(sequence));
        add(digest, at.toString());
        add(digest, record.author());
        add(digest, record.role());
        add(digest, record.origin());
        add(digest, record.action());
        add(digest, record.target());
        add(digest, record.before());
        add(digest, record.after());
        add(digest, record.reason());
        add(digest, record.isSuccess() ? "done" : "not done");
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
