package io.heliograph.console.objectives;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.heliograph.console.access.SignedOn;
import io.heliograph.console.shell.Notices;
import io.heliograph.console.words.Words;
import io.heliograph.server.control.ComplianceReport;
import io.heliograph.server.control.ControlException;
import io.heliograph.server.control.ControlPlane;
import io.heliograph.server.control.ObjectiveVerdict;
import io.heliograph.server.control.ObjectiveWindow;
import io.heliograph.server.control.Operator;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** How the objectives were kept over a period, to be printed. Confined to the session's lock. */
@Route("objectives/report")
@PageTitle("Compliance report")
@RolesAllowed("VIEWER")
public final class ReportPage extends Main {
    private static final int USUAL_DAYS = 30;

    private final ControlPlane control;
    private final Operator operator = SignedOn.currentOperator();
    private final DatePicker from = new DatePicker("From");
    private final DatePicker until = new DatePicker("Up to and including");
    private final Div sheet = new Div();

    public ReportPage(ControlPlane control, InstantSource clock) {
        this.control = control;
        addClassName("report-page");
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate oldest = today.minusDays(ObjectivesPeriod.LONGEST_DAYS - 1);
        for (DatePicker picker : List.of(from, until)) {
            picker.setI18n(new DatePicker.DatePickerI18n().setDateFormat("yyyy-MM-dd"));
            picker.setMin(oldest);
            picker.setMax(today);
            picker.addValueChangeListener(change -> draw());
        }
        from.setValue(today.minusDays(USUAL_DAYS - 1));
        until.setValue(today);
        Button print = new Button("Print", VaadinIcon.PRINT.create());
        print.addThemeVariants(ButtonVariant.PRIMARY);
        print.getElement().executeJs("this.addEventListener('click', () => window.print())");
        Anchor back = new Anchor("objectives", "Back to the objectives");
        back.addClassName("toolbar-end");
        Div toolbar = new Div(from, until, print, back);
        toolbar.addClassNames("toolbar", "no-print");
        sheet.addClassName("sheet");
        add(toolbar, sheet);
        draw();
    }

    private void draw() {
        LocalDate first = from.getValue();
        LocalDate last = until.getValue();
        if (first == null || last == null) {
            return;
        }
        try {
            Instant begin = first.atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant end = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            show(control.objectives().report(operator, begin, end));
        } catch (ControlException e) {
            Notices.refused(String.valueOf(e.getMessage()));
        }
    }

    private void show(ComplianceReport report) {
        sheet.removeAll();
        sheet.add(new H2("Compliance with the service level objectives"));
        sheet.add(line(Words.moment(report.from()) + " to " + Words.moment(report.until()) + " UTC, "
                + Words.span(Duration.between(report.from(), report.until()))));
        sheet.add(line("Heliograph " + report.serverVersion() + "; made " + Words.moment(report.at()) + " UTC by "
                + operator.name() + ". Each objective is judged as it is promised now."));
        for (ComplianceReport.Line line : report.objectives()) {
            add(line);
        }
        sheet.add(new H3("What is not the whole truth"));
        if (report.gaps().isEmpty()) {
            sheet.add(line("The record has no gaps in this period."));
        } else {
            UnorderedList gaps = new UnorderedList();
            report.gaps()
                    .forEach(gap -> gaps.add(new ListItem(Words.moment(gap.from()) + " to " + Words.moment(gap.until())
                            + " UTC: " + ObjectivesPeriod.cause(gap.cause()))));
            sheet.add(gaps);
        }
        sheet.add(new H3("Changes of the objectives"));
        if (report.changes().isEmpty()) {
            sheet.add(line("None in this period."));
        } else {
            UnorderedList changes = new UnorderedList();
            report.changes()
                    .forEach(change -> change.differences().stream()
                            .filter(difference -> difference.key().startsWith("objectives."))
                            .forEach(difference -> changes.add(new ListItem(Words.moment(change.at()) + " UTC, "
                                    + change.author() + ": " + difference.key() + " " + difference.before() + " → "
                                    + difference.after() + " (" + change.reason() + ")"))));
            sheet.add(changes);
        }
    }

    private void add(ComplianceReport.Line line) {
        Div head = new Div(new H3(line.label()), Verdicts.badge(line.period().verdict()));
        head.addClassName("sheet-objective");
        ObjectiveWindow period = line.period();
        String truth = Verdicts.truth(period);
        Paragraph words = line(line.promise() + " " + Verdicts.attainment(period)
                + (truth.isEmpty() ? "" : ", " + truth)
                + (period.verdict() == ObjectiveVerdict.NOT_ENOUGH_DATA
                        ? ". Too few events for a verdict: 1049 are needed."
                        : "."));
        WindowTable days = new WindowTable("Day (UTC)", period.timedEvents() > 0);
        days.show(
                line.days().stream()
                        .filter(day -> day.valid() > 0 || day.shed() > 0)
                        .toList(),
                day -> Words.day(day.from()));
        Div scroll = new Div(days);
        scroll.addClassName("table-scroll");
        Div part = new Div(head, words);
        part.addClassName("sheet-part");
        if (line.days().stream().anyMatch(day -> day.valid() > 0 || day.shed() > 0)) {
            part.add(scroll);
        }
        sheet.add(part);
    }

    private static Paragraph line(String words) {
        return new Paragraph(words);
    }
}
