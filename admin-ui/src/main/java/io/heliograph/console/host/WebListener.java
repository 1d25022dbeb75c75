package io.heliograph.console.host;

import com.vaadin.flow.di.LookupInitializer;
import com.vaadin.flow.server.startup.ErrorNavigationTargetInitializer;
import com.vaadin.flow.server.startup.LookupServletContainerInitializer;
import com.vaadin.flow.server.startup.RouteRegistryInitializer;
import com.vaadin.flow.server.startup.ServletContextListeners;
import com.vaadin.flow.server.startup.VaadinAppShellInitializer;
import io.heliograph.console.shell.ConsoleShell;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.SessionTrackingMode;
import java.io.IOException;
import java.net.URL;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContainerInitializerHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.servlet.SessionHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * A web server that serves the console alone. Its classes are named, not searched for, which saves two seconds at start. Requests run
 * on virtual threads, so many at most. Thread-safe.
 */
public final class WebListener implements AutoCloseable {
    private static final int MAX_REQUESTS = 200;
    private static final int STOP_MILLIS = 3000;
    /** A page that is open asks at least that often. */
    private static final String HEARTBEAT_SECONDS = "60";
    /** A computer may sleep that long; sessions of people who do nothing are ended by {@link SessionRules}. */
    private static final int SILENT_SESSION_SECONDS = 1800;

    private static final int ONE_YEAR_SECONDS = 31_536_000;
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final SessionRules rules;

    private WebListener(Server server, ServerConnector connector, SessionRules rules) {
        this.server = server;
        this.connector = connector;
        this.rules = rules;
    }

    /**
     * Opens the port and makes everything ready for the first page.
     *
     * @param certificate for TLS; empty = none
     * @param isBehindProxy whether X-Forwarded headers are believed
     * @throws IOException if the port cannot be opened
     */
    static WebListener open(
            String host,
            int port,
            Optional<KeyStore> certificate,
            boolean isBehindProxy,
            ConsoleServlet servlet,
            SessionRules rules)
            throws IOException {
        VirtualThreadPool threads = new VirtualThreadPool();
        threads.setName("console");
        threads.setMaxConcurrentTasks(MAX_REQUESTS);
        Server server = new Server(threads);
        ServerConnector connector = connector(server, certificate, isBehindProxy);
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        GracefulHandler graceful = new GracefulHandler();
        graceful.setHandler(context(servlet, certificate.isPresent() || isBehindProxy));
        server.setHandler(graceful);
        server.setStopTimeout(STOP_MILLIS);
        WebListener listener = new WebListener(server, connector, rules);
        try {
            server.start();
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        } catch (Exception e) {
            listener.close();
            throw new IllegalStateException("the console cannot be set up: " + e.getMessage(), e);
        }
    }

    private static ServerConnector connector(Server server, Optional<KeyStore> certificate, boolean isBehindProxy) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        if (isBehindProxy) {
            http.addCustomizer(new ForwardedRequestCustomizer());
        }
        if (certificate.isEmpty()) {
            return new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        }
        // No check of the host name: the certificate may be one of its own making, and the browser checks it anyway.
        http.addCustomizer(new SecureRequestCustomizer(false, ONE_YEAR_SECONDS, false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(certificate.get());
        tls.setKeyStorePassword("");
        tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        tls.setSniRequired(false);
        return new ServerConnector(
                server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    }

    private static ServletContextHandler context(ConsoleServlet servlet, boolean isSecure) throws IOException {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.setClassLoader(WebListener.class.getClassLoader());
        context.setBaseResource(resources(context));
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        context.addServletContainerInitializer(new ServletContainerInitializerHolder(
                new LookupServletContainerInitializer(), LookupInitializer.class));
        context.addServletContainerInitializer(
                new ServletContainerInitializerHolder(new RouteRegistryInitializer(), array(ConsoleViews.ROUTES)));
        context.addServletContainerInitializer(new ServletContainerInitializerHolder(
                new ErrorNavigationTargetInitializer(), array(ConsoleViews.ERRORS)));
        context.addServletContainerInitializer(
                new ServletContainerInitializerHolder(new VaadinAppShellInitializer(), ConsoleShell.class));
        context.addEventListener(new ServletContextListeners());
        context.addFilter(
                new FilterHolder(new SecurityHeaders()),
                "/*",
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
        ServletHolder holder = new ServletHolder("console", servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        holder.setInitParameter("productionMode", "true");
        holder.setInitParameter("heartbeatInterval", HEARTBEAT_SECONDS);
        context.addServlet(holder, "/*");
        cookies(context.getSessionHandler(), isSecure);
        return context;
    }

    private static void cookies(SessionHandler sessions, boolean isSecure) {
        sessions.setMaxInactiveInterval(SILENT_SESSION_SECONDS);
        sessions.setHttpOnly(true);
        sessions.setSameSite(HttpCookie.SameSite.STRICT);
        sessions.setSecureRequestOnly(isSecure);
        sessions.setSessionTrackingModes(EnumSet.of(SessionTrackingMode.COOKIE));
        sessions.getSessionCookieConfig().setName("HELIOGRAPH_CONSOLE");
    }

    private static Resource resources(ServletContextHandler context) throws IOException {
        ResourceFactory factory = ResourceFactory.of(context);
        List<Resource> found = new ArrayList<>();
        for (URL url : Collections.list(WebListener.class.getClassLoader().getResources("META-INF/resources"))) {
            found.add(factory.newResource(url));
        }
        return ResourceFactory.combine(found);
    }

    private static Class<?>[] array(List<? extends Class<?>> classes) {
        return classes.toArray(Class<?>[]::new);
    }

    /** The port that is open. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Ends all sessions and closes the port. Closing twice is harmless. */
    @Override
    public void close() {
        rules.close();
        try {
            server.stop();
        } catch (Exception e) {
            System.getLogger(WebListener.class.getName())
                    .log(System.Logger.Level.WARNING, "the console did not stop in order: " + e);
        }
    }
}
