package io.heliograph.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.heliograph.server.control.Role;

/**
 * A page in the navigation. Immutable.
 *
 * @param label its name
 * @param page its class, which has a route
 * @param role who sees it there; the page itself says who may open it
 */
public record NavigationEntry(String label, VaadinIcon icon, Class<? extends Component> page, Role role) {}
