package io.heliograph.console.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;

/** A page that says why there is no other. Confined to the session's lock. */
abstract class NoticePage extends Main {
    private final Paragraph words;

    NoticePage(String title, String text) {
        addClassName("gate");
        words = new Paragraph(text);
        words.addClassName("secondary");
        Anchor home = new Anchor("/", "To the start");
        home.setRouterIgnore(true);
        Div card = new Div(new H1(title), words, home);
        card.addClassName("gate-card");
        add(card);
    }

    /** Says something else. */
    final void say(String text) {
        words.setText(text);
    }
}
