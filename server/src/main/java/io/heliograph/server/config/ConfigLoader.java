package io.heliograph.server.config;

import static io.heliograph.server.limits.LimitKey.HTTP_RATE_LIMIT_BURST;
import static io.heliograph.server.limits.LimitKey.HTTP_RATE_LIMIT_RPS;
import static io.heliograph.server.limits.LimitKey.HTTP_TRUSTED_PROXIES;
import static java.util.Objects.requireNonNull;

import io.heliograph.server.admission.AuthProfile;
import io.heliograph.server.limits.KeySpec;
import io.heliograph.server.limits.LimitKey;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.model.ModelsFolder;
import io.heliograph.server.transport.grpc.GrpcBounds;
import io.heliograph.server.transport.grpc.GrpcTransportKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the configuration together. Later wins: code defaults, server file, model file, command line, environment. Thread-safe.
 */
public final class ConfigLoader {
    /** The server file if the command line names none. */
    static final Path SERVER_FILE = Path.of("config", "server.yaml");

    /** The model file if the command line names none. */
    static final Path MODEL_FILE = Path.of("config", "model.yaml");

    private static final Path DATA_DIRECTORY = Path.of("data");

    private final Path workingDirectory;
    private final Map<String, String> environment;

    /**
     * A loader for a process.
     *
     * @param workingDirectory what relative paths are relative to
     * @param environment environment variables
     */
    public ConfigLoader(Path workingDirectory, Map<String, String> environment) {
        this.workingDirectory = workingDirectory.toAbsolutePath();
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads and checks everything.
     *
     * @throws ConfigException in one line, at the first key that cannot be used
     */
    public LoadedConfig load(Overrides overrides) {
        requireNonNull(overrides, "overrides");
        List<String> warnings = new ArrayList<>();
        Settings settings = new Settings(warnings);
        applyFile(overrides.configFile(), SERVER_FILE, settings, warnings);
        applyFile(overrides.modelConfigFile(), MODEL_FILE, settings, warnings);
        overrides.values().forEach((name, value) -> applyFlag(name, value, settings));
        applyEnvironment(settings);
        ServerConfig config = config(overrides, settings, warnings);
        warnings.addAll(config.limits().warnings());
        addWarnings(config, warnings);
        return new LoadedConfig(config, warnings);
    }

    private void applyFile(@Nullable Path named, Path unnamed, Settings settings, List<String> warnings) {
        Path file = named == null ? unnamed : named;
        byte[] bytes;
        try (InputStream in = Files.newInputStream(workingDirectory.resolve(file))) {
            bytes = in.readNBytes(YamlParser.MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            if (named != null) {
                warnings.add(ConfigException.oneLine(file + ": the file does not exist; defaults are used"));
            }
            return;
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "the file cannot be read: " + e.getMessage(), e);
        }
        settings.applyFile(file.toString(), YamlParser.parse(file.toString(), bytes));
    }

    private static void applyFlag(String name, Object value, Settings settings) {
        KeySpec spec = KnownKeys.byName().get(name);
        if (spec == null) {
            throw new ConfigException("command line", "unknown key " + name);
        }
        String flag = CommandLineFlag.setting(name).map(CommandLineFlag::flag).orElse("command line");
        settings.apply(flag, spec, value);
    }

    private void applyEnvironment(Settings settings) {
        Map<String, LimitKey> variables = Map.of(
                "STT_HTTP_TRUSTED_PROXIES", HTTP_TRUSTED_PROXIES,
                "STT_HTTP_RATE_LIMIT_RPS", HTTP_RATE_LIMIT_RPS,
                "STT_HTTP_RATE_LIMIT_BURST", HTTP_RATE_LIMIT_BURST);
        variables.forEach((name, key) -> {
            String value = EnvironmentSettings.value(environment, name);
            if (!value.isEmpty()) {
                Object raw = key == HTTP_TRUSTED_PROXIES ? EnvironmentSettings.items(value) : value;
                settings.apply(name, key.spec(), raw);
            }
        });
    }

    private ServerConfig config(Overrides overrides, Settings settings, List<String> warnings) {
        ServerConfig.Model model = new ServerConfig.Model(
                settings.text(FrozenKey.MODEL_NAME),
                settings.text(FrozenKey.MODEL_BACKEND),
                settings.text(FrozenKey.MODEL_DEVICE),
                settings.text(FrozenKey.MODEL_COMPUTE_TYPE),
                settings.integer(FrozenKey.MODEL_POOL_SIZE),
                settings.text(FrozenKey.DEFAULT_MODEL_LOAD_PROFILE));
        ServerConfig.Files files = files(overrides, settings);
        return new ServerConfig(
                new ServerConfig.Grpc(
                        transport(settings),
                        settings.integer(FrozenKey.PORT),
                        settings.integer(FrozenKey.GRPC_WORKER_THREADS),
                        settings.integer(FrozenKey.GRPC_MAX_RECEIVE_MESSAGE_BYTES),
                        settings.integer(FrozenKey.GRPC_MAX_SEND_MESSAGE_BYTES),
                        grpcBounds(settings)),
                listener(settings, FrozenKey.HTTP_HOST, FrozenKey.METRICS_PORT),
                listener(settings, FrozenKey.WS_HOST, FrozenKey.WS_PORT),
                new ServerConfig.Console(
                        settings.text(FrozenKey.CONSOLE_HOST),
                        settings.integer(FrozenKey.CONSOLE_PORT),
                        settings.flag(FrozenKey.CONSOLE_ALLOW_PLAIN_TEXT),
                        settings.flag(FrozenKey.CONSOLE_BEHIND_PROXY)),
                tls(settings),
                new ServerConfig.Auth(
                        AuthProfile.named(settings.text(FrozenKey.AUTH_PROFILE)),
                        settings.text(FrozenKey.AUTH_PROFILE),
                        new Secret(settings.text(FrozenKey.AUTH_SECRET).strip())),
                model,
                loadProfiles(settings, model, warnings),
                new ServerConfig.Detectors(
                        settings.integer(FrozenKey.VAD_MODEL_POOL_SIZE),
                        settings.integer(FrozenKey.VAD_MODEL_PREWARM),
                        settings.number(FrozenKey.VAD_MODEL_POOL_GROWTH_FACTOR)),
                store(settings, files),
                files,
                settings.integer(FrozenKey.SAMPLE_RATE),
                EnvironmentSettings.from(environment),
                settings.limits());
    }

    private static ServerConfig.Listener listener(Settings settings, FrozenKey host, FrozenKey port) {
        return new ServerConfig.Listener(settings.text(host), settings.integer(port));
    }

    private ServerConfig.Tls tls(Settings settings) {
        try {
            return new ServerConfig.Tls(
                    path(settings, FrozenKey.TLS_CERT_FILE),
                    path(settings, FrozenKey.TLS_KEY_FILE),
                    path(settings, FrozenKey.TLS_CLIENT_CA_FILE),
                    settings.flag(FrozenKey.TLS_REQUIRED));
        } catch (IllegalArgumentException e) {
            String origin = settings.originOf(
                    FrozenKey.TLS_CERT_FILE,
                    FrozenKey.TLS_KEY_FILE,
                    FrozenKey.TLS_CLIENT_CA_FILE,
                    FrozenKey.TLS_REQUIRED);
            throw new ConfigException(origin, String.valueOf(e.getMessage()), e);
        }
    }

    private static GrpcBounds grpcBounds(Settings settings) {
        return new GrpcBounds(
                millis(settings.number(FrozenKey.GRPC_KEEPALIVE_TIME)),
                millis(settings.number(FrozenKey.GRPC_KEEPALIVE_TIMEOUT)),
                millis(settings.number(FrozenKey.GRPC_HANDSHAKE_TIMEOUT)),
                settings.integer(FrozenKey.GRPC_MAX_CONNECTIONS),
                settings.integer(FrozenKey.GRPC_MAX_CONNECTIONS_PER_IP),
                settings.integer(FrozenKey.GRPC_MAX_CALLS_PER_CONNECTION),
                settings.integer(FrozenKey.GRPC_MAX_RESETS_PER_SEC));
    }

    private static GrpcTransportKind transport(Settings settings) {
        String text = settings.text(FrozenKey.GRPC_TRANSPORT);
        return GrpcTransportKind.named(text)
                .orElseThrow(() -> new ConfigException(
                        settings.originOf(FrozenKey.GRPC_TRANSPORT),
                        "server.grpc_transport must be one of %s, not %s"
                                .formatted(String.join(", ", GrpcTransportKind.names()), text)));
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    private static Map<String, LoadProfile> loadProfiles(
            Settings settings, ServerConfig.Model model, List<String> warnings) {
        Map<String, Map<String, Object>> configured = settings.loadProfiles();
        if (configured == null) {
            String name =
                    String.valueOf(FrozenKey.DEFAULT_MODEL_LOAD_PROFILE.spec().codeDefault());
            return Map.of(name, LoadProfile.of(name, model));
        }
        Map<String, LoadProfile> profiles = new LinkedHashMap<>();
        configured.forEach((name, options) -> {
            try {
                profiles.put(name, LoadProfile.of(name, options, model, warnings));
            } catch (IllegalArgumentException e) {
                String origin = settings.originOf(FrozenKey.MODEL_LOAD_PROFILES);
                throw new ConfigException(origin, String.valueOf(e.getMessage()), e);
            }
        });
        return profiles;
    }

    private ServerConfig.Store store(Settings settings, ServerConfig.Files files) {
        String url = settings.textOrNull(FrozenKey.STORE_URL);
        return new ServerConfig.Store(
                url == null ? "jdbc:h2:file:" + files.dataDirectory().resolve("heliograph") : url,
                settings.text(FrozenKey.STORE_USER),
                new Secret(settings.text(FrozenKey.STORE_PASSWORD)));
    }

    private ServerConfig.Files files(Overrides overrides, Settings settings) {
        Path given = overrides.dataDirectory();
        Path data = absolute(given == null ? DATA_DIRECTORY : given);
        Path models = overrides.modelsDirectory();
        Path audio = path(settings, FrozenKey.STORAGE_DIRECTORY, settings.text(FrozenKey.STORAGE_DIRECTORY));
        Path audioInData =
                Path.of(String.valueOf(FrozenKey.STORAGE_DIRECTORY.spec().codeDefault()));
        return new ServerConfig.Files(
                data,
                absolute(models == null ? modelsFolder() : models),
                audio.equals(absolute(audioInData)) ? data.resolve(audioInData.getFileName()) : audio,
                path(settings, FrozenKey.LOG_FILE),
                path(settings, FrozenKey.TRANSCRIPT_FILE));
    }

    private Path modelsFolder() {
        return ModelsFolder.standard(
                environment, System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", "")));
    }

    private @Nullable Path path(Settings settings, FrozenKey key) {
        String text = settings.textOrNull(key);
        return text == null ? null : path(settings, key, text);
    }

    private Path path(Settings settings, FrozenKey key, String text) {
        try {
            return absolute(Path.of(text));
        } catch (InvalidPathException e) {
            throw new ConfigException(settings.originOf(key), key.fullName() + " is no path: " + e.getReason(), e);
        }
    }

    private Path absolute(Path path) {
        return workingDirectory.resolve(path).normalize();
    }

    private static void addWarnings(ServerConfig config, List<String> warnings) {
        Limits limits = config.limits();
        AuthProfile profile = config.auth().profile();
        if (profile == AuthProfile.API_KEY && limits.auth().apiKeyDigests().isEmpty()) {
            warnings.add("auth.api_keys is empty: keys are mandatory, but any key is accepted");
        }
        if (profile == AuthProfile.SIGNED_TOKEN && !config.auth().secret().isSet()) {
            warnings.add("auth.create_session_auth_secret is not set: every CreateSession is refused");
        }
        if (profile == AuthProfile.SIGNED_TOKEN && limits.auth().createSessionAuthTtlSec() <= 0) {
            warnings.add("auth.create_session_auth_ttl_sec is 0: signed tokens never grow too old");
        }
        if (limits.logging().logTranscripts() && config.files().transcriptFile() == null) {
            warnings.add("logging.log_transcripts is true, but logging.transcript_file is not set: no text is written");
        }
        String loadProfile = config.model().defaultLoadProfile();
        if (!config.loadProfiles().containsKey(loadProfile)) {
            warnings.add(ConfigException.oneLine(
                    "model.default_model_load_profile names " + loadProfile + ", which is no load profile"));
        }
    }
}
