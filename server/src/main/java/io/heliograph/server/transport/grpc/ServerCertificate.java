package io.heliograph.server.transport.grpc;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.CertificateUtils;
import io.heliograph.server.time.Periodic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate that new connections are shown. The two files are read every few seconds; a new pair serves once it has stood
 * still for one round and fits together, else the former one goes on and one ERROR line tells. Open connections keep theirs.
 * Thread-safe.
 */
public final class ServerCertificate implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(ServerCertificate.class.getName());

    /** Two rounds of it are well below the 60 s of contract §14.3. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final byte[] PROBE = {1, 2, 3, 4};

    private final Path certificate;
    private final Path key;
    private final AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
    private final Optional<Periodic> watch;

    /** What the last round read. Confined to the thread of the rounds, like the other. */
    private Pair seen;

    /** What serves, or was refused. */
    private Pair judged;

    /** Both files as they are: PEM is ASCII. The key is in it, so it is never printed. */
    private record Pair(String certificate, String key) {
        @Override
        public String toString() {
            return "Pair";
        }
    }

    private ServerCertificate(Path certificate, Path key, Optional<Duration> pause)
            throws IOException, GeneralSecurityException {
        this.certificate = certificate;
        this.key = key;
        seen = read();
        judged = seen;
        use(seen);
        watch = pause.map(each -> new Periodic("tls-renewal", each, this::round));
    }

    /**
     * Reads both files, and again every five seconds.
     *
     * @throws IllegalArgumentException in one line, if they cannot be used
     */
    static ServerCertificate watching(Path certificate, Path key) {
        return of(certificate, key, Optional.of(PAUSE));
    }

    /** The same, read again with each {@link #round()} only. */
    static ServerCertificate unwatched(Path certificate, Path key) {
        return of(certificate, key, Optional.empty());
    }

    private static ServerCertificate of(Path certificate, Path key, Optional<Duration> pause) {
        try {
            return new ServerCertificate(certificate, key, pause);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "TLS: tls.cert_file " + certificate + " and tls.key_file " + key + " cannot be used: " + reason(e),
                    e);
        }
    }

    /**
     * TLS 1.2 and 1.3 with this certificate.
     *
     * @param clientCa PEM file of the authorities whose client certificates are accepted, and then required
     * @throws IllegalArgumentException if that file cannot be used
     */
    SslContext nettyContext(Optional<Path> clientCa) {
        try {
            SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forServer(identity))
                    .protocols("TLSv1.3", "TLSv1.2");
            clientCa.ifPresent(
                    authorities -> builder.trustManager(authorities.toFile()).clientAuth(ClientAuth.REQUIRE));
            return builder.build();
        } catch (IOException | RuntimeException e) {
            throw cannotBeSetUp(clientCa, e);
        }
    }

    /**
     * The same for the JDK's TLS; whoever uses it sets protocols and asks for the client's certificate.
     *
     * @param clientCa PEM file of the authorities whose client certificates are accepted
     * @throws IllegalArgumentException if that file cannot be used
     */
    public SSLContext jdkContext(Optional<Path> clientCa) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {identity}, clientCa.isPresent() ? trusting(clientCa.get()) : null, null);
            return context;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw cannotBeSetUp(clientCa, e);
        }
    }

    private static TrustManager[] trusting(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate each : CertificateUtils.getX509Certificates(stream(Files.readString(authorities)))) {
            store.setCertificateEntry(Integer.toString(store.size()), each);
        }
        if (store.size() == 0) {
            throw new GeneralSecurityException("no certificate in the file");
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static IllegalArgumentException cannotBeSetUp(Optional<Path> clientCa, Exception cause) {
        String file = clientCa.map(path -> " with tls.client_ca_file " + path).orElse("");
        return new IllegalArgumentException("TLS cannot be set up" + file + ": " + reason(cause), cause);
    }

    /** Looks at the files once. */
    void round() {
        Pair now;
        try {
            now = read();
        } catch (IOException e) {
            // Files that are being replaced may be missing for a moment; if they stay so, the former certificate serves
            // on.
            now = new Pair("", "");
        }
        boolean stoodStill = now.equals(seen);
        seen = now;
        if (!stoodStill || now.equals(judged)) {
            return;
        }
        judged = now;
        try {
            use(now);
            LOGGER.log(INFO, "the renewed TLS certificate serves new connections");
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOGGER.log(ERROR, "the renewed TLS files cannot be used, the former certificate serves on: " + reason(e));
        }
    }

    private Pair read() throws IOException {
        return new Pair(Files.readString(certificate, ISO_8859_1), Files.readString(key, ISO_8859_1));
    }

    private void use(Pair pair) throws IOException, GeneralSecurityException {
        X509Certificate[] chain = CertificateUtils.getX509Certificates(stream(pair.certificate()));
        if (chain.length == 0) {
            throw new GeneralSecurityException("no certificate in the file");
        }
        PrivateKey privateKey = CertificateUtils.getPrivateKey(stream(pair.key()));
        requireMatch(chain[0], privateKey);
        identity.updateIdentityCredentials(chain, privateKey);
    }

    private static ByteArrayInputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(ISO_8859_1));
    }

    private static void requireMatch(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(PROBE);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(PROBE);
        if (!verifier.verify(signature)) {
            throw new GeneralSecurityException("the key does not belong to the certificate");
        }
    }

    /** The kind of failure and its first line, never more: some parsers quote what they read. */
    private static String reason(Exception failure) {
        return failure instanceof GeneralSecurityException
                        && failure.getMessage() != null
                        && failure.getMessage().startsWith("the key does not")
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
    }

    @Override
    public void close() {
        watch.ifPresent(Periodic::close);
    }
}
