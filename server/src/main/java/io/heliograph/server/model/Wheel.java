package io.heliograph.server.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A Python wheel, read as the zip it is. Entries are asked for by name and written under names that the manifest gives, so
 * nothing in the archive decides where a file lands; no more is written than the manifest promises. Confined to the installing
 * thread.
 */
final class Wheel implements AutoCloseable {
    private final Path path;
    private final ZipFile zip;

    private Wheel(Path path, ZipFile zip) {
        this.path = path;
        this.zip = zip;
    }

    /** Opens a wheel; what is in it is checked file by file. */
    static Wheel open(Path path) {
        try {
            return new Wheel(path, new ZipFile(path.toFile()));
        } catch (IOException e) {
            throw new ModelException(
                    "the wheel " + path + " cannot be read (" + sizeBytes(path) + " bytes): " + Reason.of(e), e);
        }
    }

    /** Compares size and SHA-256 of a wheel with what its source promises. */
    static void verify(Path path, ModelSource source) throws IOException {
        Sha256 actual = Sha256.of(path);
        String name = "the wheel of " + source;
        if (actual.sizeBytes() != source.wheelBytes()) {
            throw new ModelException(
                    new ModelProblem.WrongSize(name, actual.sizeBytes(), source.wheelBytes()).message());
        }
        if (!actual.hex().equals(source.wheelSha256())) {
            throw new ModelException(new ModelProblem.WrongHash(name, actual.hex(), source.wheelSha256()).message());
        }
    }

    /** Whether the archive has every file of the model. */
    boolean holds(ModelManifest manifest) {
        return manifest.files().stream().allMatch(file -> zip.getEntry(file.entry()) != null);
    }

    /** Opens one file of a model. */
    InputStream open(ModelFile file) throws IOException {
        ZipEntry entry = zip.getEntry(file.entry());
        if (entry == null) {
            throw new ModelException("the wheel " + path.getFileName() + " has no " + file.entry());
        }
        return zip.getInputStream(entry);
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new ModelException("the wheel " + path + " cannot be closed: " + Reason.of(e), e);
        }
    }

    /**
     * Writes a file of a model into {@code folder}, down to the disk, and checks it while it is copied.
     *
     * @throws ModelException if the bytes are not those that the manifest promises
     */
    static void write(InputStream in, ModelFile file, Path folder) throws IOException {
        Path target = folder.resolve(file.name());
        Sha256 actual;
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            actual = Sha256.copy(in, out, file.sizeBytes());
            channel.force(true);
        }
        Optional<ModelProblem> problem = InstalledModel.difference(file, actual);
        if (problem.isPresent()) {
            throw new ModelException(problem.get().message());
        }
    }

    private static long sizeBytes(Path path) {
        try {
            return Files.size(path);
        } catch (IOException unreadable) {
            return 0;
        }
    }
}
