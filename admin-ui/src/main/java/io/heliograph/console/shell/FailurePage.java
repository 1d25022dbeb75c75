package io.heliograph.console.shell;

import static java.lang.System.Logger.Level.ERROR;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.heliograph.server.control.ControlException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;

/** A page that could not be made: a refusal of control as it is, anything else by a number that also stands in the log. */
@AnonymousAllowed
public final class FailurePage extends NoticePage implements HasErrorParameter<Exception> {
    private static final System.Logger LOGGER = System.getLogger(FailurePage.class.getName());

    public FailurePage() {
        super("This page cannot be shown", "");
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        if (parameter.getCaughtException() instanceof ControlException refused) {
            say(String.valueOf(refused.getMessage()));
        } else {
            String number = UUID.randomUUID().toString().substring(0, 8);
            LOGGER.log(ERROR, "a page of the console failed, number " + number, parameter.getCaughtException());
            say("Something went wrong here; the server's log says more under the number " + number + ".");
        }
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
}
