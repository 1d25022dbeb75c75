package io.heliograph.app.transcribe;

import io.heliograph.app.client.CallEnd;
import io.heliograph.app.client.OpenedSession;
import io.heliograph.app.client.Pacing;
import io.heliograph.app.client.RetryPolicy;
import io.heliograph.app.client.SessionRefusedException;
import io.heliograph.app.client.SpeechClient;
import io.heliograph.app.client.StreamOutcome;
import io.heliograph.app.client.StreamPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** Sends recordings to a server one after the other and shows their words. Confined to the calling thread. */
public final class Transcriber implements AutoCloseable {
    private static final RetryPolicy RETRY = RetryPolicy.STANDARD;
    private static final double NANOS_PER_SECOND = 1e9;
    /** The server's limit on the bytes of a second. */
    private static final String STREAM_RATE_LIMITED = "ERR2003";

    private final TranscribeOptions options;
    private final Surroundings surroundings;
    private final Transcript transcript;
    private final BooleanSupplier isOutputBroken;
    private final PrintWriter err;
    private final boolean showsProgress;
    private final ServerConnection connection;

    /**
     * @param isOutputBroken whether what the transcript printed did not arrive
     * @param err where errors, progress and summaries go
     */
    Transcriber(
            TranscribeOptions options,
            Surroundings surroundings,
            Transcript transcript,
            BooleanSupplier isOutputBroken,
            PrintWriter err,
            boolean showsProgress) {
        this.options = options;
        this.surroundings = surroundings;
        this.transcript = transcript;
        this.isOutputBroken = isOutputBroken;
        this.err = err;
        this.showsProgress = showsProgress;
        this.connection = new ServerConnection(options.server(), surroundings);
    }

    /** A transcriber that prints in a format. */
    public static Transcriber of(
            TranscribeOptions options,
            Surroundings surroundings,
            TranscriptFormat format,
            boolean isHeaded,
            boolean isToFile,
            PrintWriter out,
            PrintWriter err) {
        Terminal terminal = surroundings.terminal();
        boolean drawsPartials = terminal.isOut() && !isToFile && format == TranscriptFormat.text && options.isPartial();
        Terminal shown = new Terminal(drawsPartials, terminal.isErr(), terminal.isStyled(), terminal.columns());
        Transcript transcript = switch (format) {
            case text -> new TextTranscript(out, shown, isHeaded);
            case json -> new JsonTranscript(out, options.isPartial());
            case srt -> new CaptionTranscript(out, false);
            case vtt -> new CaptionTranscript(out, true);
        };
        boolean showsProgress = terminal.isErr() && !drawsPartials && !options.isQuiet();
        BooleanSupplier isBroken = isToFile
                ? out::checkError
                : () -> out.checkError() || surroundings.isOutputClosed().getAsBoolean();
        return new Transcriber(options, surroundings, transcript, isBroken, err, showsProgress);
    }

    /**
     * Transcribes each recording; a bad one is no reason to leave out the others, a missing server is.
     *
     * @throws InterruptedException if the thread was interrupted; what was drawn for the moment is taken back
     */
    public ExitStatus transcribe(RecordingOpener opener, List<String> names) throws InterruptedException {
        ExitStatus worst = ExitStatus.OK;
        for (String name : names) {
            worst = worst.worse(transcribe(opener.recording(name)));
            if (worst == ExitStatus.UNREACHABLE || isOutputBroken.getAsBoolean()) {
                break;
            }
        }
        if (isOutputBroken.getAsBoolean()) {
            complain("the output cannot be written");
            return worst.worse(ExitStatus.FAILED);
        }
        return worst;
    }

    /** Stops whatever still runs. */
    @Override
    public void close() {
        connection.close();
    }

    private ExitStatus transcribe(RecordingSource source) throws InterruptedException {
        boolean isBegun = false;
        for (int tries = 1; ; tries++) {
            try (Recording recording = source.open()) {
                SpeechClient client = connection.client();
                OpenedSession session = client.open(options::sessionRequest, RETRY, this::tellRetry);
                if (!isBegun) {
                    transcript.begin(source.name());
                    isBegun = true;
                }
                Presentation presentation = present(recording);
                StreamOutcome outcome = stream(client, session, recording, presentation);
                if (outcome.end().isOk()) {
                    return finish(summary(source, session, recording, outcome, presentation), recording);
                }
                boolean isOver = presentation.isOutputBroken()
                        || outcome.results() > 0
                        || !outcome.end().isRetryable()
                        || !source.isReopenable()
                        || tries >= RETRY.tries();
                if (isOver) {
                    return fail(source, outcome.end(), presentation);
                }
                client.backOff(outcome.end(), tries, RETRY, this::tellRetry);
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException(source.name() + ": interrupted while reading");
                }
                complain(String.valueOf(e.getMessage()));
                return ExitStatus.UNREADABLE;
            } catch (NoServerException e) {
                complain(String.valueOf(e.getMessage()));
                return ExitStatus.UNREACHABLE;
            } catch (SessionRefusedException e) {
                complain(source.name() + ": " + e.getMessage());
                return e.end().isUnreachable() ? ExitStatus.UNREACHABLE : ExitStatus.FAILED;
            }
        }
    }

    private StreamOutcome stream(
            SpeechClient client, OpenedSession session, Recording recording, Presentation presentation)
            throws IOException, InterruptedException {
        try {
            StreamPlan plan = StreamPlan.of(session, options.chunk(), options.pacing());
            return client.recognize(plan, recording, presentation);
        } finally {
            presentation.clear();
        }
    }

    private Presentation present(Recording recording) {
        Optional<ProgressBar> progress = showsProgress
                ? Optional.of(new ProgressBar(
                        err,
                        surroundings.ticker(),
                        surroundings.terminal().columns(),
                        recording.sampleRateHz(),
                        recording.totalSamples()))
                : Optional.empty();
        return new Presentation(transcript, isOutputBroken, progress, recording.sampleRateHz());
    }

    private Summary summary(
            RecordingSource source,
            OpenedSession session,
            Recording recording,
            StreamOutcome outcome,
            Presentation presentation) {
        boolean isPaced = options.pacing() == Pacing.REALTIME;
        return new Summary(
                source.name(),
                session.sessionId(),
                (double) outcome.audioSamples() / recording.sampleRateHz(),
                (outcome.endedNanos() - outcome.startedNanos()) / NANOS_PER_SECOND,
                presentation.finals(),
                isPaced ? presentation.finalLatencySec(50) : OptionalDouble.empty(),
                isPaced ? presentation.finalLatencySec(99) : OptionalDouble.empty(),
                outcome.trailers());
    }

    private ExitStatus finish(Summary summary, Recording recording) {
        transcript.end(summary);
        tell(summary.line());
        recording.damage().ifPresent(this::complain);
        return recording.damage().isPresent() ? ExitStatus.UNREADABLE : ExitStatus.OK;
    }

    private ExitStatus fail(RecordingSource source, CallEnd end, Presentation presentation) {
        if (!presentation.isOutputBroken()) {
            boolean isTooFast =
                    options.pacing() == Pacing.UNPACED && end.errorCode().equals(Optional.of(STREAM_RATE_LIMITED));
            complain(source.name() + ": " + end + (isTooFast ? " (--realtime sends no faster than speech)" : ""));
        }
        return ExitStatus.FAILED;
    }

    private void tellRetry(CallEnd end, int failedTry, long delayNanos) {
        tell(String.format(
                Locale.ROOT,
                "%s; trying again in %.1f s (%d of %d)",
                end,
                delayNanos / NANOS_PER_SECOND,
                failedTry,
                RETRY.tries()));
    }

    private void tell(String line) {
        if (!options.isQuiet()) {
            err.println(line);
            err.flush();
        }
    }

    private void complain(String reason) {
        err.println("heliograph: " + reason);
        err.flush();
    }
}
