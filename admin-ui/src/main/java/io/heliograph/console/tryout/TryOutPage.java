package io.heliograph.console.tryout;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.UploadHandler;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.shell.Notices;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.Operator;
import io.heliograph.server.control.TrialAudio;
import io.heliograph.server.control.TrialEvent;
import io.heliograph.server.control.TryOutControl.Trial;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trying the server with a recording, as a client would: through its own port. Confined to the session's lock. */
@Route("try")
@PageTitle("Try it")
@RolesAllowed("OPERATOR")
public final class TryOutPage extends Main {
    private static final int MIB = 1 << 20;

    private final ControlPlane control;
    private final Operator operator = SignedOn.currentOperator();
    private final Checkbox isPaced = new Checkbox("Send it as it would be spoken", true);
    private final Button stop = new Button("Stop", VaadinIcon.STOP.create());
    private final TrialView view;
    private TrialRun run = new TrialRun(true);
    private @Nullable Trial trial;

    public TryOutPage(ControlPlane control) {
        this.control = control;
        this.view = new TrialView(control, operator);
        addClassName("try-page");
        Paragraph intro = new Paragraph(
                "The recording goes through the gRPC port of this server, as any client's does: it takes a"
                        + " session, counts in the objectives, and shows how long its words take.");
        intro.addClassName("secondary");
        Div choices = new Div(upload(), samples());
        choices.addClassName("try-choices");
        stop.setVisible(false);
        stop.addClickListener(click -> stop());
        isPaced.setHelperText("Only then latencies say something, and only then the objectives count it.");
        Div options = new Div(isPaced, stop);
        options.addClassName("try-options");
        add(intro, options, choices, view);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a page that is gone needs no word of it
    private Upload upload() {
        Upload upload = new Upload((UploadHandler) event -> {
            // One byte more than is taken, so that a file that is too large is noticed and not read to its end.
            byte[] bytes = event.getInputStream().readNBytes(TrialAudio.MAX_BYTES + 1);
            String name = event.getFileName();
            event.getUI().access(() -> begin(() -> new TrialAudio.File(name, bytes)));
        });
        upload.setAcceptedFileExtensions(".wav");
        upload.setMaxFiles(1);
        upload.setMaxFileSize(TrialAudio.MAX_BYTES);
        upload.setDropLabel(new Span("Drop a WAVE file here, up to " + TrialAudio.MAX_BYTES / MIB
                + " MiB; its first two minutes are heard"));
        upload.setUploadButton(new Button("Choose a file", VaadinIcon.UPLOAD.create()));
        upload.addFileRejectedListener(rejected -> Notices.refused(rejected.getErrorMessage()));
        upload.addAllFinishedListener(finished -> upload.clearFileList());
        return upload;
    }

    private Div samples() {
        Div samples = new Div();
        samples.addClassName("try-samples");
        List<String> names = control.tryOut().samples(operator);
        samples.add(new Span(
                names.isEmpty() ? "No recordings came with the models." : "Or take one that came with the models:"));
        for (String name : names) {
            Button sample = new Button(
                    name.replace(".wav", "").replace('_', ' '),
                    VaadinIcon.PLAY.create(),
                    click -> begin(() -> new TrialAudio.Sample(name)));
            sample.addThemeVariants(ButtonVariant.PRIMARY);
            sample.setId("sample-" + name.replaceAll("[^a-z0-9]", "-"));
            samples.add(sample);
        }
        return samples;
    }

    /** What makes the recording may refuse it. */
    private interface Audio {
        TrialAudio make();
    }

    private void begin(Audio audio) {
        UI ui = getUI().orElseThrow();
        stop();
        TrialRun begun = new TrialRun(isPaced.getValue());
        run = begun;
        view.clear();
        try {
            trial = control.tryOut().begin(operator, audio.make(), isPaced.getValue(), event -> tell(ui, begun, event));
            stop.setVisible(true);
            view.show(begun);
        } catch (ControlException e) {
            Notices.refused(String.valueOf(e.getMessage()));
        }
    }

    /** Called by the thread of the trial. */
    @SuppressWarnings("FutureReturnValueIgnored") // a page that is gone needs no word of it
    private void tell(UI ui, TrialRun of, TrialEvent event) {
        try {
            ui.access(() -> {
                of.add(event);
                if (of == run) {
                    view.show(of);
                    stop.setVisible(of.ended().isEmpty());
                }
            });
        } catch (UIDetachedException e) {
            // Whoever asked has left; leaving stops the trial, too.
        }
    }

    private void stop() {
        Trial running = trial;
        if (running != null) {
            running.stop();
            trial = null;
            stop.setVisible(false);
        }
    }

    @Override
    protected void onDetach(DetachEvent detached) {
        stop();
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        stop.setVisible(trial != null);
    }
}
