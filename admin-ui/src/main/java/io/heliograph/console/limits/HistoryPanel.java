package io.heliograph.console.limits;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.heliograph.server.control.LimitsVersion;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** The versions of the limits, newest first, each with the way back to it. Confined to the session's lock. */
final class HistoryPanel extends Div {
    private static final int SHOWN_AT_FIRST = 20;

    private final boolean canRollBack;
    private final LongConsumer rollBack;

    HistoryPanel(boolean canRollBack, LongConsumer rollBack) {
        this.canRollBack = canRollBack;
        this.rollBack = rollBack;
        addClassName("history");
    }

    /**
     * Shows these versions.
     *
     * @param current the one in force
     */
    void show(long current, List<LimitsVersion> history) {
        show(current, history, SHOWN_AT_FIRST);
    }

    private void show(long current, List<LimitsVersion> history, int count) {
        removeAll();
        if (history.isEmpty()) {
            add(new Paragraph("Nothing was changed yet: the configured values are in force."));
            return;
        }
        history.stream().limit(count).forEach(version -> add(entry(version, current)));
        if (history.size() > count) {
            add(new Button(
                    "Show " + Math.min(SHOWN_AT_FIRST, history.size() - count) + " more of " + history.size(),
                    click -> show(current, history, count + SHOWN_AT_FIRST)));
        }
        Div configured = new Div(new Paragraph("Version 0: as configured in file, command line and environment"));
        configured.addClassName("version");
        if (canRollBack) {
            configured.add(button(0));
        }
        add(configured);
    }

    private Div entry(LimitsVersion version, long current) {
        Div entry = new Div(VersionHead.of(version), new DifferenceTable(version.differences(), Set.of()));
        entry.addClassName("version");
        if (version.version() == current) {
            Paragraph inForce = new Paragraph("In force");
            inForce.addClassName("in-force");
            entry.add(inForce);
        } else if (canRollBack) {
            entry.add(button(version.version()));
        }
        return entry;
    }

    private Button button(long version) {
        Button back = new Button("Roll back to this", click -> rollBack.accept(version));
        back.setId("roll-back-" + version);
        back.addThemeVariants(ButtonVariant.SMALL);
        return back;
    }
}
