package io.heliograph.console.access;

import com.vaadin.flow.server.VaadinSession;
import io.heliograph.server.control.Operator;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who is signed in, kept in the Vaadin session, which ends with it. Used with that session's lock held.
 */
public final class SignedOn implements Principal {
    private final Operator operator;
    private final boolean mustChangePassword;
    private final Instant since;
    private Instant lastSeen;

    /**
     * Somebody who signs in now.
     *
     * @param mustChangePassword whether nothing else is open to them before
     */
    public SignedOn(Operator operator, boolean mustChangePassword, Instant now) {
        this.operator = operator;
        this.mustChangePassword = mustChangePassword;
        this.since = now;
        this.lastSeen = now;
    }

    /** Who is signed in to the current session. */
    public static Optional<SignedOn> current() {
        return Optional.ofNullable(VaadinSession.getCurrent()).flatMap(SignedOn::of);
    }

    /** Who is signed in to that session, whose lock is held. */
    public static Optional<SignedOn> of(VaadinSession session) {
        return Optional.ofNullable(session.getAttribute(SignedOn.class));
    }

    /**
     * The operator of the current session: what pages hand to control.
     *
     * @throws IllegalStateException if nobody is signed in; pages that need somebody are not opened then
     */
    public static Operator currentOperator() {
        return current().orElseThrow(() -> new IllegalStateException("nobody is signed in")).operator;
    }

    /** Makes this the one who is signed in to that session, whose lock is held. */
    public void enter(VaadinSession session) {
        session.setAttribute(SignedOn.class, this);
    }

    public Operator operator() {
        return operator;
    }

    public boolean mustChangePassword() {
        return mustChangePassword;
    }

    /** A person was seen to do something. */
    public void seen(Instant now) {
        lastSeen = now;
    }

    /** Whether nothing was done for longer than {@code idle}, or the sign-in is older than {@code life}. */
    public boolean isOver(Instant now, Duration idle, Duration life) {
        return lastSeen.plus(idle).isBefore(now) || since.plus(life).isBefore(now);
    }

    @Override
    public String getName() {
        return operator.name();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return operator.name() + " (" + operator.role().label() + ")";
    }
}
