package io.heliograph.server.admission;

/**
 * For how many sessions in all there is room, as far as measured. Immutable.
 *
 * @param sessions the number, at least 0
 * @param because what it follows from, with the numbers
 */
public record MeasuredRoom(int sessions, String because) {
    /** Nobody has measured: no bound. */
    public static final MeasuredRoom UNKNOWN = new MeasuredRoom(Integer.MAX_VALUE, "nothing was measured");
}
