package io.heliograph.app.operate;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.client.Pause;
import io.heliograph.app.desk.RemoteServer;
import io.heliograph.app.desk.ServerAnswerException;
import io.heliograph.server.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heliograph model loaded|load|unload}: the models of a running server. */
public final class ServedModels {
    /** Below the usual rate limit of the server's HTTP. */
    private static final Duration LOOK_EACH = Duration.ofMillis(500);

    private ServedModels() {}

    /** {@code model loaded}. */
    @Command(
            name = "loaded",
            description = "Show the models that a running server serves.",
            mixinStandardHelpOptions = true)
    public static final class Loaded extends RemoteCommand {
        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            JsonNode answer = remote.get("/admin/list_models");
            if (!printedJson(answer, output)) {
                answer.path("models").forEach(id -> output.out(id.asString()));
            }
            return CommandOutput.OK;
        }
    }

    /** {@code model load}. */
    @Command(
            name = "load",
            description = "Have a running server load a model beside the others; its streams go on.",
            mixinStandardHelpOptions = true)
    public static final class Load extends RemoteCommand {
        @Parameters(paramLabel = "ID", description = "What sessions are to ask for.")
        private String id = "";

        @Option(
                names = "--profile",
                paramLabel = "NAME",
                description = "Load profile, which says all of the following.")
        private @Nullable String profile;

        @Option(
                names = "--path",
                paramLabel = "DIR",
                description = "Folder of the model on the server's machine, where the server permits that.")
        private @Nullable String path;

        @Option(names = "--size", paramLabel = "NAME", description = "Name of the model (default: small).")
        private @Nullable String size;

        @Option(names = "--backend", paramLabel = "NAME", description = "Engine (default: the configured one).")
        private @Nullable String backend;

        @Option(names = "--device", paramLabel = "NAME", description = "Device (default: cpu).")
        private @Nullable String device;

        @Option(names = "--compute-type", paramLabel = "NAME", description = "Number format (default: int8).")
        private @Nullable String computeType;

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                description = "How long to wait for the end of the load; 0 = not at all (default: ${DEFAULT-VALUE}).",
                defaultValue = "120")
        private int waitSec;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the audit log.")
        private @Nullable String reason;

        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            JsonNode answer = remote.post("/admin/load_model", wish());
            JsonNode job = answer.path("job");
            Ticker ticker = Ticker.system();
            long end = ticker.nanos() + Duration.ofSeconds(waitSec).toNanos();
            while (!isOver(job) && ticker.nanos() < end) {
                Pause.parking(ticker).until(Math.min(end, ticker.nanos() + LOOK_EACH.toNanos()));
                job = remote.get(RemoteServer.path("/admin/load_model_status", Map.of("model_id", id)));
            }
            if (printedJson(job, output)) {
                return failed(job) ? CommandOutput.FAILED : CommandOutput.OK;
            }
            if (failed(job)) {
                return output.failed(
                        "model " + id + " is not loaded: " + job.path("error").asString());
            }
            output.out(
                    isOver(job)
                            ? String.format(
                                    Locale.ROOT,
                                    "model %s is loaded, after %.1f s",
                                    id,
                                    job.path("duration_sec").asDouble())
                            : "model " + id + " is " + job.path("status").asString());
            return CommandOutput.OK;
        }

        private Map<String, String> wish() {
            Map<String, @Nullable String> said = new LinkedHashMap<>();
            said.put("model_id", id);
            said.put("profile_id", profile);
            said.put("model_path", path);
            said.put("model_size", size);
            said.put("backend", backend);
            said.put("device", device);
            said.put("compute_type", computeType);
            said.put("reason", reason);
            Map<String, String> wish = new LinkedHashMap<>();
            said.forEach((key, value) -> {
                if (value != null) {
                    wish.put(key, value);
                }
            });
            return wish;
        }

        private static boolean isOver(JsonNode job) {
            return job.path("finished_at").isNumber();
        }

        private static boolean failed(JsonNode job) {
            return job.path("status").asString().equals("failed");
        }
    }

    /** {@code model unload}. */
    @Command(
            name = "unload",
            description = "Take a model away from a running server; its streams go on with another.",
            mixinStandardHelpOptions = true)
    public static final class Unload extends RemoteCommand {
        private static final int USUAL_DRAIN_SEC = 30;

        @Parameters(paramLabel = "ID", description = "As \"model loaded\" shows it.")
        private String id = "";

        @Option(
                names = "--drain-timeout",
                paramLabel = "SECONDS",
                description = "How long what waits for the model may still be decoded by it, 0 to 3600 (default:"
                        + " ${DEFAULT-VALUE}).",
                defaultValue = "" + USUAL_DRAIN_SEC)
        private int drainSec;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the audit log.")
        private String reason = "";

        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            Map<String, String> query = new HashMap<>();
            query.put("model_id", id);
            query.put("drain_timeout_sec", Integer.toString(drainSec));
            query.put("reason", reason);
            JsonNode answer = remote.post(
                    RemoteServer.path("/admin/unload_model", query),
                    Map.of(),
                    Duration.ofSeconds(drainSec + (long) USUAL_DRAIN_SEC));
            if (!printedJson(answer, output)) {
                output.out("model " + id + " is unloaded");
            }
            return CommandOutput.OK;
        }
    }
}
