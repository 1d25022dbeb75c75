package io.heliograph.server.limits;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be changed while the server runs, always as one whole. Immutable.
 *
 * @param version counts the stored changes; 0 = as configured, never changed
 * @param sessions who gets in and how long an idle session stays
 * @param audio how much audio a stream may send and the server keeps
 * @param decode how many decodes may wait, and how long
 * @param partials when partial decodes are due
 * @param throttle when the server is under pressure
 * @param overload when it climbs its overload ladder
 * @param http who may call the HTTP and WebSocket listeners, and how often
 * @param speech what counts as speech
 * @param logging what is logged
 * @param metrics which optional series are published
 * @param auth which API keys and how old tokens are accepted
 * @param capture whether streams are recorded
 * @param health when recent decodes make the server unhealthy
 * @param objectives what the operator promises
 * @param recognition how speech is recognised
 */
public record Limits(
        long version,
        SessionLimits sessions,
        AudioLimits audio,
        DecodeLimits decode,
        PartialRules partials,
        ThrottleRules throttle,
        OverloadRules overload,
        HttpLimits http,
        SpeechRules speech,
        LoggingRules logging,
        MetricsRules metrics,
        AuthRules auth,
        CaptureLimits capture,
        HealthRules health,
        Objectives objectives,
        RecognitionDefaults recognition) {
    /** Rate at which chunk and burst are compared (contract §2.5). */
    private static final int COMPARED_RATE_HZ = 16000;

    private static final Limits DEFAULTS = from(0, LimitValues.defaults());

    public Limits {
        if (version < 0) {
            throw new IllegalArgumentException("the version of limits must be at least 0, but is " + version);
        }
    }

    /** The code defaults, version 0. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    private static Limits from(long version, LimitValues values) {
        return new Limits(
                version,
                SessionLimits.from(values),
                AudioLimits.from(values),
                DecodeLimits.from(values),
                PartialRules.from(values),
                ThrottleRules.from(values),
                OverloadRules.from(values),
                HttpLimits.from(values),
                SpeechRules.from(values),
                LoggingRules.from(values),
                MetricsRules.from(values),
                AuthRules.from(values),
                CaptureLimits.from(values),
                HealthRules.from(values),
                Objectives.from(values),
                RecognitionDefaults.from(values));
    }

    private LimitValues values() {
        LimitValues values = new LimitValues();
        sessions.into(values);
        audio.into(values);
        decode.into(values);
        partials.into(values);
        throttle.into(values);
        overload.into(values);
        http.into(values);
        speech.into(values);
        logging.into(values);
        metrics.into(values);
        auth.into(values);
        capture.into(values);
        health.into(values);
        objectives.into(values);
        recognition.into(values);
        return values;
    }

    /** The value of a key in the key's own type; null if it is unset. */
    public @Nullable Object value(LimitKey key) {
        return values().value(key);
    }

    /**
     * These limits with other values, all or none, under the same version.
     *
     * @param changes values by full key name, numbers as numbers or numeric texts; null unsets a key that may be unset
     * @throws LimitsInvalidException naming every unknown key and every impossible value
     */
    public Limits with(Map<String, ? extends @Nullable Object> changes) {
        LimitValues values = values();
        Map<String, String> problems = new LinkedHashMap<>();
        changes.forEach((name, raw) -> {
            Optional<LimitKey> key = LimitKey.named(name);
            if (key.isEmpty()) {
                problems.put(name, name + " is no key that can be changed while the server runs");
                return;
            }
            try {
                values.put(key.get(), key.get().spec().convert(raw));
            } catch (IllegalArgumentException e) {
                problems.put(name, String.valueOf(e.getMessage()));
            }
        });
        if (!problems.isEmpty()) {
            throw new LimitsInvalidException(problems);
        }
        return from(version, values);
    }

    /** The same limits under another version. */
    public Limits withVersion(long newVersion) {
        return new Limits(
                newVersion,
                sessions,
                audio,
                decode,
                partials,
                throttle,
                overload,
                http,
                speech,
                logging,
                metrics,
                auth,
                capture,
                health,
                objectives,
                recognition);
    }

    /** What differs from earlier limits, in the order of {@link LimitKey}; secrets are masked, of maps there is only what differs. */
    public List<ValueChange> changesSince(Limits earlier) {
        LimitValues before = earlier.values();
        LimitValues after = values();
        List<ValueChange> changes = new ArrayList<>();
        for (LimitKey key : LimitKey.values()) {
            if (!Objects.equals(before.value(key), after.value(key))) {
                KeySpec spec = key.spec();
                changes.add(new ValueChange(
                        key,
                        spec.show(Profiles.differing(before.value(key), after.value(key))),
                        spec.show(Profiles.differing(after.value(key), before.value(key)))));
            }
        }
        return List.copyOf(changes);
    }

    /** Values that are possible but hardly meant, one line each, naming the key. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        warnAboutBurst("realtime", audio.realtimeByteRate(), warnings);
        warnAboutBurst("batch", audio.batchByteRate(), warnings);
        String profile = recognition.defaultDecodeProfile();
        if (recognition.profile(profile).isEmpty()) {
            warnings.add("model.default_decode_profile names a profile that is not configured; the built-in "
                    + DecodeProfile.REALTIME + " is used");
        }
        recognition.decodeProfiles().forEach((name, options) -> {
            List<String> unknown = new DecodeProfile(name, options).unknownOptions();
            if (!unknown.isEmpty()) {
                warnings.add("decode_profiles." + name + " has unknown options " + String.join(",", unknown)
                        + ": sessions with it are refused");
            }
        });
        return List.copyOf(warnings);
    }

    private void warnAboutBurst(String mode, BucketRate rate, List<String> warnings) {
        long chunkBytes = audio.maxChunkBytes(COMPARED_RATE_HZ);
        if (!rate.isOff() && chunkBytes != AudioLimits.UNLIMITED_BYTES && rate.capacity() < (double) chunkBytes) {
            warnings.add("server.max_audio_bytes_per_sec_burst is " + (long) rate.capacity() + " bytes for " + mode
                    + " uploads: a chunk of server.max_chunk_ms " + audio.maxChunkMs() + " at 16 kHz has " + chunkBytes
                    + " bytes and never passes");
        }
    }
}
