package io.heliograph.app.transcribe;

import io.heliograph.app.client.PcmSource;
import java.util.Optional;

/** An open recording. Confined to the reading thread. */
interface Recording extends PcmSource {

    /**
     * What is wrong with the part that could not be read, once the rest has been: half a recording is worth its words, but who
     * gave it should know.
     */
    Optional<String> damage();
}
