package io.heliograph.app.bench;

import io.heliograph.app.bench.Chromium.Tab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Six tabs of one admin, each on a page of the console that shows figures or might, the sixth with a session selected. Confined to
 * the calling thread.
 */
final class ConsoleTabs {
    private static final List<String> PAGES =
            List.of("overview", "sessions", "limits", "objectives", "audit", "sessions");
    private static final String OWN_PASSWORD = "a password for one run";
    /** The browser runs with what the server leaves. */
    private static final double PATIENCE_SECONDS = 60;

    private static final String DOT = "document.querySelector('live-dot')";
    private static final String SESSION_CELL = "[...document.querySelectorAll('vaadin-grid-cell-content')]"
            + ".find(cell => /^[0-9a-f]{16}$/.test(cell.textContent.trim()))";
    private static final String DETAIL = "document.querySelector('.session-detail code')";

    private final String console;
    private final List<Tab> tabs = new ArrayList<>();

    private ConsoleTabs(String console) {
        this.console = console;
    }

    /**
     * Signs in, changes the one-time password and makes the tabs, all of them empty yet.
     *
     * @param console address of the console, without a slash at its end
     */
    static ConsoleTabs of(Chromium browser, String console, String oneTimePassword)
            throws IOException, InterruptedException {
        ConsoleTabs made = new ConsoleTabs(console);
        for (int i = 0; i < PAGES.size(); i++) {
            made.tabs.add(browser.open());
        }
        made.tabs.getFirst().show();
        made.signIn(made.tabs.getFirst(), oneTimePassword);
        made.leave();
        return made;
    }

    private void signIn(Tab tab, String oneTimePassword) throws IOException, InterruptedException {
        tab.go(console + "/login");
        tab.until("document.querySelector('input[name=password]')", PATIENCE_SECONDS);
        type(tab, "document.querySelector('input[name=username]')", "admin");
        type(tab, "document.querySelector('input[name=password]')", oneTimePassword);
        tab.value("document.querySelector('vaadin-login-form vaadin-button[slot=submit]').click()");
        String fields = "document.querySelectorAll('.gate-form vaadin-password-field')";
        tab.until(fields + ".length === 3", PATIENCE_SECONDS);
        List<String> typed = List.of(oneTimePassword, OWN_PASSWORD, OWN_PASSWORD);
        for (int i = 0; i < typed.size(); i++) {
            type(tab, fields + "[" + i + "].querySelector('input')", typed.get(i));
        }
        tab.value("document.querySelector('.gate-form vaadin-button').click()");
        tab.until(DOT, PATIENCE_SECONDS);
    }

    /** As a person would, as far as the page can tell. */
    private static void type(Tab tab, String input, String text) throws IOException, InterruptedException {
        tab.value("(field => { field.value = '%s'; for (const each of ['input', 'change'])"
                        .formatted(text.replace("\\", "\\\\").replace("'", "\\'"))
                + " field.dispatchEvent(new Event(each, {bubbles: true})); })(" + input + ")");
    }

    /** Opens every page and waits until its figures are on show; a session must be there to be selected. */
    void enter() throws IOException, InterruptedException {
        for (int i = 0; i < PAGES.size(); i++) {
            Tab tab = tabs.get(i);
            tab.show();
            tab.go(console + "/" + PAGES.get(i));
            tab.until(DOT + ".beat > 1", PATIENCE_SECONDS);
            if (PAGES.get(i).equals("sessions")) {
                tab.until(SESSION_CELL, PATIENCE_SECONDS);
            }
        }
        Tab detail = tabs.getLast();
        detail.value(SESSION_CELL + ".click()");
        detail.until(DETAIL, PATIENCE_SECONDS);
    }

    /** Leaves all pages, as a closed tab does. */
    void leave() throws IOException, InterruptedException {
        for (Tab tab : tabs) {
            tab.go("about:blank");
        }
    }

    /** How many beats each page has had since it was opened. */
    List<Integer> beats() throws IOException, InterruptedException {
        List<Integer> beats = new ArrayList<>();
        for (Tab tab : tabs) {
            beats.add(tab.value(DOT + ".beat").asInt(0));
        }
        return beats;
    }

    /** What each page shows, cut short: for the eyes of whoever runs it. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d tabs on %s", tabs.size(), PAGES);
    }
}
