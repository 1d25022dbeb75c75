package io.heliograph.console.shell;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.shared.ui.Transport;
import com.vaadin.flow.theme.aura.Aura;

/** Theme, styles and transport of all pages. Immutable. */
@Push(transport = Transport.WEBSOCKET_XHR)
@StyleSheet(Aura.STYLESHEET)
@StyleSheet("context://console/console.css")
@StyleSheet("context://console/pages.css")
@ColorScheme(ColorScheme.Value.SYSTEM)
public final class ConsoleShell implements AppShellConfigurator {

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.setPageTitle("Heliograph");
        settings.setViewport("width=device-width, initial-scale=1");
        settings.addLink("icon", "console/heliograph.svg");
        settings.addMetaTag("robots", "noindex");
    }
}
