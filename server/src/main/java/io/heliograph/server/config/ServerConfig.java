package io.heliograph.server.config;

import io.heliograph.server.admission.AuthProfile;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.transport.grpc.GrpcBounds;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server is started with: everything that stays as it is, and the limits it begins with. Immutable.
 *
 * @param grpc the gRPC listener
 * @param http the HTTP listener; a port of 0 or less = off
 * @param webSocket the WebSocket listener; a port of 0 or less = off
 * @param console the operator console
 * @param tls certificate and key
 * @param auth what proof CreateSession needs
 * @param model the model loaded at start
 * @param loadProfiles models that can be loaded on request, by profile name
 * @param detectors detector slots
 * @param store the database
 * @param files folders and files
 * @param sampleRateHz sample rate of chunks that name none, Hz, 4000…384000
 * @param environment what the environment variables say
 * @param limits the limits as configured, version 0
 */
public record ServerConfig(
        Grpc grpc,
        Listener http,
        Listener webSocket,
        Console console,
        Tls tls,
        Auth auth,
        Model model,
        Map<String, LoadProfile> loadProfiles,
        Detectors detectors,
        Store store,
        Files files,
        int sampleRateHz,
        EnvironmentSettings environment,
        Limits limits) {

    public ServerConfig {
        loadProfiles = Collections.unmodifiableMap(new LinkedHashMap<>(loadProfiles));
    }

    /**
     * The gRPC listener. Immutable.
     *
     * @param transport what carries its calls
     * @param port 0 = any free one
     * @param workerThreads a hint that never limits streams; ≤ 0 = automatic
     * @param maxReceiveMessageBytes largest message taken, as configured; ≤ 0 = 4 MiB
     * @param maxSendMessageBytes largest message sent, as configured; ≤ 0 = unlimited
     * @param bounds what peers may take of it
     */
    public record Grpc(
            GrpcTransportKind transport,
            int port,
            int workerThreads,
            int maxReceiveMessageBytes,
            int maxSendMessageBytes,
            GrpcBounds bounds) {
        /** The limit of gRPC itself, bytes. */
        private static final int GRPC_DEFAULT_BYTES = 4 << 20;

        /** Largest message taken, bytes. */
        public int receiveLimitBytes() {
            return maxReceiveMessageBytes > 0 ? maxReceiveMessageBytes : GRPC_DEFAULT_BYTES;
        }

        /** Largest message sent, bytes; {@link Integer#MAX_VALUE} if unlimited. */
        public int sendLimitBytes() {
            return maxSendMessageBytes > 0 ? maxSendMessageBytes : Integer.MAX_VALUE;
        }
    }

    /**
     * A TCP listener. Immutable.
     *
     * @param host address to bind
     * @param port ≤ 0 = no listener
     */
    public record Listener(String host, int port) {

        /** Whether there is a listener. */
        public boolean isOn() {
            return port > 0;
        }
    }

    /**
     * The operator console. Immutable.
     *
     * @param host address to bind
     * @param port ≤ 0 = off
     * @param allowsPlainText whether an address other than loopback may be bound without TLS
     * @param isBehindProxy whether X-Forwarded headers are believed
     */
    public record Console(String host, int port, boolean allowsPlainText, boolean isBehindProxy) {

        /** Whether there is a console. */
        public boolean isOn() {
            return port > 0;
        }
    }

    /**
     * Certificate and key in PEM files: both or none. Immutable.
     *
     * @param certFile certificate chain
     * @param keyFile private key
     * @param clientCaFile authorities of client certificates, which are then required; null = none needed
     * @param required whether the server must not start without them
     */
    public record Tls(
            @Nullable Path certFile,
            @Nullable Path keyFile,
            @Nullable Path clientCaFile,
            boolean required) {

        public Tls {
            if ((certFile == null) != (keyFile == null)) {
                throw new IllegalArgumentException(
                        certFile == null
                                ? "tls.cert_file must be set, because tls.key_file is"
                                : "tls.key_file must be set, because tls.cert_file is");
            }
            if (clientCaFile != null && certFile == null) {
                throw new IllegalArgumentException(
                        "tls.client_ca_file is set, but tls.cert_file and tls.key_file are not");
            }
            if (required && certFile == null) {
                throw new IllegalArgumentException(
                        "tls.required is true, but tls.cert_file and tls.key_file are not set");
            }
        }

        /** Whether connections are encrypted. */
        public boolean isOn() {
            return certFile != null;
        }
    }

    /**
     * What proof CreateSession needs. Immutable.
     *
     * @param profile the kind of proof
     * @param profileName the kind as configured
     * @param secret what tokens are signed with, without white space around it
     */
    public record Auth(AuthProfile profile, String profileName, Secret secret) {}

    /**
     * The model loaded at start. Immutable.
     *
     * @param name model to load
     * @param backend engine, as configured
     * @param device device the model runs on, as configured
     * @param computeType number format, as configured
     * @param poolSize decode workers; 0 = one per processor core
     * @param defaultLoadProfile load profile used when a request names none
     */
    public record Model(
            String name, String backend, String device, String computeType, int poolSize, String defaultLoadProfile) {

        /** Decode workers on a machine with this many processor cores. */
        public int workers(int cores) {
            return poolSize > 0 ? poolSize : cores;
        }
    }

    /**
     * Detector slots: how many sessions with a detector there may be. Immutable.
     *
     * @param poolSize slots at start; 0 = as many as sessions
     * @param prewarm detectors made at start
     * @param growthFactor factor by which slots grow; by 1 at least
     */
    public record Detectors(int poolSize, int prewarm, double growthFactor) {}

    /**
     * The database. Immutable.
     *
     * @param url JDBC URL
     * @param user user name
     * @param password password, may be unset
     */
    public record Store(String url, String user, Secret password) {

        /** Leaves out the parameters of the URL, which may hold a password. */
        @Override
        public String toString() {
            return "Store[url=" + url.split("[;?]", 2)[0] + ", user=" + user + ", password=" + password + "]";
        }
    }

    /**
     * Folders and files, all absolute. Immutable.
     *
     * @param dataDirectory database and, if nothing else is configured, recordings
     * @param modelsDirectory installed models
     * @param audioDirectory recordings
     * @param logFile where log lines go as well, null = nowhere
     * @param transcriptFile where recognised text goes, null = nowhere
     */
    public record Files(
            Path dataDirectory,
            Path modelsDirectory,
            Path audioDirectory,
            @Nullable Path logFile,
            @Nullable Path transcriptFile) {}
}
