package io.heliograph.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/**
 * Says whether the figures on the page are fresh: the browser itself notices when none came for five seconds, because a server that
 * is gone cannot tell. It also reports, once a minute at most, that a person does something.
 */
@Tag("live-dot")
@JsModule("context://console/live-dot.js")
final class LiveDot extends Component {
    private int beats;

    /** Fresh figures are on their way to the page. */
    void beat() {
        beats++;
        getElement().setProperty("beat", beats);
    }

    /** Calls when a person was seen to do something. */
    void onActivity(Runnable seen) {
        getElement().addEventListener("activity", event -> seen.run());
    }
}
