package io.heliograph.app.transcribe;

import io.heliograph.app.client.TimedResult;
import io.heliograph.proto.STTResult;
import java.io.PrintWriter;

/**
 * A JSON object on a line for each result, with the field names of the wire, and one for the whole at the end. Confined to one
 * thread at a time.
 */
final class JsonTranscript implements Transcript {
    private final PrintWriter out;
    private final boolean withPartials;
    private String name = "";

    JsonTranscript(PrintWriter out, boolean withPartials) {
        this.out = out;
        this.withPartials = withPartials;
    }

    @Override
    public void begin(String recording) {
        name = recording;
    }

    @Override
    public void partial(TimedResult result) {
        if (withPartials) {
            print("partial", result.result());
        }
    }

    @Override
    public void settled(TimedResult result) {
        print("final", result.result());
    }

    @Override
    public void end(Summary summary) {
        println(new JsonLine()
                .field("type", "summary")
                .field("file", summary.name())
                .field("session_id", summary.sessionId())
                .field("audio_sec", summary.audioSec())
                .field("wall_sec", summary.wallSec())
                .field("times_real_time", summary.speed())
                .field("finals", summary.finals())
                .field("final_p50_sec", summary.finalP50Sec())
                .field("final_p99_sec", summary.finalP99Sec())
                .field("server", summary.decodeTimes()));
    }

    @Override
    public void clear() {
        // Nothing here is for the moment only.
    }

    private void print(String type, STTResult result) {
        println(new JsonLine()
                .field("type", type)
                .field("file", name)
                .field("text", result.getText())
                .field("is_final", result.getIsFinal())
                .field("start_sec", result.getStartSec())
                .field("end_sec", result.getEndSec())
                .field("language_code", result.getLanguageCode())
                .field("language", result.getLanguage())
                .field("probability", result.getProbability())
                .field("committed_text", result.getCommittedText())
                .field("unstable_text", result.getUnstableText()));
    }

    private void println(JsonLine line) {
        out.println(line);
        out.flush();
    }
}
