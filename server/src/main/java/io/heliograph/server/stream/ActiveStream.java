package io.heliograph.server.stream;

import io.heliograph.server.admission.Session;
import io.heliograph.server.audio.AudioBuffer;
import io.heliograph.server.audio.PcmIntake;
import io.heliograph.server.capture.Recording;
import io.heliograph.server.hypothesis.Transcript;
import io.heliograph.server.telemetry.ServerEvent;
import io.heliograph.server.telemetry.ServerEvent.UtteranceDropReason;
import io.heliograph.server.vad.DetectorPool;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Set;

/**
 * The way of the data of a stream that has its session: intake, buffer, detector, planner, decodes, results. Confined to the
 * stream's thread.
 */
final class ActiveStream {
    private final Session session;
    private final StreamServices services;
    private final LiveStream live;
    private final AudioBuffer buffer = new AudioBuffer();
    private final PcmIntake intake = new PcmIntake(buffer);
    private final Pace pace;
    private final UtteranceReports reports;
    private final Recording recording;
    private final PartialSpacing spacing = new PartialSpacing();
    private final ResultDesk results;
    private final StreamDecodes decodes;
    private final UtterancePlanner planner;

    ActiveStream(Session session, StreamServices services, StreamInbox inbox, Outbox outbox, LiveStream live) {
        this.session = session;
        this.services = services;
        this.live = live;
        var settings = session.settings();
        var rules = services.rules().get();
        this.pace = new Pace(settings.isBatchUpload());
        this.reports = new UtteranceReports(
                session.facts().id(), settings.wantsPartials(), pace, live.startedNanos(), services.events());
        this.results = new ResultDesk(
                new Transcript(rules.committedTextLimitBytes()),
                outbox,
                settings.wantsPartials(),
                settings.emitsFinalOnVad(),
                settings.endpointRules().detects(),
                settings.decodeOptions(),
                reports,
                this::keepText,
                services.events(),
                services.ticker());
        this.decodes = new StreamDecodes(
                session.facts(),
                settings.decodeOptions(),
                services.scheduler(),
                services.gate(),
                inbox,
                results,
                services.events(),
                services.ticker(),
                services.rules(),
                spacing,
                settings.isBatchUpload());
        DetectorPool.Lease lease = session.detector();
        this.planner = new UtterancePlanner(
                buffer,
                new FrameFeed(buffer, lease == null ? null : lease.detector()),
                settings.endpointRules(),
                settings.wantsPartials(),
                session.facts().vadMode(),
                decodes,
                spacing,
                services.ticker());
        // Last, because from here on somebody must end it.
        this.recording = services.archive().begin(session.id(), settings.isRecorded());
    }

    private void keepText(RecognitionResult result) {
        services.archive()
                .keepText(
                        session.id(),
                        result.isFinal(),
                        result.text(),
                        result.startSec(),
                        result.endSec(),
                        result.languageCode(),
                        result.probability());
    }

    Session session() {
        return session;
    }

    StreamDecodes decodes() {
        return decodes;
    }

    /** The audio clock if so many more bytes are accepted, seconds. */
    double audioSecondsWith(int bytes, int sampleRateHz) {
        return intake.secondsWith(bytes, sampleRateHz);
    }

    /** Takes a chunk's audio in; false once an endpoint has ended the stream. */
    boolean accept(ClientChunk chunk, int sampleRateHz, long arrivalNanos) {
        recording.add(chunk.pcm16(), sampleRateHz);
        payAudio();
        int kept = live.audio().admit(chunk.bytes());
        if (kept == chunk.bytes()) {
            intake.accept(chunk.pcm16(), sampleRateHz, arrivalNanos);
        } else {
            services.events().record(new ServerEvent.AudioDropped(session.id(), chunk.bytes() - kept));
            intake.acceptTail(chunk.pcm16(), sampleRateHz, arrivalNanos, kept);
        }
        payAudio();
        pace.heard(intake.seconds(), arrivalNanos);
        boolean goesOn = planner.consume(services.rules().get());
        report();
        return goesOn;
    }

    /** Drops from the head of the buffer what other streams, or this one's own last chunk, needed room for. */
    void payAudio() {
        long bytes = buffer.bufferedBytes();
        long owed = live.audio().owed(bytes);
        if (owed > 0) {
            planner.loseHead(buffer.behindLost(buffer.endOfHead(owed)));
            long left = buffer.bufferedBytes();
            services.events().record(new ServerEvent.AudioDropped(session.id(), bytes - left));
            live.audio().owed(left);
        }
    }

    /** No more audio comes: settles the rest. */
    void finish(DecodeCause cause, long decidedNanos) {
        StreamRules rules = services.rules().get();
        payAudio();
        intake.finish();
        planner.consume(rules);
        planner.finish(cause, rules, decidedNanos);
        decodes.drainBegins();
        report();
    }

    /** Whether all that was scheduled has been handed over. */
    boolean isSettled() {
        return decodes.pendingCount() == 0;
    }

    /** No more audio comes in, however the stream ends: its recording is complete. */
    void endRecording() {
        recording.end();
    }

    /** Queues the finals that nothing will release any more. */
    void releaseWithheld() {
        results.releaseWithheld();
    }

    /**
     * The stream ends without the finals of some utterances: counts them.
     *
     * @param reason why
     * @param decodeFailed whether the engine or its time was the cause, which the objectives count as bad
     */
    void countUnsettled(UtteranceDropReason reason, boolean decodeFailed) {
        Set<Utterance> utterances = Collections.newSetFromMap(new LinkedHashMap<>());
        utterances.addAll(decodes.undelivered());
        Utterance open = planner.openUtterance();
        if (open != null) {
            utterances.add(open);
        }
        for (Utterance utterance : utterances) {
            services.events().record(new ServerEvent.UtteranceDropped(reason));
            reports.unsettled(utterance, decodeFailed);
        }
    }

    /** Counts text whose final nobody will send: there must be none when a stream ends well. */
    void countLostFinals() {
        if (results.withheldCount() > 0 || planner.openUtterance() != null) {
            services.events().record(new ServerEvent.FinalLost(session.id()));
        }
    }

    /** Publishes the figures that others read. */
    void report() {
        live.audio().owed(buffer.bufferedBytes());
        live.progress(intake.seconds(), decodes.pendingCount(), decodes.triggers(), spacing.ratio());
    }
}
