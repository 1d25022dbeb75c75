package io.heliograph.app.transcribe;

/**
 * The line of a terminal that shows what is being said: committed words plain, words that may still change dim; if it is too
 * narrow, the newest words. Immutable.
 *
 * @param committed settled words of the open utterance
 * @param unstable words behind them that may still change
 */
record PartialLine(String committed, String unstable) {
    private static final String CUT = "…";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    /**
     * The line for a terminal of so many columns; the last one stays free, since a letter there would wrap.
     *
     * @param isStyled whether the terminal knows dim
     */
    String draw(int columns, boolean isStyled) {
        String gap = committed.isEmpty() || unstable.isEmpty() ? "" : " ";
        String whole = committed + gap + unstable;
        int room = Math.max(1, columns - 1);
        String shown = whole;
        if (DisplayWidth.of(whole) > room) {
            shown = CUT + DisplayWidth.end(whole, room - DisplayWidth.of(CUT));
        }
        int unstableChars = Math.min(unstable.length(), shown.length());
        String plain = shown.substring(0, shown.length() - unstableChars);
        String dim = shown.substring(shown.length() - unstableChars);
        return isStyled && !dim.isEmpty() ? plain + DIM + dim + PLAIN : shown;
    }
}
