package io.heliograph.app.serve;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.DefaultModels;
import io.heliograph.app.client.ServerAddress;
import io.heliograph.app.tryout.GrpcTryOut;
import io.heliograph.console.Console;
import io.heliograph.server.SttServer;
import io.heliograph.server.Version;
import io.heliograph.server.admission.AuthProfile;
import io.heliograph.server.config.ConfigException;
import io.heliograph.server.config.ConfigLoader;
import io.heliograph.server.config.LoadedConfig;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.limits.Limits;
import io.heliograph.server.model.BuiltInModels;
import io.heliograph.server.telemetry.LogConfig;
import io.heliograph.server.telemetry.LogLevel;
import io.heliograph.server.telemetry.LogSetup;
import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code heliograph serve}: runs the server until SIGTERM or SIGINT. Confined to the calling thread. */
@Command(
        name = "serve",
        description = "Start the server; fetches the default models first if they are missing.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ServeCommand implements Callable<Integer> {
    private static final System.Logger LOGGER = System.getLogger(ServeCommand.class.getName());

    /** Names of the built-in engine: its own, and those under which earlier servers had theirs. */
    private static final Set<String> BACKENDS = Set.of("moonshine", "faster_whisper", "torch_whisper", "mlx_whisper");

    @Spec
    private @Nullable CommandSpec spec;

    /** The command with all its flags. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new ServeCommand());
        ServeOptions.addTo(line.getCommandSpec());
        line.setOverwrittenOptionsAllowed(true);
        return line;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandOutput output = CommandOutput.of(spec);
        LoadedConfig loaded;
        try {
            loaded = new ConfigLoader(Path.of(""), System.getenv()).load(ServeOptions.overrides(parsed()));
        } catch (ConfigException e) {
            return refused(e, output);
        }
        ServerConfig config = loaded.config();
        try (LogSetup log = LogSetup.install(logConfig(config))) {
            loaded.warnings().forEach(warning -> LOGGER.log(WARNING, warning));
            tellWhatIsNotServed(config);
            return serve(config, log, output);
        } catch (IOException e) {
            return output.failed("the log file cannot be opened: " + e.getMessage());
        }
    }

    /** A flag with an impossible value is a usage error; anything else is a start that failed, and one ERROR line says why. */
    @SuppressWarnings("try") // the log is only set up and flushed
    private static int refused(ConfigException e, CommandOutput output) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("--")) {
            output.failed(message);
            return CommandLine.ExitCode.USAGE;
        }
        try (LogSetup log = LogSetup.install(LogConfig.of(LogLevel.INFO, null))) {
            LOGGER.log(ERROR, "start failed: " + message);
            return CommandOutput.FAILED;
        } catch (IOException without) {
            return output.failed(message);
        }
    }

    /** Says what the configuration asks for and this server does not have. */
    private static void tellWhatIsNotServed(ServerConfig config) {
        if (config.auth().profile() == AuthProfile.UNKNOWN) {
            LOGGER.log(
                    ERROR,
                    "the auth profile of auth.create_session_auth_profile is unknown: every CreateSession is refused");
        }
        if (!BACKENDS.contains(config.model().backend())
                || !config.model().device().equals("cpu")) {
            LOGGER.log(
                    WARNING, "model.backend or model.device is not served here: the built-in engine runs on the CPU");
        }
    }

    private ParseResult parsed() {
        return requireNonNull(spec, "spec").commandLine().getParseResult();
    }

    private static int serve(ServerConfig config, LogSetup log, CommandOutput output) throws InterruptedException {
        StopSignals signals = StopSignals.install();
        SttServer server;
        try {
            DefaultModels.ensure(config.files().modelsDirectory(), output);
            server = SttServer.start(config, parts(log));
        } catch (RuntimeException e) {
            LOGGER.log(ERROR, "start failed: " + e.getMessage());
            return CommandOutput.FAILED;
        }
        if (config.http().isOn() || config.console().isOn()) {
            FirstAdmin.welcome(server, output);
        }
        server.control().onLimitsChange(limits -> log.level(level(limits)));
        server.control().tryOut().offer(tryOut(server, config));
        Optional<Console> console = ConsoleStart.open(server, config);
        // A start collects often for its length, and leaves much behind: the heap grows for it, up to 557 MB were seen,
        // and
        // would stay so. It is given back before traffic comes.
        System.gc();
        announce(server, config, console);
        signals.await();
        console.ifPresent(Console::close);
        server.close();
        LOGGER.log(INFO, "stopped");
        return CommandOutput.OK;
    }

    private static SttServer.Parts parts(LogSetup log) {
        return new SttServer.Parts(Optional.empty(), Optional.empty(), event -> {}, log::droppedRecords, "");
    }

    /** The server's own port, as a client on this machine reaches it. */
    private static GrpcTryOut tryOut(SttServer server, ServerConfig config) {
        ServerAddress plain = ServerAddress.plaintext("localhost", server.grpcPort());
        return new GrpcTryOut(
                config.tls().isOn()
                        ? plain.encrypted(Optional.ofNullable(config.tls().certFile()))
                        : plain,
                config.files().modelsDirectory().resolve(BuiltInModels.SAMPLES),
                Ticker.system());
    }

    private static void announce(SttServer server, ServerConfig config, Optional<Console> console) {
        LOGGER.log(
                INFO,
                String.format(
                        Locale.ROOT,
                        "heliograph %s is ready after %.1f s: gRPC on port %d%s, %s, %s; pid %d",
                        Version.current(),
                        ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
                        server.grpcPort(),
                        config.tls().isOn() ? " (TLS)" : "",
                        server.httpPort().isPresent()
                                ? "HTTP on http://%s:%d"
                                        .formatted(
                                                config.http().host(),
                                                server.httpPort().getAsInt())
                                : "HTTP off",
                        console.map(open -> "console on " + open.url()).orElse("console off"),
                        ProcessHandle.current().pid()));
    }

    private static LogConfig logConfig(ServerConfig config) {
        return LogConfig.of(level(config.limits()), config.files().logFile());
    }

    private static LogLevel level(Limits limits) {
        return LogLevel.valueOf(limits.logging().level().toUpperCase(Locale.ROOT));
    }
}
