package io.heliograph.server.control;

/** The reason that stands beside whatever an operator does. */
final class Reason {
    private static final int MAX_LENGTH = 500;

    private Reason() {}

    /**
     * The reason without blanks around it.
     *
     * @throws ControlException of kind INVALID, if it is blank or too long
     */
    static String require(String reason) {
        String stripped = reason.strip();
        if (stripped.isEmpty() || stripped.length() > MAX_LENGTH) {
            throw new ControlException(
                    ControlException.Kind.INVALID,
                    "this needs a reason of 1 to " + MAX_LENGTH + " characters, but it has " + stripped.length());
        }
        return stripped;
    }

    /**
     * A reason that may be left out, without blanks around it.
     *
     * @throws ControlException of kind INVALID, if it is too long
     */
    static String optional(String reason) {
        return reason.isBlank() ? "" : require(reason);
    }
}
