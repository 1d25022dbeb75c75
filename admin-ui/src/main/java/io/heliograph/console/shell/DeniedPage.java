package io.heliograph.console.shell;

import com.vaadin.flow.router.AccessDeniedException;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.servlet.http.HttpServletResponse;

/** This page is not open to you. */
@AnonymousAllowed
public final class DeniedPage extends NoticePage implements HasErrorParameter<AccessDeniedException> {

    public DeniedPage() {
        super("This page is not open to you", "It takes another role than yours; an administrator can change that.");
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<AccessDeniedException> parameter) {
        return HttpServletResponse.SC_FORBIDDEN;
    }
}
