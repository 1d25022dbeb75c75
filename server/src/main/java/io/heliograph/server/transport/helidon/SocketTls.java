package io.heliograph.server.transport.helidon;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Fault: with TLS over channels Helidon looks up each client's name in the DNS before its handshake, so that a slow name server
 * holds threads, and whoever controls the zone of his address can be one; with TLS over sockets it looks up nobody, and forgets the
 * parameters, so that a client needs no certificate. Cure: sockets, and they are given their parameters where they are made.
 * Thread-safe.
 */
final class SocketTls extends SSLContextSpi {
    private final SSLContext context;
    private final SSLParameters parameters;

    private SocketTls(SSLContext context, SSLParameters parameters) {
        this.context = context;
        this.parameters = parameters;
    }

    /**
     * A context for Helidon's sockets.
     *
     * @param context knows certificates and keys
     * @param parameters what each socket requires of its client
     */
    static SSLContext of(SSLContext context, SSLParameters parameters) {
        return new Shown(new SocketTls(context, parameters), context);
    }

    private static final class Shown extends SSLContext {
        Shown(SocketTls tls, SSLContext context) {
            super(tls, context.getProvider(), context.getProtocol());
        }
    }

    /** Makes the sockets of accepted connections, and no others. */
    private final class Factory extends SSLSocketFactory {
        private final SSLSocketFactory sockets = context.getSocketFactory();

        @Override
        public Socket createSocket(Socket socket, @Nullable InputStream consumed, boolean isClosedWithIt)
                throws IOException {
            SSLSocket made = (SSLSocket) sockets.createSocket(socket, consumed, isClosedWithIt);
            made.setSSLParameters(parameters);
            return made;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return sockets.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return sockets.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean isClosedWithIt) {
            throw notAClient();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw notAClient();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw notAClient();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw notAClient();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw notAClient();
        }

        private static UnsupportedOperationException notAClient() {
            return new UnsupportedOperationException("only for connections that were accepted");
        }
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("it is complete");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new Factory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return context.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return context.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return context.createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return context.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return context.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return context.getSupportedSSLParameters();
    }
}
