package io.heliograph.console.limits;

import com.vaadin.flow.component.AbstractField;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.heliograph.server.control.LimitEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field for the value of one key. What it holds is a text, checked by nobody but control, so that every refusal is in its words.
 * Confined to the session's lock.
 */
final class ValueEditor {
    private static final String UNSET = "null";
    private static final String EMPTY = "\"\"";
    private static final int MAX_LENGTH = 20_000;
    private static final int QUIET_MILLIS = 300;
    private static final int MAP_ROWS = 10;

    private final AbstractField<?, String> field;
    private final Runnable edited;
    private LimitEntry entry;
    private boolean isShowing;

    /**
     * A field that shows the value in force.
     *
     * @param edited called when a person has changed it
     */
    ValueEditor(LimitEntry entry, String label, Runnable edited) {
        this.entry = entry;
        this.edited = edited;
        this.field = field(entry, label);
        field.setId(entry.key().replace('.', '-'));
        show(entry);
        field.addValueChangeListener(change -> {
            if (!isShowing) {
                this.edited.run();
            }
        });
    }

    private static AbstractField<?, String> field(LimitEntry entry, String label) {
        if (entry.type().equals("bool") || !entry.choices().isEmpty()) {
            Select<String> select = new Select<>();
            select.setItems(entry.type().equals("bool") ? List.of("true", "false") : entry.choices());
            select.setItemLabelGenerator(value -> value.isEmpty() ? "none" : value);
            select.setLabel(label);
            select.setHelperText(entry.allowed());
            return select;
        }
        if (entry.type().equals("list")) {
            TextArea area = new TextArea(label);
            area.setHelperText(entry.allowed() + ", one on a line");
            area.setPlaceholder(isPartlyShown(entry) ? "set, not shown; what you enter replaces it" : "none");
            area.setValueChangeMode(ValueChangeMode.LAZY);
            area.setValueChangeTimeout(QUIET_MILLIS);
            area.setMaxLength(MAX_LENGTH);
            area.setMinRows(2);
            return area;
        }
        if (entry.type().equals("map")) {
            TextArea area = new TextArea(label);
            area.addClassName("as-code");
            area.setHelperText("names with their options, as in a configuration file (YAML); {} = none");
            area.setValueChangeMode(ValueChangeMode.LAZY);
            area.setValueChangeTimeout(QUIET_MILLIS);
            area.setMaxLength(MAX_LENGTH);
            area.setMinRows(MAP_ROWS);
            area.setMaxRows(2 * MAP_ROWS);
            return area;
        }
        TextField text = new TextField(label);
        text.setHelperText(entry.allowed());
        text.setPlaceholder(entry.isNullable() ? "unset" : "");
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.setValueChangeTimeout(QUIET_MILLIS);
        text.setMaxLength(MAX_LENGTH);
        text.setAutocomplete(Autocomplete.OFF);
        if (!entry.unit().isEmpty()) {
            text.setSuffixComponent(new Span(entry.unit()));
        }
        return text;
    }

    Component component() {
        return field;
    }

    /** Shows the value in force of a newer view. */
    void show(LimitEntry newer) {
        entry = newer;
        String shown = shown(newer);
        if (!shown.equals(field.getValue())) {
            isShowing = true;
            field.setValue(shown);
            isShowing = false;
        }
    }

    /** Takes an edit over as if it had been typed here. */
    void put(@Nullable Object value) {
        isShowing = true;
        field.setValue(
                value instanceof List<?> items
                        ? String.join("\n", items.stream().map(String::valueOf).toList())
                        : value == null ? "" : String.valueOf(value));
        isShowing = false;
    }

    /** Whether the field holds what is in force. */
    boolean isUntouched() {
        return shown(entry).equals(field.getValue() == null ? "" : field.getValue());
    }

    /** The value in the field, as control takes it; null unsets. */
    @Nullable
    Object value() {
        String text = field.getValue() == null ? "" : field.getValue();
        return switch (entry.type()) {
            case "bool" -> Boolean.valueOf(text);
            case "list" ->
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
            default -> text.isBlank() && entry.isNullable() ? null : text.strip();
        };
    }

    void setReadOnly(boolean readOnly) {
        ((HasValue<?, ?>) field).setReadOnly(readOnly);
    }

    /** Shows at the field why its value is not possible; null takes that away. */
    void problem(@Nullable String words) {
        HasValidationProperties validation = (HasValidationProperties) field;
        validation.setErrorMessage(words == null ? "" : words);
        validation.setInvalid(words != null);
    }

    private static String shown(LimitEntry entry) {
        if (entry.type().equals("map")) {
            return entry.source();
        }
        String value = entry.value();
        if (value.equals(UNSET) || value.equals(EMPTY)) {
            return "";
        }
        if (entry.type().equals("list")) {
            return isPartlyShown(entry) || value.equals("[]")
                    ? ""
                    : value.substring(1, value.length() - 1).replace(", ", "\n");
        }
        return entry.type().equals("number") ? Amount.tidy(value) : value;
    }

    /** Secrets are masked, and long values are cut. */
    private static boolean isPartlyShown(LimitEntry entry) {
        return entry.value().endsWith("…") || (entry.isSecret() && entry.value().equals("***"));
    }
}
