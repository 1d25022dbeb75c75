package io.heliograph.console.sessions;

import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.provider.QuerySortOrder;
import com.vaadin.flow.data.provider.SortDirection;
import io.heliograph.server.control.SessionView;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sessions that the grid asks for: filtered and sorted here, so that only rows on show travel to the browser. Confined to the
 * session's lock.
 */
final class SessionRows {
    static final String SESSION = "session";
    static final String STATE = "state";
    static final String SERVICE = "service";

    private static final Comparator<SessionView> BY_HASH = Comparator.comparing(SessionView::hash);
    private static final Map<String, Comparator<SessionView>> ORDERS = orders();

    private List<SessionView> all = List.of();
    private String wanted = "";

    private static Map<String, Comparator<SessionView>> orders() {
        Map<String, Comparator<SessionView>> orders =
                Stream.of(SessionColumn.values()).collect(Collectors.toMap(SessionColumn::name, SessionColumn::order));
        orders.put(SESSION, BY_HASH);
        orders.put(STATE, Comparator.comparing(SessionView::isStreaming));
        orders.put(SERVICE, Comparator.comparing(SessionView::service));
        return Map.copyOf(orders);
    }

    /** What a grid reads from. */
    CallbackDataProvider<SessionView, Void> provider() {
        return new CallbackDataProvider<>(
                query -> shown(query).skip(query.getOffset()).limit(query.getLimit()),
                query -> (int) filtered().count(),
                SessionView::hash);
    }

    void replace(List<SessionView> sessions) {
        all = sessions;
    }

    /** Only sessions with these words in a column of text are shown. */
    void filter(String words) {
        wanted = words.strip().toLowerCase(Locale.ROOT);
    }

    int size() {
        return all.size();
    }

    int shownCount() {
        return (int) filtered().count();
    }

    private Stream<SessionView> shown(Query<SessionView, Void> query) {
        Comparator<SessionView> order = query.getSortOrders().stream()
                .map(SessionRows::comparator)
                .reduce(Comparator::thenComparing)
                .orElse(SessionColumn.AGE.order().reversed());
        return filtered().sorted(order.thenComparing(BY_HASH));
    }

    private static Comparator<SessionView> comparator(QuerySortOrder sort) {
        Comparator<SessionView> order = ORDERS.getOrDefault(sort.getSorted(), BY_HASH);
        return sort.getDirection() == SortDirection.DESCENDING ? order.reversed() : order;
    }

    private Stream<SessionView> filtered() {
        return wanted.isEmpty() ? all.stream() : all.stream().filter(this::isWanted);
    }

    private boolean isWanted(SessionView session) {
        return Stream.<Function<SessionView, String>>of(
                        SessionView::hash,
                        SessionView::clientHash,
                        SessionView::modelId,
                        SessionView::languageCode,
                        SessionView::decodeProfile,
                        SessionRows::state,
                        each -> each.service().label())
                .anyMatch(
                        column -> column.apply(session).toLowerCase(Locale.ROOT).contains(wanted));
    }

    static String state(SessionView session) {
        return session.isStreaming() ? "streaming" : "waiting";
    }
}
