package io.heliograph.server.control;

import io.heliograph.server.limits.ChangeNote;
import io.heliograph.server.limits.KeySpec;
import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.limits.LimitsChange;
import io.heliograph.server.limits.LimitsConflictException;
import io.heliograph.server.limits.LimitsInvalidException;
import io.heliograph.server.limits.LimitsStore;
import io.heliograph.server.limits.LiveKind;
import io.heliograph.server.limits.LiveLimits;
import io.heliograph.server.limits.ValueChange;
import io.heliograph.server.limits.ValueKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The limits for an operator: what they are, what a change would do, the change itself and the way back. Every viewer may look;
 * changing takes the role operator, and for objectives the role admin. Thread-safe.
 */
public final class LimitsControl {
    private final LiveLimits live;
    private final LimitsStore store;
    private final Limits configured;
    private final Function<LimitKey, OptionalDouble> use;
    private final ReentrantLock changing = new ReentrantLock();

    /**
     * The limits of a server.
     *
     * @param configured what file, command line and environment say
     * @param use how much of a limit is in use
     */
    LimitsControl(LiveLimits live, LimitsStore store, Limits configured, Function<LimitKey, OptionalDouble> use) {
        this.live = live;
        this.store = store;
        this.configured = configured;
        this.use = use;
    }

    /** Every limit, with its value in force and what is in use of it. */
    public LimitsView view(Operator operator) {
        operator.require(Role.VIEWER, "see limits");
        Limits now = live.now();
        return new LimitsView(
                now.version(),
                Arrays.stream(LimitKey.values()).map(key -> entry(key, now)).toList());
    }

    /**
     * What a change would do; nothing is changed.
     *
     * @param changes new values by full key name, numbers as numbers or numeric texts, maps as maps or YAML; null unsets
     * @return a preview, or what is invalid
     */
    public LimitsOutcome preview(Operator operator, Map<String, ? extends @Nullable Object> changes) {
        operator.require(Role.VIEWER, "preview limits");
        Limits now = live.now();
        try {
            Limits next = now.with(ProfilesText.read(changes));
            List<String> consequences = new ArrayList<>();
            for (ValueChange change : next.changesSince(now)) {
                consequence(change.key(), next).ifPresent(consequences::add);
            }
            List<String> known = now.warnings();
            next.warnings().stream().filter(warning -> !known.contains(warning)).forEach(consequences::add);
            return new LimitsOutcome.Preview(differences(next.changesSince(now)), consequences);
        } catch (LimitsInvalidException e) {
            return new LimitsOutcome.Invalid(e.problems());
        }
    }

    /**
     * Changes limits: checked as a whole, stored, then in force for everybody; all of it or nothing.
     *
     * @param seenVersion the version of the view that the change is based on
     * @param changes as for {@link #preview}
     * @param reason why; must not be blank
     * @return applied, a conflict, or what is invalid
     * @throws ControlException if the role does not allow it, the reason is missing or too long, or it cannot be stored
     */
    public LimitsOutcome change(
            Operator operator, long seenVersion, Map<String, ? extends @Nullable Object> changes, String reason) {
        operator.require(Role.OPERATOR, "change limits");
        changes.keySet().forEach(key -> requireRoleFor(key, operator));
        String why = Reason.require(reason);
        changing.lock();
        try {
            if (seenVersion != live.now().version()) {
                return conflict(seenVersion);
            }
            return apply(
                    seenVersion,
                    live.now().with(ProfilesText.read(changes)),
                    note(ChangeNote.Cause.CHANGE, operator, why));
        } catch (LimitsInvalidException e) {
            return new LimitsOutcome.Invalid(e.problems());
        } finally {
            changing.unlock();
        }
    }

    /**
     * Puts the values of an earlier version in force again, under a new version. Secrets stay as they are: going back must not let a
     * key in again that was taken away since.
     *
     * @param seenVersion as for {@link #change}
     * @param target the version to go back to; 0 = as configured
     * @return applied or a conflict
     * @throws ControlException as {@link #change}, or if the version is not remembered
     */
    public LimitsOutcome rollBack(Operator operator, long seenVersion, long target, String reason) {
        operator.require(Role.OPERATOR, "roll limits back");
        String why = Reason.require(reason);
        changing.lock();
        try {
            if (seenVersion != live.now().version()) {
                return conflict(seenVersion);
            }
            Limits earlier = target == 0
                    ? configured
                    : Unavailable.unless(() -> store.version(target))
                            .orElseThrow(() -> new ControlException(
                                    ControlException.Kind.UNKNOWN,
                                    "version " + target + " of the limits is not remembered"));
            Limits next = withSecretsInForce(earlier);
            next.changesSince(live.now())
                    .forEach(change -> requireRoleFor(change.key().fullName(), operator));
            return apply(seenVersion, next, note(ChangeNote.Cause.ROLLBACK, operator, why));
        } finally {
            changing.unlock();
        }
    }

    /** The changes, newest first; the oldest may be forgotten. */
    public List<LimitsVersion> history(Operator operator) {
        operator.require(Role.VIEWER, "see the history of limits");
        return Unavailable.unless(store::history).stream()
                .map(LimitsControl::version)
                .toList();
    }

    /** The limits in force as a configuration file, without secrets. */
    public String exportYaml(Operator operator) {
        operator.require(Role.VIEWER, "export limits");
        return LimitsExport.yaml(live.now());
    }

    private Limits withSecretsInForce(Limits earlier) {
        Limits now = live.now();
        Map<String, @Nullable Object> secrets = new LinkedHashMap<>();
        for (LimitKey key : LimitKey.values()) {
            if (key.spec().secret()) {
                secrets.put(key.fullName(), now.value(key));
            }
        }
        return earlier.with(secrets);
    }

    private static ChangeNote note(ChangeNote.Cause cause, Operator operator, String reason) {
        return new ChangeNote(cause, operator.name(), operator.role().label(), operator.origin(), reason);
    }

    private LimitsOutcome apply(long seenVersion, Limits next, ChangeNote note) {
        try {
            Limits saved = Unavailable.unless(() -> store.save(seenVersion, next, note));
            live.replace(saved);
            return new LimitsOutcome.Applied(saved.version());
        } catch (LimitsConflictException e) {
            live.replace(store.current());
            return conflict(seenVersion);
        }
    }

    private LimitsOutcome.Conflict conflict(long seenVersion) {
        return new LimitsOutcome.Conflict(
                live.now().version(),
                Unavailable.unless(store::history).stream()
                        .filter(change -> change.version() > seenVersion)
                        .map(LimitsControl::version)
                        .toList());
    }

    /** Who is promised what is not for every operator to say. */
    private static void requireRoleFor(String key, Operator operator) {
        if (ObjectiveKeys.isOne(key)) {
            operator.require(Role.ADMIN, "change objectives");
        }
    }

    /** What a number does that is special at 0, and what a lowered count does to those above it: nobody is thrown out. */
    private Optional<String> consequence(LimitKey key, Limits next) {
        OptionalDouble used = use.apply(key);
        if (!(next.value(key) instanceof Number limit)) {
            return Optional.empty();
        }
        if (limit.doubleValue() <= 0) {
            return key.spec()
                    .zeroCase()
                    .map(words -> "%s %s: %s".formatted(key.fullName(), plain(limit.doubleValue()), words));
        }
        if (used.isEmpty()) {
            return Optional.empty();
        }
        double above = used.getAsDouble() - limit.doubleValue();
        if (above <= 0) {
            return Optional.empty();
        }
        String count = plain(above) + " " + key.spec().unit() + " above the new " + key.fullName();
        return Optional.of(
                switch (key) {
                    case MAX_SESSIONS, MAX_SESSIONS_PER_IP, MAX_SESSIONS_PER_API_KEY ->
                        count + ": nobody is ended, admission waits";
                    case MAX_AUDIO_SECONDS_PER_SESSION ->
                        count + ": streams above it end with their next chunk, after their results";
                    default -> count + ": acts from the next chunk or decode";
                });
    }

    private LimitEntry entry(LimitKey key, Limits now) {
        KeySpec spec = key.spec();
        return new LimitEntry(
                key.fullName(),
                spec.section(),
                spec.kind().label(),
                spec.unit(),
                spec.offered(),
                spec.choices(),
                spec.isNullable(),
                spec.secret(),
                spec.meaning(),
                spec.show(spec.codeDefault()),
                spec.show(configured.value(key)),
                spec.show(now.value(key)),
                source(spec, now.value(key)),
                use.apply(key),
                spec.live() == LiveKind.NEW_SESSIONS,
                !Objects.equals(configured.value(key), now.value(key)));
    }

    private static String source(KeySpec spec, @Nullable Object value) {
        return spec.kind() == ValueKind.PROFILES && value != null ? ProfilesText.of(value) : spec.show(value);
    }

    static LimitsVersion version(LimitsChange change) {
        return new LimitsVersion(
                change.version(), change.at(), change.author(), change.reason(), differences(change.changes()));
    }

    private static List<LimitDifference> differences(List<ValueChange> changes) {
        return changes.stream()
                .map(change -> new LimitDifference(change.key().fullName(), change.before(), change.after()))
                .toList();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
