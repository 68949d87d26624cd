package net.saltban.saltapi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import net.saltban.limits.BoundedInput;
import okhttp3.OkHttpClient;

/** Certificates in PEM form that are trusted in place of the system's. */
final class CaFile {
    private static final int BYTES_MAX = 1024 * 1024;

    private final X509TrustManager trustManager;
    private final SSLContext context;

    private CaFile(X509TrustManager trustManager, SSLContext context) {
        this.trustManager = trustManager;
        this.context = context;
    }

    static CaFile read(Path file) throws IOException {
        byte[] pem = BoundedInput.readAll(file, BYTES_MAX);
        try {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (certificates.isEmpty()) {
                throw new IOException("holds no certificate in PEM form");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            X509TrustManager trustManager = (X509TrustManager) factory.getTrustManagers()[0];
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new X509TrustManager[] {trustManager}, null);
            return new CaFile(trustManager, context);
        } catch (GeneralSecurityException e) {
            throw new IOException("holds no usable certificate in PEM form", e);
        }
    }

    void applyTo(OkHttpClient.Builder client) {
        client.sslSocketFactory(context.getSocketFactory(), trustManager);
    }
}
