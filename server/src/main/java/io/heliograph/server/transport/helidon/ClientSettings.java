package io.heliograph.server.transport.helidon;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fault: Helidon counts the client's windows itself, and holds the thread that sends when one is full. Cure: the client's
 * SETTINGS_INITIAL_WINDOW_SIZE goes to {@link SendWindows}, open streams included, where it holds from Helidon's acknowledgement on;
 * Helidon is shown windows that are wide open. Confined to the connection's thread.
 */
final class ClientSettings {
    // RFC 9113, sections 6.5.2 and 6.9.
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int SETTING_BYTES = 6;
    private static final int INITIAL_BYTES = 65_535;

    /** Halfway to the end, so that filling up can never be too much. */
    private static final int SHOWN_BYTES = 1 << 30;

    private final Wire wire;
    private boolean haveCome;

    ClientSettings(Wire wire) {
        this.wire = wire;
    }

    /** Whether the first have come, without which nothing else may. */
    boolean haveCome() {
        return haveCome;
    }

    /** What Helidon is to see of such a frame, null if nothing. */
    @Nullable
    Frame shown(Frame frame) {
        wire.require(frame.stream() == 0, Http2Error.PROTOCOL_ERROR);
        wire.require(frame.payloadBytes() % SETTING_BYTES == 0, Http2Error.FRAME_SIZE_ERROR);
        if (frame.has(Frame.ACK)) {
            wire.require(haveCome, Http2Error.PROTOCOL_ERROR);
            wire.require(frame.payloadBytes() == 0, Http2Error.FRAME_SIZE_ERROR);
            return null;
        }
        wire.require(wire.settings().take(), Http2Error.ENHANCE_YOUR_CALM);
        byte[] shown = frame.payload();
        for (int at = 0; at < shown.length; at += SETTING_BYTES) {
            if ((shown[at] << 8 | shown[at + 1]) == INITIAL_WINDOW_SIZE) {
                int bytes = frame.payloadInt(at + 2);
                wire.require(bytes >= 0, Http2Error.FLOW_CONTROL_ERROR);
                wire.windows().initialToBe(bytes);
                write(shown, at + 2, SHOWN_BYTES);
            }
        }
        if (!haveCome) {
            haveCome = true;
            int from = shown.length;
            shown = Arrays.copyOf(shown, from + SETTING_BYTES);
            shown[from + 1] = INITIAL_WINDOW_SIZE;
            write(shown, from + 2, SHOWN_BYTES);
            wire.calls().showHelidon(Frame.windowUpdate(0, SHOWN_BYTES - INITIAL_BYTES));
        }
        return Frame.of(Frame.SETTINGS, 0, 0, shown);
    }

    private static void write(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).putInt(at, value);
    }
}
