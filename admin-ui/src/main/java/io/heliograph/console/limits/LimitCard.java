package io.heliograph.console.limits;

import com.vaadin.flow.component.badge.Badge;
import com.vaadin.flow.component.badge.BadgeVariant;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.heliograph.server.control.LimitEntry;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One key: its field, what it means, how much of it is in use. Confined to the session's lock. */
final class LimitCard extends Div {
    private static final double NEARLY_USED_UP = 0.8;

    private final ValueEditor editor;
    private final Span use = new Span();
    private final ProgressBar bar = new ProgressBar();
    private final Badge drift = new Badge("not as configured");
    private final Badge edited = new Badge("edited");
    private final Paragraph values = new Paragraph();
    private final boolean isEditable;
    private LimitEntry entry;

    /**
     * A card.
     *
     * @param onEdit called when a person has changed the value
     * @param onHistory called when a person asks who changed it
     */
    LimitCard(LimitEntry entry, boolean isEditable, Consumer<LimitCard> onEdit, Consumer<LimitEntry> onHistory) {
        this.entry = entry;
        this.isEditable = isEditable;
        addClassName("limit-card");
        editor = new ValueEditor(entry, title(entry.key()), () -> {
            editorProblem(null);
            onEdit.accept(this);
        });
        editor.setReadOnly(!this.isEditable);
        Button history = new Button(VaadinIcon.TIME_BACKWARD.create(), click -> onHistory.accept(this.entry));
        history.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
        history.setAriaLabel("Changes of " + entry.key());
        history.setTooltipText("Who changed it");
        Code key = new Code(entry.key());
        key.addClassName("limit-key");
        Div head = new Div(key, history);
        head.addClassName("limit-head");
        drift.addThemeVariants(BadgeVariant.WARNING);
        edited.addThemeVariants(BadgeVariant.FILLED);
        edited.setVisible(false);
        Badge later = new Badge("new sessions only");
        later.setVisible(entry.actsOnNewSessions());
        Div badges = new Div(edited, drift, later);
        badges.addClassName("limit-badges");
        Paragraph meaning = new Paragraph(sentence(entry.meaning()));
        meaning.addClassName("limit-meaning");
        values.addClassName("limit-values");
        use.addClassName("limit-use");
        bar.getElement().setAttribute("aria-label", "In use of " + entry.key());
        add(head, editor.component(), use, bar, meaning, values, badges);
        show(entry);
    }

    private void editorProblem(@Nullable String words) {
        editor.problem(words);
    }

    LimitEntry entry() {
        return entry;
    }

    ValueEditor editor() {
        return editor;
    }

    /** Shows newer figures; the value only where nobody is editing it. */
    void show(LimitEntry newer) {
        boolean wasUntouched = editor.isUntouched();
        entry = newer;
        if (wasUntouched) {
            editor.show(newer);
        }
        use.setText(Amount.use(newer));
        OptionalDouble share = Amount.share(newer);
        bar.setVisible(share.isPresent());
        if (share.isPresent()) {
            bar.setValue(share.getAsDouble());
            bar.setClassName("nearly-used-up", share.getAsDouble() >= NEARLY_USED_UP);
        }
        drift.setVisible(newer.isDrifted());
        values.setText(
                newer.isDrifted()
                        ? "Configured " + Amount.tidy(newer.configured()) + ", default "
                                + Amount.tidy(newer.codeDefault())
                        : "Default " + Amount.tidy(newer.codeDefault()) + size(newer));
    }

    /** Marks the card as edited or not. */
    void setEdited(boolean isEdited) {
        edited.setVisible(isEdited);
        setClassName("is-edited", isEdited);
    }

    private static String size(LimitEntry entry) {
        OptionalDouble number = Amount.number(entry);
        return entry.unit().startsWith("bytes") && number.isPresent() && number.getAsDouble() >= 1024
                ? "; in force " + Amount.words(number.getAsDouble(), entry.unit())
                : "";
    }

    /** The key in words: {@code server.max_sessions} becomes {@code Max sessions}. */
    static String title(String key) {
        String words =
                key.substring(key.lastIndexOf('.') + 1).replaceAll("_sec$", "").replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String sentence(String meaning) {
        return meaning.isEmpty() ? "" : meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1) + ".";
    }
}
