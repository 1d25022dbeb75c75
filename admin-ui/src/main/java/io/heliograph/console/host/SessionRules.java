package io.heliograph.console.host;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;
import io.heliograph.console.access.SignInDesk;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.access.ViewAccess;
import io.heliograph.console.shell.Notices;
import io.heliograph.server.control.ControlException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What holds for every session of the console: who may open what, when it ends, and what an unexpected failure looks like. A browser
 * that vanished sends no request, and Vaadin looks after silent pages only when one comes, so they are looked after here.
 * Thread-safe.
 */
final class SessionRules implements AutoCloseable {
    /** Nobody touched anything for so long. */
    static final Duration IDLE = Duration.ofMinutes(30);
    /** A page with live figures is never silent, and nobody works longer than this. */
    static final Duration LIFE = Duration.ofHours(10);

    /** A page for signing in that nobody uses. */
    static final Duration UNUSED = Duration.ofMinutes(10);
    /** Above this a new session ends the oldest one that nobody has signed in to: whoever only asks must not fill the memory. */
    static final int MAX_SESSIONS = 500;

    private static final System.Logger LOGGER = System.getLogger(SessionRules.class.getName());
    private static final long LOOK_SECONDS = 5;

    private final SignInDesk desk;
    private final InstantSource clock;
    /** All sessions with the time they began. */
    private final Map<VaadinSession, Instant> open = new ConcurrentHashMap<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("console-sessions").factory());

    SessionRules(SignInDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /** Makes these rules hold for a service. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
    void govern(VaadinService service) {
        ViewAccess access = new ViewAccess(desk);
        service.addUIInitListener(begin -> begin.getUI().addBeforeEnterListener(access));
        service.addSessionInitListener(begin -> {
            begin.getSession().setErrorHandler(SessionRules::failed);
            watch(begin.getSession());
        });
        service.addSessionDestroyListener(end -> open.remove(end.getSession()));
        service.setSystemMessagesProvider(info -> messages());
        thread.scheduleAtFixedRate(() -> look(service), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Looks after a session from now on. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failure goes to the session's error listener
    void watch(VaadinSession session) {
        if (open.size() >= MAX_SESSIONS) {
            open.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .ifPresent(oldest -> {
                        open.remove(oldest);
                        oldest.access(() -> {
                            if (SignedOn.of(oldest).isEmpty()) {
                                close(oldest);
                            } else {
                                // Whoever is signed in stays, and counts as new.
                                open.put(oldest, clock.instant());
                            }
                        });
                    });
        }
        open.put(session, clock.instant());
    }

    /** How many sessions are open, signed in or not. */
    int sessions() {
        return open.size();
    }

    /** Closes pages whose browser is gone, and ends sessions that are over. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failure goes to the session's error listener
    void look(VaadinService service) {
        for (VaadinSession session : open.keySet()) {
            try {
                session.access(() -> {
                    closeSilent(service, session);
                    endIfOver(session);
                });
            } catch (RuntimeException e) {
                LOGGER.log(WARNING, "a session of the console cannot be looked after: " + e);
            }
        }
    }

    private static void closeSilent(VaadinService service, VaadinSession session) {
        for (UI ui : List.copyOf(session.getUIs())) {
            if (!service.isUIActive(ui)) {
                ui.close();
                session.removeUI(ui);
            }
        }
    }

    private void endIfOver(VaadinSession session) {
        Instant now = clock.instant();
        SignedOn signedOn = SignedOn.of(session).orElse(null);
        if (signedOn == null) {
            Instant begun = open.get(session);
            if (begun != null && begun.plus(UNUSED).isBefore(now)) {
                close(session);
            }
        } else if (signedOn.isOver(now, IDLE, LIFE) || !desk.isValid(signedOn.operator())) {
            end(session, signedOn);
        }
    }

    private void end(VaadinSession session, SignedOn signedOn) {
        for (UI ui : List.copyOf(session.getUIs())) {
            ui.getPage().setLocation("/login?ended");
            if (ui.getPushConfiguration().getPushMode().isEnabled()) {
                // At once, because the session is gone before its lock is given back.
                ui.push();
            }
        }
        desk.signedOut(signedOn.operator());
        close(session);
    }

    private void close(VaadinSession session) {
        open.remove(session);
        WrappedSession http = session.getSession();
        session.close();
        if (http != null) {
            http.invalidate();
        }
    }

    /** A refusal of control is told as it is; anything else is a defect, told by a number that also stands in the log. */
    private static void failed(ErrorEvent event) {
        String told;
        if (refusal(event.getThrowable()) instanceof ControlException refused) {
            told = String.valueOf(refused.getMessage());
        } else {
            String number = UUID.randomUUID().toString().substring(0, 8);
            LOGGER.log(ERROR, "the console failed, number " + number, event.getThrowable());
            told = "Something went wrong here; the server's log says more under the number " + number + ".";
        }
        if (UI.getCurrent() != null) {
            Notices.refused(told);
        }
    }

    private static Throwable refusal(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof ControlException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static CustomizedSystemMessages messages() {
        CustomizedSystemMessages messages = new CustomizedSystemMessages();
        messages.setSessionExpiredNotificationEnabled(true);
        messages.setSessionExpiredCaption("You are signed out");
        messages.setSessionExpiredMessage("The session has ended. Click here or press Escape to sign in again.");
        messages.setSessionExpiredURL("/login");
        messages.setInternalErrorCaption("Something went wrong here");
        messages.setInternalErrorMessage(
                "Click here or press Escape to load the page again; the server's log says more.");
        return messages;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
