package io.heliograph.server.model;

import java.time.Duration;

/**
 * How long an installation waits. Immutable.
 *
 * @param lockWait how long to wait for another process that installs into the same folder; longer than its whole download takes
 *     on a slow line (68 MB at 1 Mbit/s: 9 minutes)
 * @param stall how long pip may receive nothing: well above pip's own five tries of 15 s
 * @param download how long one wheel may take in all
 * @param poll how often lock and progress are looked at
 */
record InstallTimes(Duration lockWait, Duration stall, Duration download, Duration poll) {
    static final InstallTimes DEFAULT = new InstallTimes(
            Duration.ofMinutes(15), Duration.ofMinutes(3), Duration.ofHours(1), Duration.ofMillis(200));
}
