package io.heliograph.console.limits;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.heliograph.server.control.LimitsVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Which version, by whom, when and why. Confined to the session's lock. */
final class VersionHead {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private VersionHead() {}

    static Component of(LimitsVersion version) {
        Span number = new Span("Version " + version.version());
        number.addClassName("version-number");
        Span who = new Span(version.author() + ", " + time(version.at()));
        who.addClassName("secondary");
        Span why = new Span(version.reason());
        why.addClassName("version-reason");
        Div head = new Div(number, who, why);
        head.addClassName("version-head");
        return head;
    }

    static String time(Instant at) {
        return FORM.format(at);
    }
}
