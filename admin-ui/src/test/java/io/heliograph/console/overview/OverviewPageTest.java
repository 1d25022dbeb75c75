package io.heliograph.console.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.badge.Badge;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.server.control.OverviewHistory;
import io.heliograph.server.control.OverviewView;
import io.heliograph.server.control.Problem;
import io.heliograph.server.control.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = OverviewPage.class)
final class OverviewPageTest extends ConsoleTest {

    private static OverviewView view(boolean isReady, List<Problem> problems) {
        return new OverviewView(
                NOW,
                isReady,
                false,
                problems.isEmpty() ? "All is well" : "1 problem needs you",
                problems,
                50,
                50,
                0,
                0,
                0,
                0,
                1,
                1,
                0.2,
                Double.NaN,
                0,
                1,
                2,
                Duration.ofMinutes(3),
                "1.2",
                7,
                0,
                0,
                0);
    }

    @Test
    void aViewerSeesFiguresChartsAndTheHeadline() {
        signIn(Role.VIEWER);
        navigate(OverviewPage.class);
        assertEquals(6, findInView(FigureCard.class).all().size());
        assertTrue(findInView(H2.class).all().stream()
                .anyMatch(title -> title.getText()
                        .equals(control().overview().now(signIn(Role.VIEWER)).headline())));
        pulse().beat();
        roundTrip();
    }

    @Test
    void problemsStandInWordsAndGoAwayWithTheirCause() {
        HealthPanel panel = new HealthPanel();
        panel.show(view(
                false,
                List.of(new Problem(
                        Problem.Severity.ERROR,
                        "sessions are at 100 % of max_sessions: <b>new</b> clients are refused",
                        NOW))));
        assertTrue(panel.hasClassName("is-error"));
        String words = panel.getElement().getTextRecursively();
        assertTrue(words.contains("<b>new</b> clients are refused"), "texts are no markup: " + words);
        assertTrue(words.contains("since 12:00:00 UTC"), words);
        panel.show(view(true, List.of()));
        assertTrue(panel.hasClassName("is-good"));
        assertTrue(!panel.getElement().getTextRecursively().contains("refused"), "it is gone");
    }

    @Test
    void aLimitThatIsNearlyReachedIsNotCalledGood() {
        assertEquals(FigureCard.State.GOOD, FigureCard.State.of(0.69));
        assertEquals(FigureCard.State.RAISED, FigureCard.State.of(0.7));
        assertEquals(FigureCard.State.HIGH, FigureCard.State.of(0.9));
        assertEquals(FigureCard.State.NONE, FigureCard.State.of(Double.NaN));
    }

    @Test
    void chartsWithoutPointsDrawNothing() {
        TrafficCharts charts = new TrafficCharts();
        charts.show(new OverviewHistory(List.of(), List.of()), 5, List.of());
        assertTrue(charts.isVisible());
    }

    @Test
    void theProcessorsFigureAndItsVerdictAreOfTheSameThing() {
        signIn(Role.VIEWER);
        OverviewPage page = navigate(OverviewPage.class);
        page.showProcessor(loaded(0.003, 0.97));
        assertEquals(List.of("97 %", "high"), figureAndVerdict(), "somebody else takes it all");
        page.showProcessor(loaded(0.95, Double.NaN));
        assertEquals(List.of("95 %", "high"), figureAndVerdict(), "as far as it is known");
        page.showProcessor(loaded(0.3, 0.31));
        assertEquals(List.of("31 %", "good"), figureAndVerdict());
    }

    private List<String> figureAndVerdict() {
        FigureCard card = findInView(FigureCard.class).all().stream()
                .filter(each -> each.getElement().getTextRecursively().contains("Processor"))
                .findFirst()
                .orElseThrow();
        return List.of(
                find(Span.class, card).withClassName("figure-value").single().getText(),
                find(Badge.class, card).single().getText());
    }

    private static OverviewView loaded(double process, double machine) {
        OverviewView calm = view(true, List.of());
        return new OverviewView(
                calm.at(),
                true,
                false,
                calm.headline(),
                List.of(),
                0,
                50,
                0,
                0,
                0,
                0,
                1,
                1,
                process,
                machine,
                0,
                1,
                2,
                Duration.ofMinutes(3),
                "1.2",
                7,
                0,
                0,
                0);
    }
}
