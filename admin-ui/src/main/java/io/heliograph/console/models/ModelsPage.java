package io.heliograph.console.models;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.Command;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.live.Live;
import io.heliograph.console.shell.Notices;
import io.heliograph.console.shell.ReasonDialog;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.ModelLoad;
import io.heliograph.server.control.ModelLoadOutcome;
import io.heliograph.server.control.ModelView;
import io.heliograph.server.control.ModelWish;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.Role;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which models recognise, and loading and unloading one. Confined to the session's lock. */
@Route("models")
@PageTitle("Models")
@RolesAllowed("VIEWER")
public final class ModelsPage extends Main {
    private static final int MAX_ID = 64;
    /** As control takes it. */
    private static final int MAX_PATIENCE_SEC = 3_600;

    /** What most streams have decoded long before. */
    private static final int USUAL_PATIENCE_SEC = 30;

    private final ControlPlane control;
    private final Operator operator = SignedOn.currentOperator();
    private final boolean isAdmin = operator.role().includes(Role.ADMIN);
    private final Grid<ModelView> loaded = new Grid<>();
    private final Grid<ModelLoad> loads = new Grid<>();
    private final Div recent = new Div(new H2("Last loads"), loads);
    private final Span count = new Span();
    private List<ModelView> shown = List.of();
    private List<ModelLoad> shownLoads = List.of();

    public ModelsPage(ControlPlane control, ModelsFeed feed) {
        this.control = control;
        addClassName("models-page");
        count.addClassName("secondary");
        Div toolbar = new Div(count);
        toolbar.addClassName("toolbar");
        if (isAdmin) {
            Button load = new Button("Load a model", VaadinIcon.PLUS.create(), click -> askToLoad());
            load.addThemeVariants(ButtonVariant.PRIMARY);
            load.setId("load-model");
            load.addClassName("toolbar-end");
            toolbar.add(load);
        }
        buildLoaded();
        buildLoads();
        add(toolbar, loaded, recent);
        Live.show(this, feed.feed(), this::show);
    }

    private void buildLoaded() {
        plain(loaded, "loaded");
        loaded.addColumn(ModelView::id).setHeader("Model").setWidth("12rem");
        loaded.addColumn(ModelView::weights).setHeader("Weights").setWidth("12rem");
        loaded.addColumn(model -> model.isFallback() ? "whoever asks for no other" : "whoever asks for it")
                .setHeader("Serves")
                .setWidth("14rem");
        loaded.addColumn(ModelView::workers)
                .setHeader("Workers")
                .setWidth("7rem")
                .setFlexGrow(0);
        loaded.addColumn(ModelView::running)
                .setHeader("Decoding")
                .setWidth("7rem")
                .setFlexGrow(0);
        loaded.addColumn(ModelView::queued)
                .setHeader("Waiting")
                .setWidth("7rem")
                .setFlexGrow(0);
        if (isAdmin) {
            loaded.addComponentColumn(this::unloadButton)
                    .setHeader("Change")
                    .setWidth("8rem")
                    .setFlexGrow(0);
        }
    }

    private void buildLoads() {
        plain(loads, "loads");
        loads.addColumn(ModelLoad::modelId).setHeader("Model").setWidth("12rem");
        loads.addColumn(load -> load.status().label())
                .setHeader("State")
                .setWidth("8rem")
                .setFlexGrow(0);
        loads.addColumn(load ->
                        load.finishedAt().map(at -> Words.moment(at) + " UTC").orElse(Words.NONE))
                .setHeader("Ended")
                .setWidth("14rem")
                .setFlexGrow(0);
        loads.addColumn(load -> load.isOver() ? Words.seconds(load.durationSec()) : Words.NONE)
                .setHeader("Took")
                .setWidth("7rem")
                .setFlexGrow(0);
        loads.addColumn(ModelLoad::error).setHeader("Why it failed").setWidth("20rem");
    }

    private static void plain(Grid<?> grid, String id) {
        grid.setId(id);
        grid.addThemeVariants(GridVariant.NO_BORDER, GridVariant.WRAP_CELL_CONTENT);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.setAllRowsVisible(true);
    }

    /** Draws only what differs, so that a button stays under the hand that is about to press it. */
    private void show(ModelsFeed.Models models) {
        if (!models.loaded().equals(shown)) {
            shown = models.loaded();
            loaded.setItems(shown);
            count.setText(Words.count(shown.size(), "model"));
        }
        if (!models.loads().equals(shownLoads)) {
            shownLoads = models.loads();
            loads.setItems(shownLoads);
        }
        recent.setVisible(!shownLoads.isEmpty());
    }

    private Component unloadButton(ModelView model) {
        Button unload = new Button("Unload", click -> askToUnload(model));
        unload.addThemeVariants(ButtonVariant.TERTIARY);
        unload.setAriaLabel("Unload " + model.id());
        unload.setEnabled(shown.size() > 1);
        return unload;
    }

    private void askToLoad() {
        TextField id = new TextField("Id");
        id.setId("model-id");
        id.setMaxLength(MAX_ID);
        id.setHelperText("What clients ask for: letters, digits and . _ -");
        ComboBox<String> profile = new ComboBox<>("Load profile");
        profile.setItems(control.models().profiles(operator));
        profile.setClearButtonVisible(true);
        profile.setHelperText("Empty = the configured default");
        Div fields = new Div(id, profile);
        fields.addClassName("field-column");
        new ReasonDialog(
                        "Load a model",
                        "It is loaded beside the others; nobody waits for it.",
                        "Load",
                        false,
                        reason -> load(id.getValue().strip(), profile.getValue(), reason),
                        fields)
                .open();
    }

    private void load(String id, @Nullable String profile, String reason) {
        switch (control.models().load(operator, ModelWish.ofProfile(id, profile == null ? "" : profile), reason)) {
            case ModelLoadOutcome.Started started -> Notices.tell(started.load().modelId() + " is being loaded");
            case ModelLoadOutcome.Underway underway ->
                Notices.tell(underway.load().modelId() + " is being loaded already");
            case ModelLoadOutcome.Refused refused ->
                throw new ControlException(ControlException.Kind.INVALID, refused.words());
        }
    }

    void askToUnload(ModelView model) {
        IntegerField patience = new IntegerField("Time for what waits");
        patience.setId("patience");
        patience.setSuffixComponent(new Span("s"));
        patience.setValue(USUAL_PATIENCE_SEC);
        patience.setHelperText("What waits longer moves to the other model; 0 to " + MAX_PATIENCE_SEC);
        Div fields = new Div(patience);
        fields.addClassName("field-column");
        new ReasonDialog(
                        "Unload " + model.id() + "?",
                        "Whoever asked for it is served by another model from now on. Nothing that was said is lost:"
                                + " what waits is decoded by it or by the other model, what is being decoded is decoded"
                                + " to its end.",
                        "Unload",
                        true,
                        reason -> unload(model.id(), patience(patience), reason),
                        fields)
                .open();
    }

    private static Duration patience(IntegerField field) {
        Integer seconds = field.getValue();
        if (seconds == null || seconds < 0 || seconds > MAX_PATIENCE_SEC) {
            throw new ControlException(
                    ControlException.Kind.INVALID,
                    "The time for what waits is a whole number of seconds from 0 to " + MAX_PATIENCE_SEC);
        }
        return Duration.ofSeconds(seconds);
    }

    /** On a thread of its own: the page would stand still meanwhile. */
    private void unload(String id, Duration patience, String reason) {
        UI ui = UI.getCurrent();
        Notices.tell(id + " is being unloaded");
        Thread.ofVirtual().name("unload-" + id).start(() -> {
            String problem = unloadNow(id, patience, reason);
            tell(ui, () -> {
                if (problem.isEmpty()) {
                    Notices.done(id + " is unloaded");
                } else {
                    Notices.refused(problem);
                }
            });
        });
    }

    /** Why it was not unloaded; empty if it was. */
    private String unloadNow(String id, Duration patience, String reason) {
        try {
            return control.models().unload(operator, id, patience, reason)
                    ? ""
                    : id + " is gone already, or is the last model";
        } catch (ControlException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the unloading of " + id + " was interrupted";
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a page that is gone needs no word of it
    private static void tell(UI ui, Command words) {
        try {
            ui.access(words);
        } catch (UIDetachedException e) {
            // The list of models tells the next who looks.
        }
    }
}
