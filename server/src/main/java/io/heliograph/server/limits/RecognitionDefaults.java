package io.heliograph.server.limits;

import static io.heliograph.server.limits.LimitKey.DECODE_PROFILES;
import static io.heliograph.server.limits.LimitKey.DEFAULT_DECODE_PROFILE;
import static io.heliograph.server.limits.LimitKey.LANGUAGE;
import static io.heliograph.server.limits.LimitKey.LANGUAGE_FIX;
import static io.heliograph.server.limits.LimitKey.TASK;

import java.util.Map;
import java.util.Optional;

/**
 * How speech is recognised for sessions that do not say so themselves. Immutable.
 *
 * @param language language code used if {@code languageFix}; empty = detect
 * @param languageFix whether {@code language} is used where a session names none
 * @param task {@code transcribe}, {@code translate} or empty for transcribe
 * @param defaultDecodeProfile name of the profile of sessions that name none, or an unknown one
 * @param decodeProfiles options by profile name
 */
public record RecognitionDefaults(
        String language,
        boolean languageFix,
        String task,
        String defaultDecodeProfile,
        Map<String, Map<String, Object>> decodeProfiles) {
    private static final String TRANSCRIBE = "transcribe";

    public RecognitionDefaults {
        LANGUAGE.require(language);
        LANGUAGE_FIX.require(languageFix);
        TASK.require(task);
        DEFAULT_DECODE_PROFILE.require(defaultDecodeProfile);
        DECODE_PROFILES.require(decodeProfiles);
        decodeProfiles = Profiles.copy(decodeProfiles);
    }

    static RecognitionDefaults from(LimitValues values) {
        return new RecognitionDefaults(
                values.text(LANGUAGE),
                values.flag(LANGUAGE_FIX),
                values.text(TASK),
                values.text(DEFAULT_DECODE_PROFILE),
                values.profiles(DECODE_PROFILES));
    }

    void into(LimitValues values) {
        values.put(LANGUAGE, language);
        values.put(LANGUAGE_FIX, languageFix);
        values.put(TASK, task);
        values.put(DEFAULT_DECODE_PROFILE, defaultDecodeProfile);
        values.put(DECODE_PROFILES, decodeProfiles);
    }

    /** What a session gets that names no task: {@code transcribe} or {@code translate}. */
    public String taskOfSessions() {
        return task.isEmpty() ? TRANSCRIBE : task;
    }

    /** The configured profile of that name; {@code realtime} always exists. */
    public Optional<DecodeProfile> profile(String name) {
        Map<String, Object> options = decodeProfiles.get(name);
        if (options != null) {
            return Optional.of(new DecodeProfile(name, options));
        }
        return name.equals(DecodeProfile.REALTIME) ? Optional.of(DecodeProfile.realtime()) : Optional.empty();
    }

    /** The profile of sessions whose own is not configured: the default one, or else the built-in {@code realtime}. */
    public DecodeProfile fallbackProfile() {
        return profile(defaultDecodeProfile).orElseGet(DecodeProfile::realtime);
    }
}
