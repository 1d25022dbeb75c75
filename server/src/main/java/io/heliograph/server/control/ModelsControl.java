package io.heliograph.server.control;

import io.heliograph.server.audit.AuditAction;
import io.heliograph.server.audit.AuditRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The models for an operator: which there are, loading and unloading one. Every viewer may look; the rest takes the role admin.
 * Thread-safe.
 */
public final class ModelsControl {
    private static final Duration MAX_PATIENCE = Duration.ofHours(1);

    private final ModelLoading loading;
    private final AuditTrail trail;

    ModelsControl(ModelLoading loading, AuditTrail trail) {
        this.loading = loading;
        this.trail = trail;
    }

    /** The models on offer, in the order of loading. */
    public List<ModelView> loaded(Operator operator) {
        operator.require(Role.VIEWER, "see models");
        return loading.loaded();
    }

    /** The last loads, newest first. */
    public List<ModelLoad> loads(Operator operator) {
        operator.require(Role.VIEWER, "see models");
        return loading.loads();
    }

    /** The last load of a model of that id; empty if there was none, or a hundred since. */
    public Optional<ModelLoad> load(Operator operator, String modelId) {
        return loads(operator).stream()
                .filter(load -> load.modelId().equals(modelId))
                .findFirst();
    }

    /** The names of the load profiles. */
    public List<String> profiles(Operator operator) {
        operator.require(Role.VIEWER, "see models");
        return loading.profiles();
    }

    /**
     * Loads a model in the background. What is wrong with the model itself shows in the load.
     *
     * @param reason why; may be empty
     * @throws ControlException if the role does not allow it, the id is none, the reason is too long, or the audit cannot be written,
     *     which comes first
     */
    public ModelLoadOutcome load(Operator operator, ModelWish wish, String reason) {
        operator.require(Role.ADMIN, "load a model");
        if (!ModelWish.isId(wish.modelId())) {
            throw new ControlException(
                    ControlException.Kind.INVALID,
                    "a model's id has 1 to 64 letters, digits, dots, underscores and hyphens");
        }
        AuditRecord record =
                trail.by(operator, AuditAction.MODEL_LOAD, wish.modelId()).because(Reason.optional(reason));
        return loading.load(
                wish,
                words -> trail.append(record.changing("", words)),
                failed -> trail.append(trail.by(operator, AuditAction.MODEL_LOAD, wish.modelId())
                        .because(failed.error())
                        .failed()));
    }

    /**
     * Takes a model away and waits for its decodes: those that wait are decoded by it within the given time, or by the model that
     * stands in.
     *
     * @param patience from 0 to an hour
     * @param reason why; may be empty
     * @return false if there is no such model or no other, and nothing was done
     * @throws ControlException if the role does not allow it, the time is out of range, the reason is too long, or the audit cannot be
     *     written, which comes first
     */
    public boolean unload(Operator operator, String modelId, Duration patience, String reason)
            throws InterruptedException {
        operator.require(Role.ADMIN, "unload a model");
        if (patience.isNegative() || patience.compareTo(MAX_PATIENCE) > 0) {
            throw new ControlException(
                    ControlException.Kind.INVALID,
                    "a model has from 0 to " + MAX_PATIENCE.toSeconds() + " s for its decodes, not "
                            + patience.toSeconds() + " s");
        }
        String why = Reason.optional(reason);
        if (!loading.canUnload(modelId)) {
            return false;
        }
        AuditRecord record =
                trail.by(operator, AuditAction.MODEL_UNLOAD, modelId).because(why);
        trail.append(record);
        boolean isDone = loading.unload(modelId, patience);
        if (!isDone) {
            trail.append(record.failed());
        }
        return isDone;
    }
}
