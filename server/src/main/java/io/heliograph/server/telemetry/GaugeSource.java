package io.heliograph.server.telemetry;

import io.heliograph.server.machine.Gpu;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server can say about itself at the moment of a scrape. Implementations are thread-safe and never wait, least of all
 * for a stream's lock. Limits that are off may be given as any number up to 0.
 */
public interface GaugeSource {

    /** Registered sessions, claimed or not. */
    long activeSessions();

    /** Streams that hold a session. */
    long streamsActive();

    /** Bytes buffered over all streams and not yet in a settled decode. */
    long bufferBytes();

    /** Buffered bytes of each open stream by {@link Hash16#ofSession}. */
    Map<String, Long> streamBufferBytes();

    /** How many of {@link #streamBufferBytes} are shown, the largest ones. */
    int maxStreamBufferSeries();

    /** Registered sessions by hash16 of the API key, or empty if they are not to be shown. */
    Optional<Map<String, Long>> activeSessionsByApi();

    /** Decodes scheduled, neither delivered nor dropped. */
    long decodePending();

    /** The session limit in force. */
    long maxSessions();

    /** For how many sessions measured headroom leaves room. */
    long headroomSessions();

    /** The cap of buffered bytes in force. */
    long maxTotalBufferBytes();

    /** The limit of pending decodes in force. */
    long maxPendingDecodesGlobal();

    /** Version of the limits in force. */
    long configVersion();

    /** Mean distance of the open streams' partials in configured intervals; 1 without load, 0 while there are none. */
    double partialSpacingRatio();

    /** Whether the adaptive throttle holds back. */
    boolean throttleActive();

    /** The step of the overload ladder the server stands on; 0 = none. */
    int overloadStep();

    /** A signal of the overload ladder, a ratio. */
    double overloadRatio(OverloadSignal signal);

    /** Whether the server is shutting down. */
    boolean draining();

    /** Whether a new session can be admitted now. */
    boolean ready();

    /** Whether the WebSocket bridge listens. */
    boolean webSocketListening();

    /** Chunks that audio capture replaced by silence, since start. */
    long captureDroppedChunks();

    /** Recordings given up, since start. */
    long captureFailures();

    /** Log records dropped because the queue was full, since start. */
    long logRecordsDropped();

    /** The GPUs, if they are to be shown and can be read. */
    List<Gpu> gpus();
}
