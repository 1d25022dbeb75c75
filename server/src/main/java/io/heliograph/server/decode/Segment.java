package io.heliograph.server.decode;

/**
 * A piece of recognised text. Immutable.
 *
 * @param text the engine's own words, raw (a leading blank is kept)
 * @param startSec start, seconds from the start of the decoded audio
 * @param endSec end, seconds from the start of the decoded audio, never behind its end
 * @param noSpeechProbability how likely the audio held no speech, 0…1; NaN if the engine cannot tell
 * @param languageCode recognised language, may be empty
 * @param languageProbability probability of that language, 0…1, 0 if unknown
 */
public record Segment(
        String text,
        double startSec,
        double endSec,
        double noSpeechProbability,
        String languageCode,
        double languageProbability) {}
