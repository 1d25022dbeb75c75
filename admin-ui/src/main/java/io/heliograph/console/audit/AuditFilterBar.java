package io.heliograph.console.audit;

import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.heliograph.server.control.AuditQuery;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which entries of the audit are wanted. Confined to the session's lock. */
final class AuditFilterBar extends Div {
    private static final String ALL = "All actions";

    private final TextField text = new TextField();
    private final TextField author = new TextField();
    private final Select<String> action = new Select<>();
    private final DateTimePicker from = new DateTimePicker();
    private final DateTimePicker until = new DateTimePicker();

    AuditFilterBar(Runnable changed) {
        addClassNames("toolbar", "audit-filter");
        text.setLabel("Text");
        text.setPlaceholder("origin, target, value, reason");
        text.setPrefixComponent(VaadinIcon.SEARCH.create());
        author.setLabel("Who");
        for (TextField field : List.of(text, author)) {
            field.setClearButtonVisible(true);
            field.setMaxLength(100);
            field.setValueChangeMode(ValueChangeMode.LAZY);
            field.addValueChangeListener(change -> changed.run());
        }
        List<String> actions = new ArrayList<>(List.of(ALL));
        actions.addAll(AuditQuery.actions());
        action.setLabel("What");
        action.setItems(actions);
        action.setValue(ALL);
        action.addValueChangeListener(change -> changed.run());
        from.setLabel("From (UTC)");
        until.setLabel("Before (UTC)");
        for (DateTimePicker picker : List.of(from, until)) {
            // The day as the grid writes it, and hours up to 24.
            picker.setLocale(Locale.UK);
            picker.setDatePickerI18n(new DatePicker.DatePickerI18n().setDateFormat("yyyy-MM-dd"));
            picker.addValueChangeListener(change -> changed.run());
        }
        add(text, author, action, from, until);
    }

    /**
     * What is wanted.
     *
     * @param beforeSequence entries before this one; 0 = from the newest
     */
    AuditQuery query(long beforeSequence, int limit) {
        String wanted = action.getValue();
        return new AuditQuery(
                instant(from.getValue()),
                instant(until.getValue()),
                author.getValue().strip(),
                wanted == null || wanted.equals(ALL) ? "" : wanted,
                text.getValue().strip(),
                beforeSequence,
                limit);
    }

    private static Optional<Instant> instant(@Nullable LocalDateTime time) {
        return Optional.ofNullable(time).map(value -> value.toInstant(ZoneOffset.UTC));
    }
}
