package io.heliograph.console.shell;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.tabs.Tabs;

/**
 * Tabs that screen readers understand: the part that scrolls must not be something to focus between the list and its tabs. Confined to
 * the session's lock.
 */
public final class TabStrip extends Tabs {

    @Override
    protected void onAttach(AttachEvent attached) {
        super.onAttach(attached);
        getElement()
                .executeJs(
                        "this.updateComplete?.then(() => this.shadowRoot.getElementById('scroll')?.removeAttribute('tabindex'))");
    }
}
