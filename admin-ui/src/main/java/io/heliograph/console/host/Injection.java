package io.heliograph.console.host;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.di.DefaultInstantiator;
import com.vaadin.flow.server.VaadinService;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Makes views by their constructor, handing in the parts of the console that it asks for. Thread-safe. */
public class Injection extends DefaultInstantiator {
    private final transient Map<Class<?>, Object> parts;

    /**
     * Makes views of that service.
     *
     * @param parts what constructors may ask for, by type
     */
    public Injection(VaadinService service, Map<Class<?>, Object> parts) {
        super(service);
        this.parts = Map.copyOf(parts);
    }

    @Override
    public <T> T getOrCreate(Class<T> type) {
        Object part = parts.get(type);
        if (part != null) {
            return type.cast(part);
        }
        return made(type).orElseGet(() -> super.getOrCreate(type));
    }

    @Override
    public <T extends Component> T createComponent(Class<T> type) {
        return made(type).orElseGet(() -> super.createComponent(type));
    }

    /** Made of parts, if there is a constructor of our own that asks for nothing else. */
    private <T> Optional<T> made(Class<T> type) {
        Constructor<?>[] constructors = type.getConstructors();
        if (constructors.length != 1 || constructors[0].getParameterCount() == 0) {
            return Optional.empty();
        }
        Class<?>[] wanted = constructors[0].getParameterTypes();
        if (!parts.keySet().containsAll(Arrays.asList(wanted))) {
            return Optional.empty();
        }
        Object[] arguments = Arrays.stream(wanted).map(parts::get).toArray();
        try {
            return Optional.of(type.cast(constructors[0].newInstance(arguments)));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException own) {
                throw own;
            }
            throw new IllegalStateException(type.getSimpleName() + " cannot be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getSimpleName() + " cannot be made", e);
        }
    }
}
