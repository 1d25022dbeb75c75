package io.heliograph.server.stream;

import io.heliograph.server.audio.AudioBuffer;
import io.heliograph.server.audio.AudioView;
import io.heliograph.server.audio.PcmIntake;
import io.heliograph.server.endpoint.EndpointRules;
import io.heliograph.server.telemetry.ServerEvent.UtteranceDropReason;
import io.heliograph.server.telemetry.VadMode;
import io.heliograph.server.testing.FakeTicker;
import io.heliograph.server.testing.LoudnessDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/** A planner that writes down what it decides. Half a second of silence ends an utterance, no pre-roll, 0.2 s of tail. */
final class PlannerHarness implements DecodeOrders {
    static final int SILENCE = 8_000;
    static final int TAIL = 3_200;

    final List<String> decisions = new ArrayList<>();
    final List<DecodeOrder> settled = new ArrayList<>();
    final List<AudioView> ahead = new ArrayList<>();
    final AudioBuffer buffer = new AudioBuffer();
    private final PcmIntake intake = new PcmIntake(buffer);
    private final UtterancePlanner planner;
    private final StreamRules rules;
    private boolean aheadStands;

    PlannerHarness(StreamRules rules, boolean wantsPartials, VadMode vadMode, double threshold) {
        this.rules = rules;
        planner = new UtterancePlanner(
                buffer,
                new FrameFeed(buffer, threshold > 0 ? new LoudnessDetector() : null),
                new EndpointRules(threshold, SILENCE, 0, TAIL),
                wantsPartials,
                vadMode,
                this,
                new PartialSpacing(),
                new FakeTicker());
    }

    /** Feeds audio in chunks of the sizes given; false if an endpoint has ended the stream. */
    boolean feed(byte[] pcm, IntSupplier chunkBytes) {
        boolean more = true;
        for (int at = 0; at < pcm.length && more; ) {
            int size = Math.min(pcm.length - at, chunkBytes.getAsInt());
            intake.accept(Arrays.copyOfRange(pcm, at, at + size), 16_000, 0);
            at += size;
            more = planner.consume(rules);
        }
        return more;
    }

    boolean feed(byte[] pcm) {
        return feed(pcm, () -> pcm.length);
    }

    void finish(DecodeCause cause) {
        intake.finish();
        planner.consume(rules);
        planner.finish(cause, rules, 0);
    }

    private void note(String what, AudioView audio) {
        decisions.add("%s %d-%d".formatted(what, audio.startSample(), audio.endSample()));
    }

    @Override
    public void partial(DecodeOrder order) {
        note("partial", order.audio());
    }

    @Override
    public void settle(DecodeOrder order) {
        note(order.cause().name(), order.audio());
        settled.add(order);
        aheadStands = false;
    }

    @Override
    public void decodeAhead(AudioView audio, Utterance utterance, long deadlineNanos) {
        note("ahead", audio);
        ahead.add(audio);
        aheadStands = true;
    }

    @Override
    public void abandonAhead() {
        if (aheadStands) {
            decisions.add("abandoned");
        }
        aheadStands = false;
    }

    @Override
    public boolean hasAhead() {
        return aheadStands;
    }

    @Override
    public void utteranceDropped(UtteranceDropReason reason) {
        decisions.add("dropped " + reason);
    }
}
