package io.heliograph.console.shell;

import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;

/** Short words to whoever is looking, that go away by themselves. Confined to the session's lock. */
public final class Notices {
    private static final int MILLIS = 5000;
    private static final int LONG_MILLIS = 10000;

    private Notices() {}

    /** Something was done. */
    public static void done(String words) {
        show(words, MILLIS).addThemeVariants(NotificationVariant.SUCCESS);
    }

    /** Something worth knowing. */
    public static void tell(String words) {
        show(words, MILLIS);
    }

    /** Something was not done. */
    public static void refused(String words) {
        Notification notice = show(words, LONG_MILLIS);
        notice.addThemeVariants(NotificationVariant.ERROR);
        notice.setAssertive(true);
    }

    private static Notification show(String words, int millis) {
        return Notification.show(words, millis, Notification.Position.BOTTOM_END);
    }
}
