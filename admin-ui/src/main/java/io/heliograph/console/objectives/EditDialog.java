package io.heliograph.console.objectives;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.NumberField;
import io.heliograph.console.shell.Notices;
import io.heliograph.console.shell.ReasonDialog;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.LimitsOutcome;
import io.heliograph.server.control.ObjectiveView;
import io.heliograph.server.control.Operator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is promised, to be changed. Confined to the session's lock. */
final class EditDialog {
    private static final int SECONDS_PER_DAY = 86_400;

    private final ControlPlane control;
    private final Operator operator;
    private final ObjectiveView objective;
    private final long seenVersion;
    private final Runnable applied;
    private final NumberField target = new NumberField("Promised share");
    private final NumberField threshold = new NumberField("Promised time");
    private final IntegerField window = new IntegerField("Over");

    /**
     * A dialog that is not open yet.
     *
     * @param seenVersion of the limits that hold the objective on show
     * @param applied called once the change is in force
     */
    EditDialog(ControlPlane control, Operator operator, ObjectiveView objective, long seenVersion, Runnable applied) {
        this.control = control;
        this.operator = operator;
        this.objective = objective;
        this.seenVersion = seenVersion;
        this.applied = applied;
        target.setId("target");
        target.setValue(Math.rint(objective.target() * 1e8) / 1e6);
        target.setSuffixComponent(new Span("%"));
        target.setHelperText("above 0 and below 100");
        threshold.setId("threshold");
        threshold.setValue(objective.thresholdSec());
        threshold.setSuffixComponent(new Span("s"));
        threshold.setHelperText("0.001 to 3600");
        threshold.setVisible(objective.thresholdSec() > 0);
        window.setId("window");
        window.setValue(Math.max(1, Math.round((float) objective.windowSec() / SECONDS_PER_DAY)));
        window.setSuffixComponent(new Span("days"));
        window.setHelperText("1 to 40");
        window.setMin(1);
        window.setMax(40);
        window.setStepButtonsVisible(true);
    }

    void open() {
        Div fields = new Div(target, threshold, window);
        fields.addClassName("field-row");
        Paragraph note =
                new Paragraph("Events are judged by it from now on; what was counted before keeps its verdict.");
        note.addClassName("secondary");
        new ReasonDialog(
                        "Edit the objective: " + objective.label(),
                        objective.promise(),
                        "Apply",
                        false,
                        this::apply,
                        fields,
                        note)
                .open();
    }

    private void apply(String reason) {
        Map<String, Object> changes = new LinkedHashMap<>();
        String key = "objectives." + objective.key();
        changes.put(key + "_target", number(target, "the promised share") / 100);
        if (threshold.isVisible()) {
            changes.put(key + "_threshold_sec", number(threshold, "the promised time"));
        }
        Integer days = window.getValue();
        if (days == null || days < 1 || days > 40) {
            throw new ControlException(ControlException.Kind.INVALID, "the time must be 1 to 40 days");
        }
        if (days != Math.round((float) objective.windowSec() / SECONDS_PER_DAY)) {
            changes.put(key + "_window_sec", days * SECONDS_PER_DAY);
        }
        switch (control.limits().change(operator, seenVersion, changes, reason)) {
            case LimitsOutcome.Applied made -> {
                Notices.done("Promised from now on, as version " + made.version());
                applied.run();
            }
            case LimitsOutcome.Conflict conflict ->
                throw new ControlException(
                        ControlException.Kind.INVALID,
                        "somebody else was quicker: version " + conflict.current()
                                + " is in force, and nothing of yours was applied. Close this and look again");
            case LimitsOutcome.Invalid invalid ->
                throw new ControlException(
                        ControlException.Kind.INVALID,
                        String.join("; ", invalid.problems().values()));
            case LimitsOutcome.Preview preview ->
                throw new IllegalStateException("a change was previewed: " + preview.differences());
        }
    }

    private static double number(NumberField field, String name) {
        Double value = field.getValue();
        if (value == null) {
            throw new ControlException(ControlException.Kind.INVALID, name + " is missing or is no number");
        }
        return value;
    }
}
