package io.heliograph.server.stream;

import io.heliograph.server.concurrent.Permit;
import io.heliograph.server.telemetry.Hash16;
import io.heliograph.server.telemetry.SessionFacts;
import org.jspecify.annotations.Nullable;

/**
 * What others may know of a running stream. Written by the stream's thread, read by anybody: each figure is current, together
 * they are not a snapshot.
 */
public final class LiveStream {
    private final long startedNanos;
    private final StreamInbox inbox;
    private final Permit unboundPermit;
    private final AudioLedger.Account audio;
    private volatile @Nullable SessionFacts session;
    private volatile String sessionHash = "";
    private volatile double audioSeconds;
    private volatile int pendingDecodes;
    private volatile int triggers;
    private volatile double partialSpacing = 1;
    private volatile boolean gaveWay;

    LiveStream(long startedNanos, StreamInbox inbox, Permit unboundPermit, AudioLedger ledger) {
        this.startedNanos = startedNanos;
        this.inbox = inbox;
        this.unboundPermit = unboundPermit;
        this.audio = ledger.open(inbox::putAudioTaken);
    }

    /** When the call began, monotonic nanoseconds. */
    public long startedNanos() {
        return startedNanos;
    }

    /** The session it has claimed; null before. */
    public @Nullable SessionFacts session() {
        return session;
    }

    /** What its session is called in metrics; empty before it has claimed one. */
    public String sessionHash() {
        return sessionHash;
    }

    /** Audio not yet in a settled decode, bytes as received. */
    public long bufferBytes() {
        return audio.heldBytes();
    }

    /** Audio accepted so far, seconds. */
    public double audioSeconds() {
        return audioSeconds;
    }

    public int pendingDecodes() {
        return pendingDecodes;
    }

    /** Endpoints so far. */
    public int triggers() {
        return triggers;
    }

    /** Distance of its partials in intervals of the limits, at least 1. */
    public double partialSpacing() {
        return partialSpacing;
    }

    /** It has its session, and is no longer one of those without. */
    void claimed(SessionFacts facts) {
        sessionHash = Hash16.ofSession(facts.id());
        session = facts;
        unboundPermit.close();
    }

    /** What it buffers, in the books. */
    AudioLedger.Account audio() {
        return audio;
    }

    void closed() {
        unboundPermit.close();
        audio.close();
    }

    void progress(double seconds, int pending, int triggerCount, double spacing) {
        audioSeconds = seconds;
        pendingDecodes = pending;
        triggers = triggerCount;
        partialSpacing = spacing;
    }

    /** Whether it was told to give way. */
    boolean gaveWay() {
        return gaveWay;
    }

    /** It holds most of what is buffered while memory is short: tells it to settle that and end. */
    void giveWay(long heldBytes) {
        gaveWay = true;
        inbox.putMemoryShort(heldBytes);
    }

    void stop() {
        inbox.putServerStopping();
    }
}
