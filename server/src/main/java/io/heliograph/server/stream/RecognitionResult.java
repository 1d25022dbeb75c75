package io.heliograph.server.stream;

/**
 * One message to the client. Immutable.
 *
 * @param text one engine segment, raw
 * @param isFinal whether it never changes
 * @param startSec segment start on the audio clock, seconds
 * @param endSec segment end on the audio clock, seconds
 * @param languageCode from the engine, may be empty
 * @param language its English name, may be empty
 * @param probability of the language, 0…1
 * @param committedText what will not change any more, the whole session
 * @param unstableText what still may
 */
public record RecognitionResult(
        String text,
        boolean isFinal,
        double startSec,
        double endSec,
        String languageCode,
        String language,
        double probability,
        String committedText,
        String unstableText) {}
