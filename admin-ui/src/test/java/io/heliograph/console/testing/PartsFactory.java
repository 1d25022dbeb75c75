package io.heliograph.console.testing;

import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.di.InstantiatorFactory;
import com.vaadin.flow.server.VaadinService;
import io.heliograph.console.host.Injection;
import java.util.Map;

/** Makes views of the parts of the running test; the test environment makes this class itself, so they are handed over in a field. */
public final class PartsFactory implements InstantiatorFactory {
    private static volatile Map<Class<?>, Object> parts = Map.of();

    static void use(Map<Class<?>, Object> next) {
        parts = Map.copyOf(next);
    }

    @Override
    public Instantiator createInstantitor(VaadinService service) {
        return new Injection(service, parts);
    }
}
