package io.heliograph.server.testing;

import io.heliograph.server.audio.AudioView;
import io.heliograph.server.decode.DecodeException;
import io.heliograph.server.decode.DecodeOptions;
import io.heliograph.server.decode.DecodePurpose;
import io.heliograph.server.decode.Hypothesis;
import io.heliograph.server.decode.Recognizer;
import io.heliograph.server.decode.Segment;
import io.heliograph.server.decode.SpeechModel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A model whose text is what the test says; it remembers what it was asked. Thread-safe. */
public final class ScriptedModel implements SpeechModel {
    private final String id;
    private final Function<AudioView, String> text;
    private final List<AudioView> heard = new CopyOnWriteArrayList<>();
    private final List<Boolean> drafted = new CopyOnWriteArrayList<>();
    private volatile boolean exhausted;
    private volatile int recognizersAtClose = -1;
    private final AtomicInteger recognizers = new AtomicInteger();

    /** A model; the function may block, and may throw. */
    public ScriptedModel(Function<AudioView, String> text) {
        this("scripted", text);
    }

    /** A model of that id. */
    public ScriptedModel(String id, Function<AudioView, String> text) {
        this.id = id;
        this.text = text;
    }

    /** A model that names where its audio begins and ends, in samples: the text changes if the audio does. */
    public static ScriptedModel naming() {
        return new ScriptedModel(
                audio -> String.format(Locale.ROOT, " from %d to %d", audio.startSample(), audio.endSample()));
    }

    @Override
    public String id() {
        return id;
    }

    /** From now on the model gives no recognizer. */
    public void exhaust() {
        exhausted = true;
    }

    @Override
    public Recognizer newRecognizer() {
        if (exhausted) {
            throw new DecodeException("no more recognizers", null);
        }
        recognizers.incrementAndGet();
        return new Recognizer() {
            @Override
            public Hypothesis decode(
                    AudioView audio,
                    DecodeOptions options,
                    DecodePurpose purpose,
                    @Nullable Hypothesis draft,
                    BooleanSupplier cancelled) {
                heard.add(audio);
                drafted.add(draft != null);
                String words = text.apply(audio);
                if (words.equals("!")) {
                    throw new DecodeException("scripted failure", null);
                }
                return words.isEmpty()
                        ? Hypothesis.empty()
                        : new Hypothesis(
                                List.of(new Segment(words, 0, audio.seconds(), Double.NaN, "en", 0)),
                                new int[] {audio.length()},
                                Set.of());
            }

            @Override
            public void close() {
                recognizers.decrementAndGet();
            }
        };
    }

    /** The audio of each decode, in order. */
    public List<AudioView> heard() {
        return List.copyOf(heard);
    }

    /** Whether each decode got a draft. */
    public List<Boolean> drafted() {
        return List.copyOf(drafted);
    }

    /** Recognizers that are open. */
    public int openRecognizers() {
        return recognizers.get();
    }

    /** Recognizers that were open when it was closed; −1 = it is not closed. */
    public int recognizersAtClose() {
        return recognizersAtClose;
    }

    @Override
    public void close() {
        recognizersAtClose = recognizers.get();
    }
}
