package net.saltban.saltapi;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.junit5.WireMockRuntimeInfo;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A salt-api that answers as a test tells it to; it lets the user in from the start. */
final class SaltApiDouble extends WireMockExtension {
    static final String TOKEN = "6d1b722e3d0c4f1e8a7b6c5d4e3f2a1b00112233";

    /** The answer to a job that two minions got. */
    static final String JOB = "{\"return\":[{\"jid\":\"20261124190501123456\",\"minions\":[\"web1\",\"web2\"]}]}";

    private static final String PASSWORD = "sesame";

    /** As Salt 3008 answers a login of a user with grants on minions and on a runner. */
    private static final String LOGIN = "{\"return\":[{\"token\":\"" + TOKEN
            + "\",\"expire\":1764016405.1,\"start\":1763973205.1,\"user\":\"saltban\",\"eauth\":\"file\",\"perms\":["
            + "{\"*\":[\"saltban\\\\.(apply|findings|status)$\"]},{\"@saltban\":[\"(returns|publish)$\"]}]}]}";

    SaltApiDouble() {
        super(newInstance()
                .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1")));
    }

    @Override
    protected void onBeforeEach(WireMockRuntimeInfo started) {
        stubFor(post("/login").willReturn(okJson(LOGIN)));
    }

    /** A client of it with time enough. */
    NetApi open() throws IOException {
        return open(baseUrl(), Duration.ofSeconds(10));
    }

    static NetApi open(String url, Duration timeout) throws IOException {
        return NetApi.open(
                new SaltApiSettings(URI.create(url), "saltban", "file", Optional.empty(), timeout), PASSWORD);
    }

    /** Asserts that a call fails, by which fault and with which text behind the address; it never shows a secret. */
    void assertFault(ThrowingCallable call, SaltApiFault fault, String message) {
        SaltApiException thrown = catchThrowableOfType(SaltApiException.class, call);

        assertThat(thrown).isNotNull();
        assertThat(thrown.getMessage()).isEqualTo(baseUrl() + ": " + message);
        assertThat(thrown.fault()).isEqualTo(fault);
        assertThat(thrown.getMessage()).doesNotContain(TOKEN, PASSWORD);
    }
}
