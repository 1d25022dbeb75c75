package io.heliograph.console.chart;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.StyleSheet;

/** A chart; who cannot see it is told its summary. Confined to the session's lock. */
@Tag("figure-chart")
@StyleSheet("context://webjars/uplot/1.6.30/dist/uPlot.min.css")
@JsModule("context://console/chart.js")
public final class FigureChart extends Component implements HasStyle {

    /**
     * An empty chart.
     *
     * @param heightPixels without its legend
     */
    public FigureChart(int heightPixels) {
        getElement().setAttribute("role", "img");
        getElement().setAttribute("height", Integer.toString(heightPixels));
    }

    /**
     * Shows these figures.
     *
     * @param summary what they say, one line
     */
    public void show(ChartFigures figures, String summary) {
        getElement().setAttribute("aria-label", summary);
        getElement().setPropertyJson("figures", figures.json());
    }
}
