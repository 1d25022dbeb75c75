package io.heliograph.app.store;

import io.heliograph.app.CommandOutput;
import io.heliograph.app.desk.RemoteServer;
import io.heliograph.app.desk.ServerAnswerException;
import io.heliograph.app.desk.TwoWayCommand;
import io.heliograph.server.config.ServerConfig;
import io.heliograph.server.control.AuditControl;
import io.heliograph.server.control.AuditEntryView;
import io.heliograph.server.control.AuditPage;
import io.heliograph.server.control.AuditQuery;
import io.heliograph.server.control.AuditVerdict;
import io.heliograph.server.store.SharedDatabase;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code heliograph audit}: who did what, and whether somebody has tampered with the record of it. Confined to the calling thread. */
@Command(
        name = "audit",
        description =
                "Verify, list and export the audit of a running server, or of the database of one that does not run.",
        mixinStandardHelpOptions = true,
        subcommands = {AuditCommand.Verify.class, AuditCommand.ListEntries.class, AuditCommand.Export.class})
public final class AuditCommand {

    /** What the three have in common: where the audit is. */
    abstract static class OnAudit extends TwoWayCommand {

        /** Does it; failures in one line are told by the caller. */
        abstract int run(AuditDesk audit, CommandOutput output)
                throws ServerAnswerException, InterruptedException, IOException;

        @Override
        protected final int offline(ServerConfig config, CommandOutput output)
                throws ServerAnswerException, InterruptedException, IOException {
            try (SharedDatabase database = existing(config.store())) {
                return run(AuditDesk.of(new AuditControl(audit(database)), self()), output);
            }
        }

        @Override
        protected final int remotely(RemoteServer remote, CommandOutput output)
                throws ServerAnswerException, InterruptedException, IOException {
            return run(new RemoteAudit(remote), output);
        }
    }

    /** {@code heliograph audit verify}. */
    @Command(
            name = "verify",
            description = "Recompute every hash; exit status 1 if an entry was changed, removed, added or moved.",
            mixinStandardHelpOptions = true)
    static final class Verify extends OnAudit {

        @Override
        int run(AuditDesk audit, CommandOutput output) throws ServerAnswerException, InterruptedException {
            AuditVerdict verdict = audit.verify();
            if (verdict.isIntact()) {
                output.out(verdict.finding());
                return CommandOutput.OK;
            }
            return output.failed("the audit has been tampered with: " + verdict.finding());
        }
    }

    /** Which entries are wanted. */
    abstract static class Filtered extends OnAudit {
        @Option(names = "--from", paramLabel = "TIME", description = "Not before this, as in 2026-11-25T08:00:00Z.")
        private @Nullable String from;

        @Option(names = "--until", paramLabel = "TIME", description = "Before this.")
        private @Nullable String until;

        @Option(names = "--author", paramLabel = "NAME", description = "This one alone.")
        private String author = "";

        @Option(names = "--action", paramLabel = "ACTION", description = "This one alone, as in limits.change.")
        private String action = "";

        @Option(names = "--text", paramLabel = "TEXT", description = "Somewhere in the entry.")
        private String text = "";

        AuditQuery query(int limit) throws IOException {
            return new AuditQuery(time("--from", from), time("--until", until), author, action, text, 0, limit);
        }

        private static Optional<Instant> time(String flag, @Nullable String text) throws IOException {
            try {
                return Optional.ofNullable(text).map(Instant::parse);
            } catch (DateTimeParseException e) {
                throw new IOException(flag + " must be a time as in 2026-11-25T08:00:00Z, but is " + text, e);
            }
        }
    }

    /** {@code heliograph audit list}. */
    @Command(name = "list", description = "Show entries, newest first.", mixinStandardHelpOptions = true)
    static final class ListEntries extends Filtered {
        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "Most entries to show, 1 to 500 (default: ${DEFAULT-VALUE}).",
                defaultValue = "50")
        private int limit;

        @Override
        int run(AuditDesk audit, CommandOutput output) throws ServerAnswerException, InterruptedException, IOException {
            AuditPage page = audit.page(query(limit));
            page.entries().forEach(entry -> output.out(line(entry)));
            if (page.hasOlder()) {
                output.err("there are older entries: raise --limit or narrow with --until");
            }
            return CommandOutput.OK;
        }

        private static String line(AuditEntryView entry) {
            StringBuilder line = new StringBuilder();
            line.append("%d  %s  %s (%s, %s)  %s%s"
                    .formatted(
                            entry.sequence(),
                            entry.at(),
                            entry.author(),
                            entry.role().isEmpty() ? "no role" : entry.role(),
                            entry.origin(),
                            entry.action(),
                            entry.isSuccess() ? "" : " (not done)"));
            if (!entry.target().isEmpty()) {
                line.append("  ").append(entry.target());
            }
            if (!entry.before().isEmpty() || !entry.after().isEmpty()) {
                line.append("  [")
                        .append(flat(entry.before()))
                        .append("] → [")
                        .append(flat(entry.after()))
                        .append(']');
            }
            if (!entry.reason().isEmpty()) {
                line.append("  \"").append(flat(entry.reason())).append('"');
            }
            return line.toString();
        }

        private static String flat(String text) {
            return text.replace("\n", "; ");
        }
    }

    /** {@code heliograph audit export}. */
    @Command(
            name = "export",
            description = "Write entries as comma-separated values; this leaves an entry itself.",
            mixinStandardHelpOptions = true)
    static final class Export extends Filtered {
        @Option(names = "--output", paramLabel = "FILE", description = "A new file (default: the terminal).")
        private @Nullable Path file;

        @Override
        int run(AuditDesk audit, CommandOutput output) throws ServerAnswerException, InterruptedException, IOException {
            String csv = audit.csv(query(1));
            if (file == null) {
                csv.lines().forEach(output::out);
            } else {
                try {
                    Files.writeString(file, csv, StandardOpenOption.CREATE_NEW);
                } catch (FileAlreadyExistsException e) {
                    throw new IOException(file + " exists already: an export is a new file", e);
                }
                output.out(file + " written");
            }
            return CommandOutput.OK;
        }
    }
}
