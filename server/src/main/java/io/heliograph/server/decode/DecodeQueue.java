package io.heliograph.server.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that wait for a worker, and which of them goes first: settled before first partials before decodes ahead before
 * refreshes, earlier deadlines first inside a class. First partials whose deadline has passed, and decodes ahead whose deadline is near,
 * go among the settled: a burst of finals makes both a little late, not one of them very. Refreshes whose deadline has passed go before
 * decodes ahead that have time: they make no final late, and are less often overtaken by the end of their utterance. A lane that was served takes its next turn
 * behind every other whose deadline has passed by then, so that sessions take turns and no burst of one keeps the others waiting,
 * whatever deadlines it brings. Jobs whose caller is gone are passed over until their stream withdraws them. Belongs to the scheduler's
 * lock.
 */
final class DecodeQueue {
    /** Lanes with jobs that wait. */
    private final Set<DecodeLane> lanes = new LinkedHashSet<>();

    /** Those of them with a job that could start now. */
    private final Set<DecodeLane> waitingLanes = new LinkedHashSet<>();

    private int size;

    /** Queues a job behind the others of its lane, a settled one in front of the lane's partials; true if it could start now. */
    boolean add(DecodeJob job) {
        DecodeLane lane = job.lane();
        if (settles(job)) {
            insertBeforePartials(lane, job);
        } else {
            lane.queue.addLast(job);
        }
        size++;
        lanes.add(lane);
        return lane.running == null && (waitingLanes.add(lane) || lane.queue.getFirst() == job);
    }

    /** Forgets a job that waits. */
    void remove(DecodeJob job) {
        DecodeLane lane = job.lane();
        if (lane.queue.remove(job)) {
            size--;
        }
        if (lane.queue.isEmpty()) {
            forget(lane);
        }
    }

    /** Takes a lane with jobs that wait in; true if one of them could start now. */
    boolean join(DecodeLane lane) {
        if (lane.queue.isEmpty()) {
            return false;
        }
        lanes.add(lane);
        size += lane.queue.size();
        return lane.running == null && waitingLanes.add(lane);
    }

    /** Lets a lane go with all its jobs. */
    void part(DecodeLane lane) {
        if (lanes.contains(lane)) {
            size -= lane.queue.size();
            forget(lane);
        }
    }

    /** All lanes with jobs that wait. */
    List<DecodeLane> lanes() {
        return List.copyOf(lanes);
    }

    /** Takes the most urgent job, whose lane is busy from now on; null if none may start. */
    @Nullable
    DecodeJob take(long nowNanos) {
        Comparator<DecodeJob> urgency = Comparator.<DecodeJob, DecodePriority>comparing(job -> job.urgency(nowNanos))
                .thenComparingLong(DecodeQueue::turnNanos);
        DecodeJob best = null;
        for (DecodeLane lane : waitingLanes) {
            DecodeJob head = lane.queue.getFirst();
            if (!lane.isCallerGone() && (best == null || urgency.compare(head, best) < 0)) {
                best = head;
            }
        }
        if (best != null) {
            DecodeLane lane = best.lane();
            lane.queue.removeFirst();
            lane.running = best;
            waitingLanes.remove(lane);
            if (lane.queue.isEmpty()) {
                lanes.remove(lane);
            }
            size--;
        }
        return best;
    }

    /** A lane's job ended; true if its next could start now. */
    boolean served(DecodeLane lane, long nowNanos) {
        lane.running = null;
        lane.servedNanos = nowNanos;
        return !lane.queue.isEmpty() && waitingLanes.add(lane);
    }

    /** Empties it. */
    List<DecodeJob> drain() {
        List<DecodeJob> drained = new ArrayList<>();
        for (DecodeLane lane : lanes) {
            drained.addAll(lane.queue);
            lane.queue.clear();
        }
        lanes.clear();
        waitingLanes.clear();
        size -= drained.size();
        return drained;
    }

    int size() {
        return size;
    }

    /** By how much the latest of the settled jobs that could start now has missed its deadline; 0 if none has. */
    long settledLatenessNanos(long nowNanos) {
        long lateness = 0;
        for (DecodeLane lane : waitingLanes) {
            DecodeJob head = lane.queue.getFirst();
            if (settles(head) && !lane.isCallerGone()) {
                lateness = Math.max(lateness, nowNanos - turnNanos(head));
            }
        }
        return lateness;
    }

    private static boolean settles(DecodeJob job) {
        return job.priority().purpose() == DecodePurpose.SETTLED;
    }

    private void forget(DecodeLane lane) {
        lanes.remove(lane);
        waitingLanes.remove(lane);
    }

    /** When it is the job's turn: its deadline, or when its lane was served last if that was later. */
    private static long turnNanos(DecodeJob job) {
        return Math.max(job.deadlineNanos(), job.lane().servedNanos);
    }

    private static void insertBeforePartials(DecodeLane lane, DecodeJob job) {
        List<DecodeJob> partials = new ArrayList<>();
        while (!lane.queue.isEmpty() && !settles(lane.queue.getLast())) {
            partials.addFirst(lane.queue.removeLast());
        }
        lane.queue.addLast(job);
        lane.queue.addAll(partials);
    }
}
