package io.heliograph.server.admission;

import static java.lang.System.Logger.Level.WARNING;

import io.heliograph.server.limits.DecodeProfile;
import io.heliograph.server.limits.RecognitionDefaults;

/** Which decode profile serves a session. Pure. */
final class DecodeProfiles {
    private static final System.Logger LOGGER = System.getLogger(DecodeProfiles.class.getName());
    private static final String ACCURATE = "accurate";

    private DecodeProfiles() {}

    /** By number, else by attribute, else the default, else the built-in realtime, which always exists. */
    static DecodeProfile resolve(int number, SessionAttributes attributes, RecognitionDefaults defaults) {
        String wanted = switch (number) {
            case 1 -> DecodeProfile.REALTIME;
            case 2 -> ACCURATE;
            default -> attributes.decodeProfile().orElse(defaults.defaultDecodeProfile());
        };
        return defaults.profile(wanted)
                .or(() -> defaults.profile(defaults.defaultDecodeProfile()))
                .orElseGet(() -> {
                    LOGGER.log(WARNING, "neither the wanted nor the default decode profile is configured");
                    return defaults.profile(DecodeProfile.REALTIME).orElseGet(DecodeProfile::realtime);
                });
    }
}
