package io.heliograph.server.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Settled segments whose final is not due yet, oldest first, within bounds. Confined to the stream's thread. */
final class WithheldFinals {
    private static final int MAX_SEGMENTS = 4_096;
    private static final long MAX_BYTES = 1 << 20;

    private final Deque<RecognitionResult> segments = new ArrayDeque<>();
    private long bytes;

    void add(RecognitionResult segment) {
        segments.addLast(segment);
        bytes += bytes(segment);
    }

    /** Takes out the oldest above the bounds: their final comes early. */
    List<RecognitionResult> overflow() {
        List<RecognitionResult> early = new ArrayList<>();
        while (segments.size() > MAX_SEGMENTS || bytes > MAX_BYTES) {
            early.add(removeFirst());
        }
        return early;
    }

    /** Takes out all. */
    List<RecognitionResult> drain() {
        List<RecognitionResult> all = List.copyOf(segments);
        segments.clear();
        bytes = 0;
        return all;
    }

    int size() {
        return segments.size();
    }

    private RecognitionResult removeFirst() {
        RecognitionResult first = segments.removeFirst();
        bytes -= bytes(first);
        return first;
    }

    private static long bytes(RecognitionResult segment) {
        return segment.text().getBytes(StandardCharsets.UTF_8).length;
    }
}
