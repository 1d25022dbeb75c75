package io.heliograph.server.transport.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.grpc.GrpcBounds;
import io.heliograph.server.transport.grpc.GrpcConfig;
import io.heliograph.server.transport.grpc.GrpcSetup;
import io.heliograph.server.transport.grpc.GrpcTransport;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import io.heliograph.server.transport.grpc.NettyTransport;
import io.heliograph.server.transport.helidon.HelidonTransport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A transport on a free port of the loopback address, and a service that does what its messages say. Thread-safe. */
final class EchoTransport implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    static final int LARGEST_BYTES = 1 << 20;

    static final MethodDescriptor<String, String> ECHO = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName("test.Echo/Echo")
            .setRequestMarshaller(new Text())
            .setResponseMarshaller(new Text())
            .build();

    static final GrpcBounds BOUNDS =
            new GrpcBounds(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(20), 0, 0, 100, 0);

    private static final int PATIENCE_SECONDS = 20;

    private final GrpcTransport transport;
    private final BlockingQueue<EchoCall> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<Status> ends = new LinkedBlockingQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final List<ManagedChannel> channels = new ArrayList<>();

    /** Text in UTF-8. Immutable. */
    private record Text() implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    EchoTransport(GrpcTransportKind kind) throws IOException {
        BindableService service = () -> ServerServiceDefinition.builder("test.Echo")
                .addMethod(ECHO, (call, headers) -> {
                    EchoCall echo = new EchoCall(call, headers);
                    calls.add(echo);
                    return echo;
                })
                .build();
        GrpcSetup setup = new GrpcSetup(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new GrpcConfig(HOST, 0, LARGEST_BYTES, Optional.empty(), Optional.empty(), Optional.empty(), BOUNDS),
                LARGEST_BYTES,
                List.of(service),
                List.of(new Followers()),
                Optional.empty(),
                Ticker.system());
        transport = switch (kind) {
            case NETTY -> NettyTransport.open(setup);
            case HELIDON -> HelidonTransport.open(setup);
        };
    }

    private final class Followers extends ServerStreamTracer.Factory {
        @Override
        public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
            begun.incrementAndGet();
            return new ServerStreamTracer() {
                @Override
                public void streamClosed(Status status) {
                    ends.add(status);
                }
            };
        }
    }

    GrpcTransport transport() {
        return transport;
    }

    int port() {
        return transport.port();
    }

    /** The server's side of the call that came next. */
    EchoCall nextCall() throws InterruptedException {
        EchoCall call = calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no call within %d s".formatted(PATIENCE_SECONDS));
        }
        return call;
    }

    /** How the call ended that ended next. */
    Status nextEnd() throws InterruptedException {
        Status status = ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (status == null) {
            throw new AssertionError("no end within %d s".formatted(PATIENCE_SECONDS));
        }
        return status;
    }

    int begun() {
        return begun.get();
    }

    int ended() {
        return ends.size();
    }

    /** A client on a connection of its own. */
    ManagedChannel channel() {
        ManagedChannel channel = NettyChannelBuilder.forAddress(HOST, port())
                .usePlaintext()
                .disableRetry()
                .build();
        channels.add(channel);
        return channel;
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        transport.stop(1_000, () -> {});
    }
}
