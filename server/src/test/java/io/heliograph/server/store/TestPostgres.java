package io.heliograph.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of this machine on a free loopback port, with a database of its own, if one is installed. Confined to one thread. */
final class TestPostgres implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final long PATIENCE_SECONDS = 60;

    private final Path programs;
    private final Path folder;
    private final int port;

    private TestPostgres(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** Starts one; empty, and one line of output, where none is installed. */
    static Optional<TestPostgres> start() throws IOException {
        Optional<Path> programs = programs();
        if (programs.isEmpty()) {
            System.out.println("PostgreSQL is not installed in " + INSTALLED + ": the stores are tested on H2 alone");
            return Optional.empty();
        }
        Path folder = Files.createTempDirectory("heliograph-postgres");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        TestPostgres postgres = new TestPostgres(programs.get(), folder, port);
        postgres.open();
        return Optional.of(postgres);
    }

    private static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin ->
                            Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                    .max(Path::compareTo);
        }
    }

    /** The URL of a database that is made for it. */
    String emptyDatabase(String name) {
        try {
            run(List.of(
                    programs.resolve("createdb").toString(),
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--username=heliograph",
                    name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    private void open() throws IOException {
        if (isRoot()) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        run(List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + folder.resolve("data"),
                "--username=heliograph",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-sync"));
        run(List.of(
                programs.resolve("pg_ctl").toString(),
                "--pgdata=" + folder.resolve("data"),
                "--wait",
                "--log=" + folder.resolve("log"),
                "--options=-c listen_addresses=127.0.0.1 -c fsync=off -p " + port + " -k " + folder,
                "start"));
    }

    @Override
    public void close() throws IOException {
        run(List.of(
                programs.resolve("pg_ctl").toString(),
                "--pgdata=" + folder.resolve("data"),
                "--mode=immediate",
                "stop"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** PostgreSQL refuses to run as root, so root runs it as the user that its package makes. */
    private void run(List<String> command) throws IOException {
        List<String> words = new ArrayList<>();
        if (isRoot() && !command.getFirst().equals("chown")) {
            words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        words.addAll(command);
        Path log = Files.createTempFile("heliograph-postgres", ".log");
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!hasSucceeded(process)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", words) + " failed: " + Files.readString(log));
        }
        Files.delete(log);
    }

    private static boolean hasSucceeded(Process process) {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }
}
