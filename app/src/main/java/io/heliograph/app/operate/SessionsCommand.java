package io.heliograph.app.operate;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.TextTable;
import io.heliograph.app.desk.RemoteServer;
import io.heliograph.app.desk.ServerAnswerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heliograph sessions}: who is connected to a running server. Confined to the calling thread. */
@Command(
        name = "sessions",
        description = "See and end the sessions of a running server, or close its door to new ones.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SessionsCommand.ListSessions.class,
            SessionsCommand.End.class,
            SessionsCommand.Drain.class,
            SessionsCommand.Undrain.class
        })
public final class SessionsCommand {

    /** {@code sessions list}. */
    @Command(name = "list", description = "Show every session, oldest first.", mixinStandardHelpOptions = true)
    static final class ListSessions extends RemoteCommand {
        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            JsonNode answer = remote.get("/admin/sessions");
            if (printedJson(answer, output)) {
                return CommandOutput.OK;
            }
            List<JsonNode> sessions = new ArrayList<>();
            answer.path("sessions").forEach(sessions::add);
            sessions.sort((one, other) -> Double.compare(
                    other.path("age_sec").asDouble(), one.path("age_sec").asDouble()));
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("SESSION", "CLIENT", "STATE", "MODEL", "AGE", "AUDIO", "BUFFER", "PENDING", "UTTERANCES"));
            sessions.forEach(session -> rows.add(row(session)));
            output.out(sessions.size() + " sessions"
                    + (answer.path("draining").asBoolean() ? "; new ones are refused: the server is draining" : ""));
            if (!sessions.isEmpty()) {
                TextTable.lines(rows).forEach(output::out);
            }
            return CommandOutput.OK;
        }

        private static List<String> row(JsonNode session) {
            return List.of(
                    session.path("session").asString(),
                    session.path("client").asString(),
                    session.path("state").asString(),
                    session.path("model").asString(),
                    seconds(session.path("age_sec")),
                    seconds(session.path("audio_sec")),
                    session.path("buffer_bytes").asString(),
                    session.path("pending_decodes").asString(),
                    session.path("utterances").asString());
        }

        private static String seconds(JsonNode number) {
            return String.format(Locale.ROOT, "%.1fs", number.asDouble());
        }
    }

    /** What the ones that act have in common. */
    abstract static class Act extends RemoteCommand {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the audit log.")
        private String reason = "";

        final int act(RemoteServer remote, CommandOutput output, String path, Map<String, String> what, String done)
                throws ServerAnswerException, InterruptedException {
            Map<String, String> body = new HashMap<>(what);
            body.put("reason", reason);
            JsonNode answer = remote.post(path, body);
            if (!printedJson(answer, output)) {
                output.out(done);
            }
            return CommandOutput.OK;
        }
    }

    /** {@code sessions end}. */
    @Command(
            name = "end",
            description = "End a session: it is settled, gets its results, then UNAVAILABLE ERR1013.",
            mixinStandardHelpOptions = true)
    static final class End extends Act {
        @Parameters(paramLabel = "SESSION", description = "Its hash, as the list shows it.")
        private String session = "";

        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            return act(
                    remote,
                    output,
                    "/admin/sessions/end",
                    Map.of("session", session),
                    "session " + session + " is being settled and ends");
        }
    }

    /** {@code sessions drain}. */
    @Command(
            name = "drain",
            description = "Refuse new sessions (ERR1013); those that are there go on.",
            mixinStandardHelpOptions = true)
    static final class Drain extends Act {
        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            return act(remote, output, "/admin/drain", Map.of(), "new sessions are refused from now on");
        }
    }

    /** {@code sessions undrain}. */
    @Command(name = "undrain", description = "Let new sessions in again.", mixinStandardHelpOptions = true)
    static final class Undrain extends Act {
        @Override
        int run(RemoteServer remote, CommandOutput output) throws ServerAnswerException, InterruptedException {
            return act(remote, output, "/admin/undrain", Map.of(), "new sessions are let in again");
        }
    }
}
