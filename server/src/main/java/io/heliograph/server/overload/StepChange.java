package io.heliograph.server.overload;

import io.heliograph.server.telemetry.OverloadSignal;
import io.heliograph.server.telemetry.OverloadStep;

/**
 * The ladder took or left one step. Immutable.
 *
 * @param step which
 * @param entered taken, not left
 * @param signal of those that made it so, the one farthest above its mark or nearest to it
 * @param value of the signal, a ratio
 * @param mark of the step for the signal; 0 if the ladder was switched off or has no mark there
 */
public record StepChange(OverloadStep step, boolean entered, OverloadSignal signal, double value, double mark) {}
