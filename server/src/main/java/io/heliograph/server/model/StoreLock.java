package io.heliograph.server.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to install into a models folder, held by one installer at a time across threads and processes. The operating system
 * gives it back when its holder dies, so nothing has to be cleaned up; the lock file stays. Thread-safe.
 */
final class StoreLock implements AutoCloseable {
    private static final String NAME = ".lock";
    /* Behind the holder's pid, so that others may read it where locks are mandatory. */
    private static final long LOCKED_BYTE = 1024;
    private static final int MAX_PID_BYTES = 32;

    /**
     * One permit per folder. A file lock belongs to the process, and closing any channel of the file gives it back (POSIX), so
     * threads take turns before they open the file.
     */
    private static final Map<Path, Semaphore> TURNS = new ConcurrentHashMap<>();

    private final Path folder;
    private final FileChannel channel;
    private final Semaphore turn;

    private StoreLock(Path folder, FileChannel channel, Semaphore turn) {
        this.folder = folder;
        this.channel = channel;
        this.turn = turn;
    }

    /**
     * Waits for the lock.
     *
     * @param folder an existing models folder
     * @throws ModelException if another holds it until the wait is over, or the folder cannot be written or locked
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    static StoreLock take(Path folder, InstallTimes times, Ticker ticker, PullProgress progress)
            throws InterruptedException {
        try {
            Semaphore turn = TURNS.computeIfAbsent(folder.toRealPath(), path -> new Semaphore(1));
            awaitTurn(turn, folder, times, progress);
            boolean taken = false;
            try {
                FileChannel channel = awaitChannel(folder, times, ticker, progress);
                taken = true;
                return new StoreLock(folder, channel, turn);
            } finally {
                if (!taken) {
                    turn.release();
                }
            }
        } catch (IOException e) {
            throw new ModelException("the models folder " + folder + " cannot be written: " + Reason.of(e), e);
        }
    }

    /** The models folder in which the holder may install. */
    Path folder() {
        return folder;
    }

    /** Gives the lock back; called once. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            turn.release();
        }
    }

    private static void awaitTurn(Semaphore turn, Path folder, InstallTimes times, PullProgress progress)
            throws InterruptedException {
        if (!turn.tryAcquire()) {
            progress.note(waiting("this process", folder, times));
            if (!turn.tryAcquire(times.lockWait().toMillis(), TimeUnit.MILLISECONDS)) {
                throw tooLong("this process", folder, times);
            }
        }
    }

    private static FileChannel awaitChannel(Path folder, InstallTimes times, Ticker ticker, PullProgress progress)
            throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(
                folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            await(channel, folder, times, ticker, progress);
            channel.truncate(0);
            channel.write(US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
            taken = true;
            return channel;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static void await(
            FileChannel channel, Path folder, InstallTimes times, Ticker ticker, PullProgress progress)
            throws IOException, InterruptedException {
        long start = ticker.nanos();
        boolean told = false;
        while (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
            if (ticker.nanos() - start >= times.lockWait().toNanos()) {
                throw tooLong(owner(channel), folder, times);
            }
            if (!told) {
                progress.note(waiting(owner(channel), folder, times));
                told = true;
            }
            LockSupport.parkNanos(times.poll().toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static String waiting(String owner, Path folder, InstallTimes times) {
        return owner + " is filling " + folder + ": waiting up to "
                + times.lockWait().toSeconds() + " s";
    }

    private static ModelException tooLong(String owner, Path folder, InstallTimes times) {
        return new ModelException(owner + " has been filling " + folder + " for "
                + times.lockWait().toSeconds() + " s: try again when it has ended");
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(pid, 0);
        return "process " + Printable.of(US_ASCII.decode(pid.flip()).toString());
    }
}
