package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.CREATE_SESSION_TARGET;
import static io.heliograph.server.limits.LimitKey.CREATE_SESSION_THRESHOLD_SEC;
import static io.heliograph.server.limits.LimitKey.CREATE_SESSION_WINDOW_SEC;
import static io.heliograph.server.limits.LimitKey.ERRORS_TARGET;
import static io.heliograph.server.limits.LimitKey.ERRORS_WINDOW_SEC;
import static io.heliograph.server.limits.LimitKey.FINAL_MIN_SPEECH_SEC;
import static io.heliograph.server.limits.LimitKey.FINAL_PACED_ONLY;
import static io.heliograph.server.limits.LimitKey.FINAL_TARGET;
import static io.heliograph.server.limits.LimitKey.FINAL_THRESHOLD_SEC;
import static io.heliograph.server.limits.LimitKey.FINAL_WINDOW_SEC;
import static io.heliograph.server.limits.LimitKey.FIRST_PARTIAL_MIN_SPEECH_SEC;
import static io.heliograph.server.limits.LimitKey.FIRST_PARTIAL_PACED_ONLY;
import static io.heliograph.server.limits.LimitKey.FIRST_PARTIAL_TARGET;
import static io.heliograph.server.limits.LimitKey.FIRST_PARTIAL_THRESHOLD_SEC;
import static io.heliograph.server.limits.LimitKey.FIRST_PARTIAL_WINDOW_SEC;

import java.util.List;

/**
 * The promises of the operator, one for each indicator. Immutable.
 *
 * @param createSession how fast sessions are made
 * @param firstPartial how soon an utterance has its first result
 * @param finalText how soon an utterance has its settled text
 * @param errors how few calls fail
 */
public record Objectives(Objective createSession, Objective firstPartial, Objective finalText, Objective errors) {

    /** The objectives of contract §17.1. */
    public static Objectives ofContract() {
        return from(LimitValues.defaults());
    }

    static Objectives from(LimitValues values) {
        return new Objectives(
                new Objective(
                        Sli.CREATE_SESSION,
                        values.number(CREATE_SESSION_TARGET),
                        values.number(CREATE_SESSION_THRESHOLD_SEC),
                        values.integer(CREATE_SESSION_WINDOW_SEC),
                        0,
                        false),
                new Objective(
                        Sli.FIRST_PARTIAL,
                        values.number(FIRST_PARTIAL_TARGET),
                        values.number(FIRST_PARTIAL_THRESHOLD_SEC),
                        values.integer(FIRST_PARTIAL_WINDOW_SEC),
                        values.number(FIRST_PARTIAL_MIN_SPEECH_SEC),
                        values.flag(FIRST_PARTIAL_PACED_ONLY)),
                new Objective(
                        Sli.FINAL,
                        values.number(FINAL_TARGET),
                        values.number(FINAL_THRESHOLD_SEC),
                        values.integer(FINAL_WINDOW_SEC),
                        values.number(FINAL_MIN_SPEECH_SEC),
                        values.flag(FINAL_PACED_ONLY)),
                new Objective(
                        Sli.ERRORS, values.number(ERRORS_TARGET), 0, values.integer(ERRORS_WINDOW_SEC), 0, false));
    }

    void into(LimitValues values) {
        values.put(CREATE_SESSION_TARGET, createSession.target());
        values.put(CREATE_SESSION_THRESHOLD_SEC, createSession.thresholdSec());
        values.put(CREATE_SESSION_WINDOW_SEC, createSession.windowSec());
        values.put(FIRST_PARTIAL_TARGET, firstPartial.target());
        values.put(FIRST_PARTIAL_THRESHOLD_SEC, firstPartial.thresholdSec());
        values.put(FIRST_PARTIAL_WINDOW_SEC, firstPartial.windowSec());
        values.put(FIRST_PARTIAL_MIN_SPEECH_SEC, firstPartial.minSpeechSec());
        values.put(FIRST_PARTIAL_PACED_ONLY, firstPartial.pacedOnly());
        values.put(FINAL_TARGET, finalText.target());
        values.put(FINAL_THRESHOLD_SEC, finalText.thresholdSec());
        values.put(FINAL_WINDOW_SEC, finalText.windowSec());
        values.put(FINAL_MIN_SPEECH_SEC, finalText.minSpeechSec());
        values.put(FINAL_PACED_ONLY, finalText.pacedOnly());
        values.put(ERRORS_TARGET, errors.target());
        values.put(ERRORS_WINDOW_SEC, errors.windowSec());
    }

    /** The objective of an indicator. */
    public Objective of(Sli sli) {
        return switch (sli) {
            case CREATE_SESSION -> createSession;
            case FIRST_PARTIAL -> firstPartial;
            case FINAL -> finalText;
            case ERRORS -> errors;
        };
    }

    /** All, in the order of the contract. */
    public List<Objective> all() {
        return List.of(createSession, firstPartial, finalText, errors);
    }
}
