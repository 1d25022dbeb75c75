package io.heliograph.console.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.heliograph.console.overview.OverviewPage;
import io.heliograph.console.testing.ConsoleTest;
import io.heliograph.server.control.LimitDifference;
import io.heliograph.server.control.LimitEntry;
import io.heliograph.server.control.LimitsOutcome;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = {LimitsPage.class, OverviewPage.class})
final class LimitsPageTest extends ConsoleTest {
    private static final String KEY = "server.max_sessions";
    private static final String FIELD = "server-max_sessions";
    private static final Operator OTHER = new Operator("other", Role.OPERATOR, "cli");

    private void open(Role role) {
        signIn(role);
        navigate(LimitsPage.class);
    }

    private void enter(String id, String value) {
        test(findInView(TextField.class).id(id)).setValue(value);
    }

    private void press(String id) {
        test(find(Button.class).id(id)).click();
    }

    private static LimitEntry entry(String key) {
        return control().limits().view(OTHER).entries().stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static long version() {
        return control().limits().view(OTHER).version();
    }

    private void applyBecause(String reason) {
        test(find(TextArea.class).withCaption("Reason").single()).setValue(reason);
        press("apply");
    }

    @Test
    void anEditIsReviewedGivenAReasonAndThenInForce() {
        open(Role.OPERATOR);
        enter(FIELD, "61");
        press("review");
        applyBecause("a busy day");
        assertEquals("61", entry(KEY).value());
        assertEquals("a busy day", control().limits().history(OTHER).getFirst().reason());
        assertEquals("operator", control().limits().history(OTHER).getFirst().author());
    }

    @Test
    void withoutAReasonNothingIsApplied() {
        open(Role.OPERATOR);
        long before = version();
        enter(FIELD, "62");
        press("review");
        applyBecause("  ");
        assertEquals(before, version());
        assertTrue(find(TextArea.class).withCaption("Reason").single().isInvalid());
    }

    @Test
    void nonsenseIsToldAtItsFieldInTheWordsOfControl() {
        open(Role.OPERATOR);
        long before = version();
        for (String nonsense : new String[] {"many", "1e99", "", "<script>alert(1)</script>", "NaN", "2.5"}) {
            enter(FIELD, nonsense);
            press("review");
            TextField field = findInView(TextField.class).id(FIELD);
            assertTrue(field.isInvalid(), nonsense);
            assertTrue(field.getErrorMessage().contains(KEY), field.getErrorMessage());
        }
        assertEquals(before, version());
    }

    @Test
    void zeroAndNegativeTurnTheLimitOffAndAreTakenAsTheyAre() {
        open(Role.OPERATOR);
        enter(FIELD, "-1");
        press("review");
        applyBecause("no limit");
        assertEquals("-1", entry(KEY).value());
    }

    @Test
    void whoeverIsSlowerSeesWhatTheOtherChangedAndMayPutTheirsOnTop() {
        open(Role.OPERATOR);
        enter(FIELD, "71");
        control().limits().change(OTHER, version(), Map.of(KEY, 72), "quicker");
        press("review");
        applyBecause("slower");
        assertEquals("72", entry(KEY).value());
        press("keep-mine");
        applyBecause("on top");
        assertEquals("71", entry(KEY).value());
    }

    @Test
    void takingTheirsGivesUpOnlyWhatBothWanted() {
        open(Role.OPERATOR);
        enter(FIELD, "81");
        enter("server-max_sessions_per_ip", "9");
        control().limits().change(OTHER, version(), Map.of(KEY, 82), "quicker");
        press("review");
        applyBecause("slower");
        press("take-theirs");
        assertEquals("82", findInView(TextField.class).id(FIELD).getValue());
        press("review");
        applyBecause("the rest");
        assertEquals("82", entry(KEY).value());
        assertEquals("9", entry("server.max_sessions_per_ip").value());
    }

    @Test
    void aViewerMayLookAtEverythingAndChangeNothing() {
        open(Role.VIEWER);
        assertTrue(findInView(TextField.class).id(FIELD).isReadOnly());
        assertFalse(find(Button.class).withId("review").exists());
    }

    @Test
    void anOperatorMayNotTouchObjectives() {
        open(Role.OPERATOR);
        enterSearch("final target");
        assertTrue(findInView(TextField.class).id("objectives-final_target").isReadOnly());
        enterSearch("max sessions");
        assertFalse(findInView(TextField.class).id(FIELD).isReadOnly());
    }

    private void enterSearch(String words) {
        test(findInView(TextField.class)
                        .withPropertyValue(TextField::getPlaceholder, "Search all limits")
                        .single())
                .setValue(words);
    }

    @Test
    void theHistoryLeadsBack() {
        long before = version();
        control().limits().change(OTHER, before, Map.of(KEY, 33), "one");
        long target = version();
        control().limits().change(OTHER, target, Map.of(KEY, 44), "two");
        open(Role.OPERATOR);
        test(findInView(Tabs.class).single()).select("History");
        press("roll-back-" + target);
        applyBecause("back again");
        assertEquals("33", entry(KEY).value());
        assertEquals(target + 2, version());
    }

    @Test
    void eachBeatShowsWhatOthersChangedAndLeavesEditsAlone() {
        open(Role.OPERATOR);
        enter("server-max_sessions_per_ip", "77");
        control().limits().change(OTHER, version(), Map.of(KEY, 55), "elsewhere");
        pulse().beat();
        roundTrip();
        assertEquals("55", findInView(TextField.class).id(FIELD).getValue());
        assertEquals(
                "77",
                findInView(TextField.class).id("server-max_sessions_per_ip").getValue());
    }

    @Test
    void everyKeyHasACardInSomeGroup() {
        open(Role.ADMIN);
        enterSearch(".");
        long cards = findInView(LimitCard.class).all().size();
        assertEquals(
                control().limits().view(OTHER).entries().stream()
                        .filter(each ->
                                (each.key() + " " + LimitCard.title(each.key()) + " " + each.meaning()).contains("."))
                        .count(),
                cards);
        assertTrue(cards > 50, "only " + cards);
        assertTrue(control().limits().view(OTHER).entries().stream()
                .noneMatch(each -> LimitGroup.of(each.key()) == LimitGroup.OTHER));
        assertTrue(Arrays.stream(LimitGroup.values())
                .filter(group -> group != LimitGroup.OTHER)
                .allMatch(group -> control().limits().view(OTHER).entries().stream()
                        .anyMatch(each -> LimitGroup.of(each.key()) == group)));
    }

    @Test
    void applyingWhatIsInForceAlreadyMakesNoVersion() {
        open(Role.OPERATOR);
        long before = version();
        enter(FIELD, entry(KEY).value() + ".0");
        press("review");
        assertEquals(before, version());
        assertTrue(control().limits().preview(OTHER, Map.of()) instanceof LimitsOutcome.Preview);
    }

    @Test
    void leavingThePageLosesNoEdit() {
        open(Role.OPERATOR);
        test(findInView(Tabs.class).single()).select("Audio");
        enter("server-max_chunk_ms", "1234");
        navigate(OverviewPage.class);
        navigate(LimitsPage.class);
        assertEquals(
                "1234", findInView(TextField.class).id("server-max_chunk_ms").getValue(), "it opens where the edit is");
        assertTrue(find(Button.class).id("review").isVisible());
        press("discard");
        navigate(OverviewPage.class);
        navigate(LimitsPage.class);
        assertFalse(find(Button.class).withId("review").exists());
    }

    @Test
    void decodeProfilesAreEditedAsTheyStandInAFile() {
        open(Role.OPERATOR);
        test(findInView(Tabs.class).single()).select("Decoding");
        TextArea field = findInView(TextArea.class).id("decode_profiles");
        String before = field.getValue();
        assertTrue(before.startsWith("realtime:\n  beam_size: 1\n"), before);
        test(field).setValue("realtime: [");
        press("review");
        assertTrue(field.getErrorMessage().startsWith("decode_profiles is no YAML in line"), field.getErrorMessage());
        test(field).setValue(before.replace("beam_size: 1", "beam_size: 3"));
        press("review");
        applyBecause("more care");
        assertTrue(entry("decode_profiles").source().contains("beam_size: 3"));
        assertEquals(
                List.of(new LimitDifference("decode_profiles", "{realtime={beam_size=1}}", "{realtime={beam_size=3}}")),
                control().limits().history(OTHER).getFirst().differences());
        control().limits().change(OTHER, version(), Map.of("decode_profiles", before), "back");
        assertEquals(before, entry("decode_profiles").source());
    }
}
