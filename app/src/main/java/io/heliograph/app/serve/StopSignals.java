package io.heliograph.app.serve;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM and SIGINT: the first asks to stop, the second forces. Java's own handling would end with 143 and take no second signal;
 * its signal class is reached by name, because the compiler calls it internal. Thread-safe.
 */
final class StopSignals {
    private static final System.Logger LOGGER = System.getLogger(StopSignals.class.getName());

    private final CountDownLatch first = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();

    private StopSignals() {}

    /** Takes the two signals over, where the machine has them. */
    static StopSignals install() {
        StopSignals signals = new StopSignals();
        for (String name : List.of("TERM", "INT")) {
            signals.handle(name);
        }
        return signals;
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        first.await();
    }

    /** Waits for the first signal at most that long; false if none came. */
    boolean await(long millis) throws InterruptedException {
        return first.await(millis, TimeUnit.MILLISECONDS);
    }

    private void handle(String name) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            InvocationHandler receive = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    received(name);
                    return null;
                }
                return switch (method.getName()) {
                    case "equals" -> false;
                    case "hashCode" -> 0;
                    default -> "stop on SIG" + name;
                };
            };
            Object handler =
                    Proxy.newProxyInstance(handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, receive);
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            LOGGER.log(System.Logger.Level.WARNING, "SIG" + name + " ends this process without a graceful stop", e);
        }
    }

    private void received(String name) {
        LOGGER.log(System.Logger.Level.INFO, "Received signal SIG" + name);
        first.countDown();
        if (count.incrementAndGet() > 1) {
            // Asked twice: whatever is still open is given up, and that was wanted.
            Runtime.getRuntime().halt(0);
        }
    }
}
