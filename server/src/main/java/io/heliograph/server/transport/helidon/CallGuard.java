package io.heliograph.server.transport.helidon;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Outermost of all interceptors. Fault: Helidon has no tracers, and no deadlines. Cure: both are made for each call here.
 * Immutable, thread-safe.
 */
final class CallGuard implements ServerInterceptor {
    private final List<ServerStreamTracer.Factory> tracers;
    private final ScheduledExecutorService deadlines;

    CallGuard(List<ServerStreamTracer.Factory> tracers, ScheduledExecutorService deadlines) {
        this.tracers = List.copyOf(tracers);
        this.deadlines = deadlines;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        List<ServerStreamTracer> followers = tracers.stream()
                .map(factory -> factory.newServerStreamTracer(method, headers))
                .toList();
        Context context = Context.current();
        for (ServerStreamTracer each : followers) {
            context = each.filterContext(context);
        }
        OptionalLong timeout = TimeoutHeader.nanos(headers);
        Context.CancellableContext cancellable = timeout.isPresent()
                ? context.withDeadlineAfter(timeout.getAsLong(), TimeUnit.NANOSECONDS, deadlines)
                : context.withCancellation();
        GuardedCall<Q, A> guarded = new GuardedCall<>(
                call,
                CallStream.KEY.get(context),
                MessageFraming.KEY.get(context),
                new CallTracers(followers),
                cancellable);
        return guarded.start(next, headers);
    }
}
