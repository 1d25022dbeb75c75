package io.heliograph.server.control;

import java.util.List;

/**
 * One objective as it stands. Immutable.
 *
 * @param key {@code create_session}, {@code first_partial}, {@code final} or {@code errors}
 * @param label the same for people
 * @param promise what is promised, one sentence
 * @param target share of good events promised, above 0 and below 1
 * @param thresholdSec longest good event, seconds; 0 for one without a threshold
 * @param windowSec time over which the target must hold, seconds
 * @param promised over that time: verdict and budget follow from it
 * @param budgetRemaining share of the error budget left, below 0 if overdrawn; 1 without events
 * @param allowedBad bad events that the target allows among those counted so far
 * @param windows over 1 h, 6 h, 1 d, 7 d and 30 d
 * @param burnRates for the alerts, urgent ones first
 */
public record ObjectiveView(
        String key,
        String label,
        String promise,
        double target,
        double thresholdSec,
        int windowSec,
        ObjectiveWindow promised,
        double budgetRemaining,
        double allowedBad,
        List<ObjectiveWindow> windows,
        List<ObjectiveBurn> burnRates) {

    public ObjectiveView {
        windows = List.copyOf(windows);
        burnRates = List.copyOf(burnRates);
    }
}
