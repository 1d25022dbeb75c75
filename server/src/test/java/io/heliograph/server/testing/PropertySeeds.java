package io.heliograph.server.testing;

import net.jqwik.api.FixedSeedMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Gives each property a seed of its own that stays the same, so that the same sources give the same result. A search for rare
 * faults is asked for with the system property {@value #TRIES}: so many times the tries, with seeds that are new in every run or
 * all the one in {@value #SEED}. Registered for all properties as a service. Immutable.
 */
public final class PropertySeeds implements AroundPropertyHook {
    private static final String TRIES = "heliograph.properties.tries";
    private static final String SEED = "heliograph.properties.seed";
    /** What jqwik does where a property does not say. */
    private static final int STANDARD_TRIES = 1_000;

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        String name = context.containerClass().getSimpleName() + "."
                + context.targetMethod().getName();
        PropertyAttributes attributes = context.attributes();
        Integer times = Integer.getInteger(TRIES);
        String seed = times == null ? Integer.toString(name.hashCode()) : System.getProperty(SEED, "");
        if (times != null) {
            attributes.setTries(times * attributes.tries().orElse(STANDARD_TRIES));
        }
        if (!seed.isEmpty() && attributes.seed().isEmpty()) {
            attributes.setSeed(seed);
            attributes.setWhenFixedSeed(FixedSeedMode.ALLOW);
        }
        PropertyExecutionResult result = property.execute();
        if (result.status() == PropertyExecutionResult.Status.FAILED) {
            System.out.printf("%s fails with seed %s%n", name, result.seed().orElse("unknown"));
        }
        return result;
    }
}
