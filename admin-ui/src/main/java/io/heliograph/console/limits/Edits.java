package io.heliograph.console.limits;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.LimitsVersion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has entered and not applied, with the version that they saw when they began. It belongs to a tab of the browser and
 * outlives the page, so that leaving the page, by whatever way, loses nothing. Confined to the session's lock.
 */
final class Edits {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private long seenVersion;

    /** Those of the tab that is served now. */
    static Edits ofThisTab() {
        UI tab = UI.getCurrent();
        Edits kept = ComponentUtil.getData(tab, Edits.class);
        if (kept == null) {
            kept = new Edits();
            ComponentUtil.setData(tab, Edits.class, kept);
        }
        return kept;
    }

    /** How many there are, in words; empty if there are none. */
    String words() {
        return isEmpty() ? "" : Words.count(values.size(), "edit");
    }

    /** An edit of a key; the first one is based on that version. */
    void put(String key, @Nullable Object value, long version) {
        if (values.isEmpty()) {
            seenVersion = version;
        }
        values.put(key, value);
    }

    void remove(String key) {
        values.remove(key);
    }

    void clear() {
        values.clear();
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The edit of a key; null if there is none or it unsets. */
    @Nullable
    Object value(String key) {
        return values.get(key);
    }

    Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** What control takes. */
    Map<String, @Nullable Object> changes() {
        return new LinkedHashMap<>(values);
    }

    long seenVersion() {
        return seenVersion;
    }

    /** The keys that others have changed, too. */
    Set<String> contested(List<LimitsVersion> meanwhile) {
        return meanwhile.stream()
                .flatMap(version -> version.differences().stream())
                .map(difference -> difference.key())
                .filter(values::containsKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Puts the edits on top of a newer version. */
    void rebase(long version) {
        seenVersion = version;
    }
}
