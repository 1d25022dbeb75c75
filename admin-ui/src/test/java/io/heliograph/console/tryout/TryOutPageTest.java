package io.heliograph.console.tryout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.server.control.Role;
import io.heliograph.server.control.TrialEvent;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = TryOutPage.class)
final class TryOutPageTest extends ConsoleTest {

    @Test
    void aServerWithoutRecordingsSaysSo() {
        signIn(Role.OPERATOR);
        navigate(TryOutPage.class);
        String words = getCurrentView().getElement().getTextRecursively();
        assertTrue(words.contains("No recordings came with the models."), words);
    }

    @Test
    void partialsGiveWayToTheirFinalAndLagsAreOfSpokenAudioAlone() {
        TrialRun run = new TrialRun(true);
        run.add(new TrialEvent.Started("abc", 0.02, 10));
        run.add(new TrialEvent.Sent(2.5));
        assertEquals(0.25, run.sentShare(), 1e-9);
        run.add(new TrialEvent.Heard(0.9, false, "good", 0, 0.8));
        assertEquals("good", run.partial());
        run.add(new TrialEvent.Heard(1.6, true, " good morning ", 0, 1.1));
        assertEquals("", run.partial());
        assertEquals("good morning", run.finals().getFirst().text());
        assertEquals(0.5, run.finals().getFirst().lagSec(), 1e-9);
        assertEquals(0.9, run.firstResultSec(), 1e-9);
        run.add(new TrialEvent.Ended(true, "OK", 2));
        assertEquals(1, run.sentShare());

        TrialRun upload = new TrialRun(false);
        upload.add(new TrialEvent.Heard(0.1, true, "quick", 0, 5));
        assertTrue(Double.isNaN(upload.finals().getFirst().lagSec()));
        assertFalse(upload.ended().isPresent());
    }
}
