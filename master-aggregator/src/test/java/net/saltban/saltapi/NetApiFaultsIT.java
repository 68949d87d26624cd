package net.saltban.saltapi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
final class NetApiFaultsIT {
    @RegisterExtension
    static final SaltApiDouble SALT_API = new SaltApiDouble();

    private NetApi api;

    @BeforeEach
    void open() throws IOException {
        api = SALT_API.open();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Nested
    final class Denied {
        @Test
        void an_expired_token_is_replaced_once_and_the_call_goes_through() throws SaltApiException {
            api.login();
            SALT_API.stubFor(post("/")
                    .inScenario("expiry")
                    .whenScenarioStateIs(Scenario.STARTED)
                    .willReturn(aResponse().withStatus(401))
                    .willSetStateTo("logged in again"));
            SALT_API.stubFor(post("/")
                    .inScenario("expiry")
                    .whenScenarioStateIs("logged in again")
                    .willReturn(okJson(SaltApiDouble.JOB)));

            assertThat(api.publish("saltban.status", Target.all(), Map.of())).isPresent();
            SALT_API.verify(2, postRequestedFor(urlEqualTo("/login")));
        }

        @Test
        void a_call_on_minions_that_is_not_granted_names_the_grant() throws SaltApiException {
            api.login();
            SALT_API.stubFor(post("/").willReturn(aResponse().withStatus(401)));

            SALT_API.assertFault(
                    () -> api.publish("saltban.apply", Target.all(), Map.of()),
                    SaltApiFault.NOT_GRANTED,
                    "user saltban may not call saltban.apply (HTTP 401 with a new token); add - '*':"
                            + " ['saltban\\.(apply|findings|status)$'] to external_auth, file, saltban in the master's"
                            + " configuration and restart salt-master");
            SALT_API.verify(2, postRequestedFor(urlEqualTo("/")));
        }

        @Test
        void a_runner_that_is_not_granted_names_the_grant_and_is_not_tried_twice_with_a_new_token() {
            SALT_API.stubFor(post("/").willReturn(aResponse().withStatus(401)));

            SALT_API.assertFault(
                    () -> api.returns("2026", Set.of(), false),
                    SaltApiFault.NOT_GRANTED,
                    "user saltban may not call saltban.returns (HTTP 401 with a new token); add - '@saltban':"
                            + " ['(returns|publish)$'] to external_auth, file, saltban in the master's configuration and"
                            + " restart salt-master");
            SALT_API.verify(1, postRequestedFor(urlEqualTo("/")));
        }

        @Test
        void a_client_that_is_not_enabled_names_the_setting() {
            SALT_API.stubFor(post("/").willReturn(aResponse().withStatus(400)));

            SALT_API.assertFault(
                    () -> api.returns("2026", Set.of(), false),
                    SaltApiFault.CLIENT_DISABLED,
                    "saltban.returns was answered by HTTP 400; add runner to netapi_enable_clients in the master's"
                            + " configuration and restart salt-api");
        }
    }

    @Nested
    final class Trouble {
        @Test
        void nobody_listens() throws IOException {
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            try (NetApi nobody = SaltApiDouble.open("http://127.0.0.1:" + port, Duration.ofSeconds(5))) {
                SaltApiException fault = catchThrowableOfType(SaltApiException.class, nobody::login);

                assertThat(fault.fault()).isEqualTo(SaltApiFault.UNREACHABLE);
                assertThat(fault.getMessage())
                        .startsWith("http://127.0.0.1:" + port + ": no connection (")
                        .endsWith("); start salt-api or correct salt-api.url");
            }
        }

        @Test
        void an_internal_error_points_to_the_log() {
            SALT_API.stubFor(post("/").willReturn(aResponse().withStatus(500).withBody("<html>secret</html>")));

            SALT_API.assertFault(
                    () -> api.publish("saltban.status", Target.all(), Map.of()),
                    SaltApiFault.SERVER,
                    "saltban.status was answered by HTTP 500; the log of salt-api on the master says why");
        }

        @Test
        void a_master_that_is_down_is_told_from_a_salt_api_that_is_down() {
            SALT_API.stubFor(post("/").willReturn(aResponse().withStatus(503)));

            SALT_API.assertFault(
                    () -> api.publish("saltban.status", Target.all(), Map.of()),
                    SaltApiFault.SERVER,
                    "saltban.status was answered by HTTP 503: salt-api runs, but the Salt master behind it does not"
                            + " answer; start or restart salt-master");
        }

        @Test
        void a_redirect_is_not_followed() {
            SALT_API.stubFor(post("/")
                    .willReturn(aResponse().withStatus(307).withHeader("Location", SALT_API.baseUrl() + "/elsewhere")));

            SALT_API.assertFault(
                    () -> api.publish("saltban.status", Target.all(), Map.of()),
                    SaltApiFault.SERVER,
                    "saltban.status was answered by HTTP 307; the log of salt-api on the master says why");
            SALT_API.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
        }

        @Test
        void an_answer_that_does_not_come_in_time() throws IOException {
            SALT_API.stubFor(post("/").willReturn(okJson(SaltApiDouble.JOB).withFixedDelay(15_000)));

            assertTimeout();
        }

        @Test
        void a_body_that_drips_is_bounded_by_the_time_of_the_whole_call() throws IOException {
            SALT_API.stubFor(post("/").willReturn(okJson(SaltApiDouble.JOB).withChunkedDribbleDelay(20, 15_000)));

            assertTimeout();
        }

        private void assertTimeout() throws IOException {
            try (NetApi hasty = SaltApiDouble.open(SALT_API.baseUrl(), Duration.ofSeconds(3))) {
                SALT_API.assertFault(
                        () -> hasty.publish("saltban.status", Target.all(), Map.of()),
                        SaltApiFault.TIMEOUT,
                        "saltban.status was not answered within 3.0 s; see whether salt-master runs and is not"
                                + " overloaded, or raise salt-api.timeout");
            }
        }

        @Test
        void something_that_speaks_no_http_is_no_connection() {
            SALT_API.stubFor(post("/").willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));

            SaltApiException fault = catchThrowableOfType(
                    SaltApiException.class, () -> api.publish("saltban.status", Target.all(), Map.of()));

            assertThat(fault.fault()).isEqualTo(SaltApiFault.UNREACHABLE);
        }

        @Test
        void half_a_body() {
            unreadable(okJson(SaltApiDouble.JOB.substring(0, SaltApiDouble.JOB.length() / 2)));
        }

        @Test
        void half_a_body_of_announced_length() {
            unreadable(okJson(SaltApiDouble.JOB.substring(0, 20)).withHeader("Content-Length", "500"));
        }

        @Test
        void a_page_that_is_not_json() {
            unreadable(aResponse().withBody("<html>It works!</html>"));
        }

        @Test
        void a_connection_that_breaks_is_no_connection() {
            SALT_API.stubFor(post("/").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

            SaltApiException fault = catchThrowableOfType(
                    SaltApiException.class, () -> api.publish("saltban.status", Target.all(), Map.of()));

            assertThat(fault.fault()).isEqualTo(SaltApiFault.UNREACHABLE);
        }

        @Test
        void a_body_beyond_the_bound() {
            String filler = "x".repeat(NetApi.RESPONSE_BYTES_MAX);
            SALT_API.stubFor(post("/").willReturn(okJson("{\"return\":[\"" + filler + "\"]}")));

            SALT_API.assertFault(
                    () -> api.publish("saltban.status", Target.all(), Map.of()),
                    SaltApiFault.TOO_LARGE,
                    "the answer to saltban.status is larger than the 4194304 bytes that are read at most; target fewer"
                            + " minions");
        }

        @Test
        void a_body_that_unpacks_beyond_the_bound() {
            // WireMock packs it, since the client says that it understands gzip.
            SALT_API.stubFor(post("/").willReturn(okJson("{\"return\":[\"" + "x".repeat(8 * 1024 * 1024) + "\"]}")));

            SaltApiException fault = catchThrowableOfType(
                    SaltApiException.class, () -> api.publish("saltban.status", Target.all(), Map.of()));

            assertThat(fault.fault()).isEqualTo(SaltApiFault.TOO_LARGE);
        }

        @Test
        void values_nested_without_end_do_not_use_up_the_stack() {
            SALT_API.stubFor(post("/").willReturn(okJson("{\"return\":" + "[".repeat(1_000_000))));

            SALT_API.assertFault(
                    () -> api.publish("saltban.status", Target.all(), Map.of()),
                    SaltApiFault.UNREADABLE,
                    "the answer to saltban.status cannot be used: values nested more than 600 deep; is this a salt-api"
                            + " (rest_cherrypy)? Its log may say more");
        }

        private void unreadable(ResponseDefinitionBuilder response) {
            SALT_API.stubFor(post("/").willReturn(response));

            SaltApiException fault = catchThrowableOfType(
                    SaltApiException.class, () -> api.publish("saltban.status", Target.all(), Map.of()));

            assertThat(fault.fault()).isEqualTo(SaltApiFault.UNREADABLE);
            assertThat(fault.getMessage())
                    .isEqualTo(SALT_API.baseUrl() + ": the answer to saltban.status ended early or is not JSON; is"
                            + " this a salt-api (rest_cherrypy)? Its log may say more");
        }
    }
}
