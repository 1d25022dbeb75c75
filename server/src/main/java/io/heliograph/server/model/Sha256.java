package io.heliograph.server.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Size and SHA-256 of a stream of bytes. Immutable. */
record Sha256(long sizeBytes, String hex) {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Reads the whole file. */
    static Sha256 of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return copy(in, OutputStream.nullOutputStream(), Long.MAX_VALUE);
        }
    }

    /**
     * Copies at most {@code maxBytes} bytes and one more, so that a stream that is too long shows in the size and never fills
     * the disk.
     */
    static Sha256 copy(InputStream in, OutputStream out, long maxBytes) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long sizeBytes = 0;
        int read;
        while (sizeBytes <= maxBytes && (read = in.read(buffer)) >= 0) {
            int kept = (int) Math.min(read, maxBytes == Long.MAX_VALUE ? read : maxBytes + 1 - sizeBytes);
            digest.update(buffer, 0, kept);
            out.write(buffer, 0, kept);
            sizeBytes += kept;
        }
        return new Sha256(sizeBytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
