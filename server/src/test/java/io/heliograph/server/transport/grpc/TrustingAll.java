package io.heliograph.server.transport.grpc;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Trusts every server: for tests that look at the protocol, not at the certificate. Immutable. */
final class TrustingAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        // Servers only.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        // Everybody is trusted.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
