package io.heliograph.console.limits;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** How many edits wait, at the bottom of the page as long as there are some. Confined to the session's lock. */
final class SaveBar extends Div {
    private final Span words = new Span();

    SaveBar(Runnable review, Runnable discard) {
        addClassName("save-bar");
        words.getElement().setAttribute("role", "status");
        Button drop = new Button("Discard", click -> discard.run());
        drop.setId("discard");
        drop.addThemeVariants(ButtonVariant.TERTIARY);
        Button go = new Button("Review changes", click -> review.run());
        go.setId("review");
        go.addThemeVariants(ButtonVariant.PRIMARY);
        add(words, drop, go);
        setVisible(false);
    }

    /** Shows what waits. */
    void show(Edits edits, long version) {
        setVisible(!edits.isEmpty());
        removeClassName("has-problems");
        words.setText(edits.words()
                + (edits.seenVersion() == version
                        ? ""
                        : "; meanwhile version " + version + " came into force, made by somebody else"));
    }

    /** Says that some values are not possible. */
    void problems(int count) {
        addClassName("has-problems");
        words.setText(count == 1 ? "1 value is not possible" : count + " values are not possible");
    }
}
