package io.heliograph.console.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.provider.QuerySortOrder;
import com.vaadin.flow.data.provider.SortDirection;
import io.heliograph.server.control.SessionService;
import io.heliograph.server.control.SessionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class SessionRowsTest {
    private final SessionRows rows = new SessionRows();
    private final CallbackDataProvider<SessionView, Void> provider = rows.provider();

    private static SessionView session(int number, double lagSec) {
        return new SessionView(
                String.format(Locale.ROOT, "%016x", number),
                "client" + number % 7,
                number % 2 == 0,
                "moonshine",
                "realtime",
                number == 3 ? "de" : "en",
                number,
                number,
                number,
                0,
                0,
                number,
                0,
                0.5,
                lagSec,
                0,
                number == 5 ? SessionService.LATE : SessionService.ON_TIME);
    }

    private void fill(int count) {
        List<SessionView> sessions = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            sessions.add(session(i, i == 2 ? Double.NaN : i));
        }
        rows.replace(sessions);
    }

    private List<SessionView> page(int offset, int limit, String column, SortDirection direction) {
        return provider.fetch(new Query<>(
                        offset,
                        limit,
                        column.isEmpty() ? List.of() : List.of(new QuerySortOrder(column, direction)),
                        null,
                        null))
                .toList();
    }

    @Test
    void ofAThousandOnlyThoseOnShowAreHandedOut() {
        fill(1_000);
        assertEquals(1_000, provider.size(new Query<>()));
        List<SessionView> page = page(100, 30, "", SortDirection.ASCENDING);
        assertEquals(30, page.size());
        assertEquals(900.0, page.getFirst().ageSeconds(), "the oldest come first");
    }

    @Test
    void eachColumnSortsBothWays() {
        fill(20);
        for (SessionColumn column : SessionColumn.values()) {
            List<SessionView> up = page(0, 20, column.name(), SortDirection.ASCENDING);
            List<SessionView> down = page(0, 20, column.name(), SortDirection.DESCENDING);
            assertTrue(column.order().compare(up.getFirst(), down.getFirst()) <= 0, column.label());
        }
        assertEquals(2.0, page(0, 20, "LAG", SortDirection.ASCENDING).getFirst().ageSeconds(), "none is least");
        assertEquals(
                5.0,
                page(0, 1, SessionRows.SERVICE, SortDirection.DESCENDING)
                        .getFirst()
                        .ageSeconds());
    }

    @Test
    void wordsAreLookedForInEveryColumnOfText() {
        fill(20);
        rows.filter(" DE ");
        assertEquals(1, rows.shownCount());
        rows.filter("late");
        assertEquals(1, rows.shownCount());
        rows.filter("streaming");
        assertEquals(10, rows.shownCount());
        rows.filter("<script>");
        assertEquals(0, rows.shownCount());
        assertEquals(20, rows.size());
        rows.filter("");
        assertEquals(20, rows.shownCount());
    }

    @Test
    void aSessionStaysTheSameWhileItsFiguresChange() {
        assertEquals(provider.getId(session(4, 1)), provider.getId(session(4, 2)));
    }
}
