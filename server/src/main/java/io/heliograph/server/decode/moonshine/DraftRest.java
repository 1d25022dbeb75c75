package io.heliograph.server.decode.moonshine;

import io.heliograph.server.decode.Hypothesis;
import java.nio.LongBuffer;

/**
 * What is left of a draft behind its first disagreement with the model. A comma that came or went leaves the rest of the draft
 * right, so each step looks where in the draft it stands and offers the next few tokens as guesses: judging four more tokens in a
 * pass costs a fifth of a pass. Confined to one search.
 */
final class DraftRest {
    private static final int MAX_GUESSES = 4;

    /** How far ahead in the draft the model's own token is looked for. */
    private static final int REACH = 4;

    private final Hypothesis draft;
    private int position;

    /** The rest of a draft from the token on that the model did not confirm. */
    DraftRest(Hypothesis draft, int position) {
        this.draft = draft;
        this.position = position;
    }

    /** The model has chosen that token: moves behind it in the draft, and says how many guesses there are now. */
    int guessBehind(int token) {
        int place = Math.min(position, draft.tokenCount());
        int last = Math.min(place + REACH, draft.tokenCount());
        for (int i = place; i < last; i++) {
            if (draft.token(i) == token) {
                position = i + 1;
                return guesses();
            }
        }
        if (place > 0 && draft.token(place - 1) == token) {
            // The token before stood in nobody's place after all: it was new.
            return guesses();
        }
        position = place + 1;
        return guesses();
    }

    int guess(int index) {
        return draft.token(position + index);
    }

    void putGuesses(LongBuffer ids, int count) {
        for (int i = 0; i < count; i++) {
            ids.put(guess(i));
        }
    }

    /** So many guesses were right. */
    void confirmed(int count) {
        position += count;
    }

    private int guesses() {
        return Math.max(0, Math.min(MAX_GUESSES, draft.tokenCount() - position));
    }
}
