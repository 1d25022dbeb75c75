package io.heliograph.server.transport.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.heliograph.server.time.Ticker;
import io.heliograph.server.transport.helidon.HelidonTransport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Real handshakes with a real listener, and certificates made for the occasion. */
@ParameterizedClass
@EnumSource(GrpcTransportKind.class)
final class ServerCertificateTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int MAX_BYTES = 1 << 20;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    GrpcTransportKind transport;

    @TempDir
    Path folder;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final List<GrpcTransport> servers = new ArrayList<>();
    private final Queue<String> peers = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init")
    private Path certificateFile;

    @SuppressWarnings("NullAway.Init")
    private Path keyFile;

    @SuppressWarnings("NullAway.Init")
    private TestCertificate first;

    @SuppressWarnings("NullAway.Init")
    private ServerCertificate served;

    @BeforeEach
    void makeCertificate() throws Exception {
        certificateFile = folder.resolve("cert.pem");
        keyFile = folder.resolve("key.pem");
        first = TestCertificate.named("first", folder);
        first.writeTo(certificateFile, keyFile);
        served = ServerCertificate.unwatched(certificateFile, keyFile);
    }

    @AfterEach
    void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        servers.forEach(server -> server.stop(0, () -> {}));
    }

    private int listen(Optional<Path> clientCa) throws IOException {
        GrpcSetup setup = new GrpcSetup(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new GrpcConfig(
                        "",
                        0,
                        MAX_BYTES,
                        Optional.of(certificateFile),
                        Optional.of(keyFile),
                        clientCa,
                        new GrpcBounds(BOUND, BOUND, BOUND, 0, 0, 0, 0)),
                MAX_BYTES,
                List.of(this::health),
                List.of(),
                Optional.of(served),
                Ticker.system());
        GrpcTransport server = switch (transport) {
            case NETTY -> NettyTransport.open(setup);
            case HELIDON -> HelidonTransport.open(setup);
        };
        servers.add(server);
        return server.port();
    }

    private ServerServiceDefinition health() {
        return ServerInterceptors.intercept(new HealthStatusManager().getHealthService(), new ServerInterceptor() {
            @Override
            public <Q, S> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, S> call, Metadata headers, ServerCallHandler<Q, S> next) {
                peers.add(String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
                return next.startCall(call, headers);
            }
        });
    }

    private ManagedChannel channel(int port, ChannelCredentials credentials) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port, credentials).build();
        channels.add(channel);
        return channel;
    }

    private static ChannelCredentials trusting(TestCertificate authority) throws IOException {
        return TlsChannelCredentials.newBuilder()
                .trustManager(stream(authority.certificate()))
                .build();
    }

    private static ByteArrayInputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(US_ASCII));
    }

    private static ServingStatus ask(ManagedChannel channel) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    private static void assertRefused(ManagedChannel channel) {
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () -> ask(channel));
        assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());
    }

    @Test
    void aRenewedPairServesNewConnectionsAndOldOnesLiveOn() throws Exception {
        int port = listen(Optional.empty());
        ManagedChannel old = channel(port, trusting(first));
        assertEquals(ServingStatus.SERVING, ask(old));
        TestCertificate second = TestCertificate.named("second", folder);
        second.writeTo(certificateFile, keyFile);
        served.round();
        assertEquals(ServingStatus.SERVING, ask(channel(port, trusting(first))), "one round is too early");
        served.round();
        assertEquals(ServingStatus.SERVING, ask(channel(port, trusting(second))));
        assertRefused(channel(port, trusting(first)));
        assertEquals(ServingStatus.SERVING, ask(old));
    }

    @Test
    void aBrokenPairLeavesTheFormerOneInPlace() throws Exception {
        int port = listen(Optional.empty());
        Files.writeString(
                certificateFile, TestCertificate.named("other", folder).certificate());
        served.round();
        served.round();
        assertEquals(ServingStatus.SERVING, ask(channel(port, trusting(first))), "another's key");
        Files.writeString(certificateFile, "no certificate");
        served.round();
        served.round();
        assertEquals(ServingStatus.SERVING, ask(channel(port, trusting(first))), "no certificate");
        Files.delete(keyFile);
        served.round();
        served.round();
        assertEquals(ServingStatus.SERVING, ask(channel(port, trusting(first))), "no key");
    }

    @Test
    void onlyTls12And13AreSpoken() throws Exception {
        int port = listen(Optional.empty());
        assertEquals("TLSv1.3", handshake(port, "TLSv1.3"));
        assertEquals("TLSv1.2", handshake(port, "TLSv1.2"));
        assertFalse(List.of(served.nettyContext(Optional.empty())
                        .newEngine(io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator.DEFAULT)
                        .getEnabledProtocols())
                .contains("TLSv1.1"));
    }

    private static String handshake(int port, String protocol) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustingAll()}, new SecureRandom());
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    /** A slow resolver would delay the handshake, and an address that was looked up is written with its name. */
    @Test
    void noPeerIsLookedUpInTheDns() throws Exception {
        assertEquals(ServingStatus.SERVING, ask(channel(listen(Optional.empty()), trusting(first))));
        assertEquals(1, peers.size());
        assertTrue(peers.element().startsWith("/127.0.0.1:"), peers::toString);
    }

    @Test
    void aClientWithoutACertificateIsRefusedWhereOneIsRequired() throws Exception {
        TestCertificate client = TestCertificate.named("client", folder);
        Path authorities = folder.resolve("clients.pem");
        Files.writeString(authorities, client.certificate());
        int port = listen(Optional.of(authorities));
        assertRefused(channel(port, trusting(first)));
        ChannelCredentials known = TlsChannelCredentials.newBuilder()
                .trustManager(stream(first.certificate()))
                .keyManager(stream(client.certificate()), stream(client.key()))
                .build();
        assertEquals(ServingStatus.SERVING, ask(channel(port, known)));
        ChannelCredentials stranger = TlsChannelCredentials.newBuilder()
                .trustManager(stream(first.certificate()))
                .keyManager(stream(first.certificate()), stream(first.key()))
                .build();
        assertRefused(channel(port, stranger));
    }

    @Test
    void aPairThatDoesNotFitIsRefusedAtStart() throws Exception {
        Files.writeString(
                certificateFile, TestCertificate.named("other", folder).certificate());
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> ServerCertificate.unwatched(certificateFile, keyFile));
        assertTrue(
                String.valueOf(refused.getMessage()).endsWith("the key does not belong to the certificate"),
                refused.toString());
    }
}
