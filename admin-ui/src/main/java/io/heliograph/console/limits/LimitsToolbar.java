package io.heliograph.console.limits;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AttachmentType;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import io.heliograph.server.control.LimitEntry;
import io.heliograph.server.control.LimitsView;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/** Search, filter, how many there are, and the way out as a file. Confined to the session's lock. */
final class LimitsToolbar extends Div {
    private final TextField search = new TextField();
    private final Checkbox driftOnly = new Checkbox("Only what is not as configured");
    private final Span count = new Span();

    /**
     * A toolbar.
     *
     * @param onFilter called when search or filter change
     * @param yaml the limits as a file
     */
    LimitsToolbar(Runnable onFilter, Supplier<String> yaml) {
        addClassName("toolbar");
        search.setId("search");
        search.setPlaceholder("Search all limits");
        search.setAriaLabel("Search all limits");
        search.setPrefixComponent(VaadinIcon.SEARCH.create());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.addValueChangeListener(change -> onFilter.run());
        driftOnly.addValueChangeListener(change -> onFilter.run());
        count.addClassName("secondary");
        Anchor export = new Anchor(
                DownloadHandler.fromInputStream(event -> {
                    byte[] file = yaml.get().getBytes(StandardCharsets.UTF_8);
                    return new DownloadResponse(
                            new ByteArrayInputStream(file), "limits.yaml", "application/yaml", file.length);
                }),
                AttachmentType.DOWNLOAD,
                "Export as YAML");
        export.addClassName("export");
        add(search, driftOnly, count, export);
    }

    /** Whether less than everything is wanted, whatever its group. */
    boolean isFiltering() {
        return !search.isEmpty() || driftOnly.getValue();
    }

    /** Whether a key passes search and filter. */
    boolean accepts(LimitEntry entry) {
        String words = search.getValue().strip().toLowerCase(Locale.ROOT);
        return (!driftOnly.getValue() || entry.isDrifted())
                && (entry.key() + " " + LimitCard.title(entry.key()) + " " + entry.meaning())
                        .toLowerCase(Locale.ROOT)
                        .contains(words);
    }

    /** What to say if nothing passes. */
    String nothing() {
        return driftOnly.getValue() && search.isEmpty() ? "Everything is as configured." : "No limit has these words.";
    }

    /** Wants everything again. */
    void clear() {
        search.clear();
        driftOnly.setValue(false);
    }

    /** Says how many there are. */
    void count(LimitsView view) {
        int drifted = view.drift().size();
        count.setText("Version " + view.version() + " · " + view.entries().size() + " limits, "
                + (drifted == 0 ? "all as configured" : drifted + " not as configured"));
    }
}
