package io.heliograph.app.transcribe;

import io.heliograph.app.client.Pacing;
import io.heliograph.app.client.ServerAddress;
import io.heliograph.proto.SessionRequest;
import io.heliograph.proto.Task;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * What the user asked for. Immutable.
 *
 * @param server absent: the default one, or one inside this process
 * @param apiKey never printed
 * @param language code of the spoken language; "" lets the server decide
 * @param task what to do with the speech
 * @param vadSilenceSec silence that ends an utterance; absent: the server's
 * @param vadThreshold speech probability from which a window counts as speech, 0 for no detector; absent: the server's
 * @param chunk audio per message
 * @param pacing whether the audio is sent as it would be spoken
 * @param isPartial whether words that may still change are wanted
 * @param isQuiet whether only errors are told on the error output
 */
public record TranscribeOptions(
        Optional<ServerAddress> server,
        Optional<String> apiKey,
        String language,
        Task task,
        OptionalDouble vadSilenceSec,
        OptionalDouble vadThreshold,
        Duration chunk,
        Pacing pacing,
        boolean isPartial,
        boolean isQuiet) {

    /** The request for a new session, under an id of its own. */
    SessionRequest sessionRequest() {
        SessionRequest.Builder request = SessionRequest.newBuilder()
                .setSessionId("transcribe-" + UUID.randomUUID())
                .putAttributes("partial", isPartial ? "1" : "0")
                .putAttributes("emit_final_on_vad", "1")
                .putAttributes("upload_mode", pacing == Pacing.REALTIME ? "realtime" : "batch")
                .setLanguageCode(language)
                .setTask(task);
        apiKey.ifPresent(key -> request.putAttributes("api_key", key));
        vadSilenceSec.ifPresent(request::setVadSilence);
        // The field with presence: only there does 0 turn the detector off.
        vadThreshold.ifPresent(request::setVadThresholdOverride);
        return request.build();
    }

    /** Tells nothing: the options hold a secret. */
    @Override
    public String toString() {
        return "TranscribeOptions";
    }
}
