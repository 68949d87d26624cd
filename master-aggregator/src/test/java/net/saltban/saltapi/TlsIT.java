package net.saltban.saltapi;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsIT {
    private static final String STORE_PASSWORD = "changeit";

    private Path folder = Path.of("");
    private Path certificate = Path.of("");
    private WireMockServer server = new WireMockServer();

    @BeforeAll
    void startWithACertificateOfOurOwn(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path store = folder.resolve("store.p12");
        certificate = folder.resolve("ca.pem");
        keytool(
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-keyalg",
                "EC",
                "-dname",
                "CN=salt.example",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2");
        keytool("-exportcert", "-keystore", store.toString(), "-rfc", "-file", certificate.toString());
        server = new WireMockServer(WireMockConfiguration.options()
                .httpDisabled(true)
                .bindAddress("127.0.0.1")
                .dynamicHttpsPort()
                .keystoreType("PKCS12")
                .keystorePath(store.toString())
                .keystorePassword(STORE_PASSWORD)
                .keyManagerPassword(STORE_PASSWORD));
        server.start();
        server.stubFor(post("/login").willReturn(okJson("{\"return\":[{\"token\":\"0123456789abcdef\"}]}")));
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    @Test
    void a_certificate_signed_by_the_ca_file_is_trusted() throws Exception {
        try (NetApi api = NetApi.open(settings("127.0.0.1", Optional.of(certificate)), "sesame")) {
            assertThatCode(api::login).doesNotThrowAnyException();
        }
    }

    @Test
    void without_the_ca_file_it_is_not_and_the_setting_is_named() throws Exception {
        try (NetApi api = NetApi.open(settings("127.0.0.1", Optional.empty()), "sesame")) {
            SaltApiException fault = catchThrowableOfType(SaltApiException.class, api::login);

            assertThat(fault.fault()).isEqualTo(SaltApiFault.TLS);
            assertThat(fault.getMessage())
                    .startsWith("https://127.0.0.1:" + server.httpsPort() + ": no secure connection (")
                    .endsWith("); set salt-api.ca-file to the certificate that signed salt-api's, and use the name that"
                            + " the certificate holds in salt-api.url");
        }
    }

    @Test
    void a_name_that_the_certificate_does_not_hold_is_refused() throws Exception {
        try (NetApi api = NetApi.open(settings("localhost", Optional.of(certificate)), "sesame")) {
            SaltApiException fault = catchThrowableOfType(SaltApiException.class, api::login);

            assertThat(fault.fault()).isEqualTo(SaltApiFault.TLS);
        }
    }

    @Test
    void a_ca_file_without_a_certificate_is_refused() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");

        assertThatThrownBy(() -> NetApi.open(settings("127.0.0.1", Optional.of(empty)), "sesame"))
                .isInstanceOf(IOException.class)
                .hasMessage("holds no certificate in PEM form");
    }

    private SaltApiSettings settings(String host, Optional<Path> caFile) {
        URI url = URI.create("https://" + host + ":" + server.httpsPort());
        return new SaltApiSettings(url, "saltban", "file", caFile, Duration.ofSeconds(10));
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", STORE_PASSWORD, "-storetype", "PKCS12", "-alias", "salt"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor()).as(() -> "keytool: " + readLog()).isZero();
    }

    private String readLog() {
        try {
            return Files.readString(folder.resolve("keytool.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
