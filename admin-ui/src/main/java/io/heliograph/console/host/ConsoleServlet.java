package io.heliograph.console.host;

import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.function.DeploymentConfiguration;
import com.vaadin.flow.server.ServiceException;
import com.vaadin.flow.server.VaadinServlet;
import com.vaadin.flow.server.VaadinServletService;
import com.vaadin.flow.server.communication.IndexHtmlRequestListener;
import java.util.Map;
import java.util.stream.Stream;

/** Vaadin's servlet with the parts of the console at hand. Thread-safe. */
final class ConsoleServlet extends VaadinServlet {
    private final transient Map<Class<?>, Object> parts;
    private final transient SessionRules rules;

    ConsoleServlet(Map<Class<?>, Object> parts, SessionRules rules) {
        this.parts = parts;
        this.rules = rules;
    }

    @Override
    protected VaadinServletService createServletService(DeploymentConfiguration configuration) throws ServiceException {
        VaadinServletService service = new VaadinServletService(this, configuration) {
            @Override
            protected Instantiator createInstantiator() {
                return new Injection(this, parts) {
                    @Override
                    public Stream<IndexHtmlRequestListener> getIndexHtmlRequestListeners(
                            Stream<IndexHtmlRequestListener> others) {
                        return Stream.concat(others, Stream.of(new ContentPolicy()));
                    }
                };
            }
        };
        service.init();
        rules.govern(service);
        return service;
    }
}
