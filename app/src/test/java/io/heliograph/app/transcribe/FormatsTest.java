package io.heliograph.app.transcribe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.heliograph.app.client.ScriptedBackend;
import io.heliograph.app.client.TimedResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FormatsTest {
    private static final Summary SUMMARY = new Summary(
            "a.wav",
            "s-1",
            11,
            0.5,
            2,
            OptionalDouble.of(0.25),
            OptionalDouble.empty(),
            Map.of("stt-decode-count", "2"));

    private final StringWriter text = new StringWriter();
    private final PrintWriter writer = new PrintWriter(text);

    @Test
    void subRip() {
        write(new CaptionTranscript(writer, false));

        assertEquals("""
                1
                00:00:00,320 --> 00:00:02,180
                Tom & <Jerry> → on.

                2
                01:01:01,500 --> 01:01:02,000
                Bye.

                """, unix());
    }

    @Test
    void webVtt() {
        write(new CaptionTranscript(writer, true));

        assertEquals("""
                WEBVTT

                00:00:00.320 --> 00:00:02.180
                Tom &amp; &lt;Jerry&gt; --&gt; on.

                01:01:01.500 --> 01:01:02.000
                Bye.

                """, unix());
    }

    @Test
    void jsonWithoutPartials() {
        write(new JsonTranscript(writer, false));

        assertEquals("""
                {"type":"final","file":"a.wav","text":" Tom & <Jerry> --> on.","is_final":true,"start_sec":0.320,\
                "end_sec":2.180,"language_code":"en","language":"English","probability":0.000,\
                "committed_text":"Tom.","unstable_text":""}
                {"type":"final","file":"a.wav","text":"Bye.","is_final":true,"start_sec":3661.500,"end_sec":3662.000,\
                "language_code":"en","language":"English","probability":0.000,"committed_text":"Tom. Bye.",\
                "unstable_text":""}
                {"type":"summary","file":"a.wav","session_id":"s-1","audio_sec":11.000,"wall_sec":0.500,\
                "times_real_time":22.000,"finals":2,"final_p50_sec":0.250,"final_p99_sec":null,\
                "server":{"stt-decode-count":"2"}}
                """, unix());
    }

    @Test
    void jsonWithPartials() {
        write(new JsonTranscript(writer, true));

        assertEquals(
                "{\"type\":\"partial\",\"file\":\"a.wav\",\"text\":\"Tom\",\"is_final\":false,\"start_sec\":0.000,"
                        + "\"end_sec\":1.000,\"language_code\":\"en\",\"language\":\"English\",\"probability\":0.000,"
                        + "\"committed_text\":\"\",\"unstable_text\":\"Tom\"}",
                unix().lines().findFirst().orElseThrow());
    }

    @Test
    void jsonEscapesWhatWouldBreakAStringOrALine() {
        String line =
                new JsonLine().field("k\"", "a\"\\\n\t\u0001\u2028\u009b안").toString();

        assertEquals("{\"k\\\"\":\"a\\\"\\\\\\n\\t\\u0001\\u2028\\u009b안\"}", line);
    }

    @Test
    void recordingsHaveHeadingsAmongOthers() {
        TextTranscript transcript = new TextTranscript(writer, Terminal.NONE, true);
        write(transcript);
        transcript.begin("b.wav");

        assertEquals("""
                ==> a.wav <==
                Tom & <Jerry> --> on.
                Bye.

                ==> b.wav <==
                """, unix());
    }

    @Test
    void theSummaryOfAPacedStreamHasLatencies() {
        Summary paced = new Summary("a.wav", "s", 11, 11.5, 1, OptionalDouble.of(0.25), OptionalDouble.of(1), Map.of());

        assertEquals(
                "a.wav: 11.0 s of audio in 11.5 s (1.0 × real time), 1 final,"
                        + " 0.25 s P50 and 1.00 s P99 after the last audio",
                paced.line());
        assertEquals("a.wav: 11.0 s of audio in 0.5 s (22.0 × real time), 2 finals", SUMMARY.line());
    }

    private static void write(Transcript transcript) {
        transcript.begin("a.wav");
        transcript.partial(new TimedResult(ScriptedBackend.result("Tom", false, 0, 1, "", "Tom"), 0));
        transcript.settled(
                new TimedResult(ScriptedBackend.result(" Tom & <Jerry> --> on.", true, 0.32, 2.18, "Tom.", ""), 0));
        transcript.settled(new TimedResult(ScriptedBackend.result("Bye.", true, 3661.5, 3662, "Tom. Bye.", ""), 0));
        transcript.end(SUMMARY);
    }

    private String unix() {
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
