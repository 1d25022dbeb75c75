package io.heliograph.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.login.AbstractLogin;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.flow.server.auth.NavigationAccessControl;
import io.heliograph.console.access.SignInDesk;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.access.ViewAccess;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.SignIn;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Name and password. Confined to the session's lock. */
@Route(value = ViewAccess.SIGN_IN, autoLayout = false)
@PageTitle("Sign in · Heliograph")
@AnonymousAllowed
public final class SignInPage extends Main implements BeforeEnterObserver {
    /** A path of our own pages: whatever else was asked for is not gone to after signing in. */
    private static final Pattern OWN_PATH = Pattern.compile("[a-z][a-z0-9-]*(/[A-Za-z0-9_-]*)*");

    private final SignInDesk desk;
    private final InstantSource clock;
    private final LoginForm form = new LoginForm();
    private final LoginI18n words = LoginI18n.createDefault();
    private final Paragraph ended =
            new Paragraph("The last session has ended: nothing was done for 30 minutes, it was ten"
                    + " hours old, or the account was changed.");

    public SignInPage(SignInDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
        addClassName("gate");
        Image mark = new Image("console/heliograph.svg", "");
        mark.addClassName("gate-mark");
        H1 name = new H1("Heliograph");
        Paragraph subject = new Paragraph("Operator's console");
        subject.addClassName("secondary");
        words.getForm().setTitle("");
        words.getForm().setUsername("Name");
        words.getForm().setSubmit("Sign in");
        words.getErrorMessage().setTitle("Not signed in");
        form.setI18n(words);
        form.setForgotPasswordButtonVisible(false);
        form.addLoginListener(this::signIn);
        ended.addClassName("gate-note");
        ended.setVisible(false);
        Paragraph first =
                new Paragraph("At its first start the server prints the name and a one-time password in its terminal.");
        first.addClassName("gate-note");
        Div card = new Div(mark, name, subject, ended, form, first);
        card.addClassName("gate-card");
        add(card);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (SignedOn.current().isPresent()) {
            event.forwardTo("");
        }
        // The address loses its query while the page is still the same.
        ended.setVisible(ended.isVisible()
                || event.getLocation().getQueryParameters().getParameters().containsKey("ended"));
    }

    private void signIn(AbstractLogin.LoginEvent event) {
        VaadinRequest request = VaadinRequest.getCurrent();
        String origin = "console " + (request == null ? "" : request.getRemoteAddr());
        try {
            switch (desk.signIn(event.getUsername(), event.getPassword().toCharArray(), origin)) {
                case SignIn.SignedIn in ->
                    enter(new SignedOn(in.operator(), in.mustChangePassword(), clock.instant()), request);
                case SignIn.Refused refused -> refuse(refused.message());
            }
        } catch (ControlException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    /** Says why, and opens the form for another try. */
    private void refuse(String why) {
        words.getErrorMessage().setMessage(why);
        form.setI18n(words);
        form.setError(true);
    }

    /** Under a new session id, so that nobody who knew the old one comes in, too. */
    private static void enter(SignedOn signedOn, @Nullable VaadinRequest request) {
        if (request instanceof VaadinServletRequest servlet) {
            servlet.getHttpServletRequest().changeSessionId();
        }
        VaadinSession session = VaadinSession.getCurrent();
        signedOn.enter(session);
        UI.getCurrent().getPage().setLocation("/" + wanted(session));
    }

    private static String wanted(VaadinSession session) {
        Object path = session.getSession().getAttribute(NavigationAccessControl.SESSION_STORED_REDIRECT);
        session.getSession().removeAttribute(NavigationAccessControl.SESSION_STORED_REDIRECT);
        return path instanceof String text && OWN_PATH.matcher(text).matches() ? text : "";
    }
}
