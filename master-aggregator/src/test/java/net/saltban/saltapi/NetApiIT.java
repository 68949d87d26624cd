package net.saltban.saltapi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
final class NetApiIT {
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
    final class Login {
        @Test
        void user_password_and_eauth_are_sent_and_structured_grants_do_not_matter() throws SaltApiException {
            api.login();

            SALT_API.verify(postRequestedFor(urlEqualTo("/login"))
                    .withRequestBody(
                            equalToJson("{\"username\":\"saltban\",\"password\":\"sesame\",\"eauth\":\"file\"}")));
        }

        @Test
        void a_wrong_password_says_what_to_compare_and_does_not_show_it() {
            SALT_API.stubFor(post("/login").willReturn(aResponse().withStatus(401)));

            SALT_API.assertFault(
                    () -> api.login(),
                    SaltApiFault.WRONG_PASSWORD,
                    "user saltban and its password are not accepted by eauth file (HTTP 401); compare salt-api.user,"
                            + " salt-api.eauth and the password with external_auth in the master's configuration");
        }

        @Test
        void an_answer_without_a_token_is_refused() {
            SALT_API.stubFor(post("/login").willReturn(okJson("{\"return\":[{}]}")));

            SALT_API.assertFault(
                    () -> api.login(),
                    SaltApiFault.UNREADABLE,
                    "the answer to login cannot be used: no token in it; is this a salt-api (rest_cherrypy)? Its log may"
                            + " say more");
        }

        @Test
        void a_token_that_no_header_can_carry_is_refused_without_showing_it() {
            SALT_API.stubFor(post("/login").willReturn(okJson("{\"return\":[{\"token\":\"se\\ncret\"}]}")));

            SaltApiException refused = catchThrowableOfType(SaltApiException.class, () -> api.login());

            assertThat(refused.getMessage()).contains("no token in it").doesNotContain("cret");
        }
    }

    @Nested
    final class Publish {
        @Test
        void a_list_of_minions_is_sent_as_a_list_with_named_arguments() throws SaltApiException {
            SALT_API.stubFor(post("/").willReturn(okJson(SaltApiDouble.JOB)));

            Optional<PublishedJob> job = api.publish(
                    "saltban.findings",
                    Target.ofIds(List.of("web1", "web2")),
                    Map.of("cursors", "{\"web1\":\"00c0ffee00c0ffee:12345678901234567\"}"));

            assertThat(job).contains(new PublishedJob("20261124190501123456", List.of("web1", "web2")));
            SALT_API.verify(postRequestedFor(urlEqualTo("/"))
                    .withHeader("X-Auth-Token", equalTo(SaltApiDouble.TOKEN))
                    .withRequestBody(equalToJson(
                            "[{\"client\":\"local_async\",\"fun\":\"saltban.findings\",\"tgt\":[\"web1\",\"web2\"],"
                                    + "\"tgt_type\":\"list\",\"kwarg\":{\"cursors\":"
                                    + "{\"web1\":\"00c0ffee00c0ffee:12345678901234567\"}}}]")));
        }

        @Test
        void a_target_without_minions_is_no_job() throws SaltApiException {
            SALT_API.stubFor(post("/").willReturn(okJson("{\"return\":[{}]}")));

            assertThat(api.publish("saltban.status", Target.all(), Map.of())).isEmpty();
        }

        @Test
        void an_answer_without_a_jid_is_no_empty_target() {
            SALT_API.stubFor(post("/").willReturn(okJson("{\"return\":[{\"error\":\"x\"}]}")));

            SALT_API.assertFault(
                    () -> api.publish("saltban.status", Target.all(), Map.of()),
                    SaltApiFault.UNREADABLE,
                    "the answer to saltban.status cannot be used: no jid in it; is this a salt-api (rest_cherrypy)? Its"
                            + " log may say more");
        }

        @Test
        void a_null_in_an_argument_arrives() throws SaltApiException {
            SALT_API.stubFor(post("/").willReturn(okJson(SaltApiDouble.JOB)));

            api.publish(
                    "saltban.apply", Target.all(), Map.of("delta", "{\"v\":1,\"base_sha256\":null}", "jitter", "0"));

            SALT_API.verify(postRequestedFor(urlEqualTo("/"))
                    .withRequestBody(equalToJson("[{\"client\":\"local_async\",\"fun\":\"saltban.apply\",\"tgt\":\"*\","
                            + "\"tgt_type\":\"glob\",\"kwarg\":{\"delta\":{\"v\":1,\"base_sha256\":null},"
                            + "\"jitter\":0}}]")));
        }

        @Test
        void one_login_serves_many_calls() throws SaltApiException {
            SALT_API.stubFor(post("/").willReturn(okJson(SaltApiDouble.JOB)));

            api.publish("saltban.status", Target.all(), Map.of());
            api.publish("saltban.status", Target.all(), Map.of());

            SALT_API.verify(1, postRequestedFor(urlEqualTo("/login")));
        }
    }

    @Nested
    final class Returns {
        @Test
        void each_return_comes_with_key_address_and_its_json_unchanged() throws SaltApiException {
            answer("{\"v\":1,\"jid\":\"2026\",\"fun\":\"saltban.status\",\"minions\":[\"web1\",\"web2\"],\"more\":true,"
                    + "\"returns\":[{\"minion\":\"web1\",\"key\":\"aa:bb\",\"address\":\"10.77.0.11\",\"retcode\":0,"
                    + "\"success\":true,\"return\":{\"v\":1,\"seq\":12345678901234567,\"ratio\":1.0}}]}");

            ReturnsPage page = api.returns("2026", Set.of("web2"), true);

            assertThat(page)
                    .isEqualTo(new ReturnsPage(
                            List.of("web1", "web2"),
                            List.of(new MinionReturn(
                                    "web1",
                                    "aa:bb",
                                    "10.77.0.11",
                                    new MinionReturn.Value("{\"v\":1,\"seq\":12345678901234567,\"ratio\":1.0}"))),
                            true));
            SALT_API.verify(postRequestedFor(urlEqualTo("/"))
                    .withRequestBody(equalToJson("[{\"client\":\"runner\",\"fun\":\"saltban.returns\",\"kwarg\":"
                            + "{\"jid\":\"2026\",\"have\":[\"web2\"],\"addresses\":true}}]")));
        }

        @Test
        void a_value_that_salt_trimmed_is_an_error_of_that_minion_alone() throws SaltApiException {
            answer(returnsOf(
                    "{\"minion\":\"web1\",\"return\":{\"v\":1,\"findings\":\"VALUE_TRIMMED\"}}",
                    "{\"minion\":\"web2\",\"return\":{\"v\":1}}"));

            assertThat(contents())
                    .containsExactly(
                            new MinionReturn.Unusable(
                                    "Salt replaced a part of the return by VALUE_TRIMMED because of its size; nothing"
                                            + " of it was used"),
                            new MinionReturn.Value("{\"v\":1}"));
        }

        @Test
        void a_return_that_was_trimmed_as_a_whole_is_an_error() throws SaltApiException {
            answer(returnsOf("{\"minion\":\"web1\",\"return\":\"VALUE_TRIMMED\"}"));

            assertThat(contents()).hasOnlyElementsOfType(MinionReturn.Unusable.class);
        }

        @Test
        void a_user_who_calls_himself_like_the_mark_does_not_stop_the_collection() throws SaltApiException {
            String document = "{\"findings\":[{\"users\":[{\"name\":\"VALUE_TRIMMED\",\"failures\":1}],"
                    + "\"logins\":[{\"user\":\"VALUE_TRIMMED\"}]}]}";
            answer(returnsOf("{\"minion\":\"web1\",\"return\":" + document + "}"));

            assertThat(contents()).containsExactly(new MinionReturn.Value(document));
        }

        @Test
        void a_text_from_the_minion_is_its_error_and_shown_escaped() throws SaltApiException {
            answer(returnsOf(
                    "{\"minion\":\"web1\",\"return\":\"ERROR: \\u001b[31mno java\"}",
                    "{\"minion\":\"web2\",\"return\":\"'saltban.findings' is not available.\"}",
                    "{\"minion\":\"web3\",\"return\":null}",
                    "{\"minion\":\"web4\",\"error\":\"the return is larger than a page\"}"));

            assertThat(contents())
                    .containsExactly(
                            new MinionReturn.Unusable("ERROR: \\u001b[31mno java"),
                            new MinionReturn.Unusable(
                                    "the Salt module saltban is not there or not usable"
                                            + " ('saltban.findings' is not available.); apply the state saltban on this minion"),
                            new MinionReturn.Unusable("the return is empty"),
                            new MinionReturn.Unusable("the return is larger than a page"));
        }

        @Test
        void a_missing_runner_is_answered_by_500_and_says_which_state_brings_it() {
            SALT_API.stubFor(post("/")
                    .willReturn(aResponse()
                            .withStatus(500)
                            .withBody("{\"status\": 500, \"return\": \"An unexpected error occurred\"}")));

            SALT_API.assertFault(
                    () -> api.returns("2026", Set.of(), false),
                    SaltApiFault.RUNNER_MISSING,
                    "the master does not have the runner function saltban.returns (HTTP 500); apply the state"
                            + " saltban.master on the master, and if it is there, see the log of salt-api");
        }

        @Test
        void of_an_exception_in_the_runner_the_last_line_is_shown() {
            answer("\"Exception occurred in runner saltban.returns: Traceback (most recent call last):\\n"
                    + "  File \\\"x.py\\\", line 2, in returns\\nValueError: boom\\n\"");

            SALT_API.assertFault(
                    () -> api.returns("2026", Set.of(), false),
                    SaltApiFault.RUNNER_REFUSED,
                    "saltban.returns answered: ValueError: boom");
        }

        @Test
        void an_error_of_the_runner_is_passed_on() {
            answer("{\"v\":1,\"error\":\"no such job\\u0007\"}");

            SALT_API.assertFault(
                    () -> api.returns("2026", Set.of(), false),
                    SaltApiFault.RUNNER_REFUSED,
                    "saltban.returns answered: no such job\\u0007");
        }

        @Test
        void a_document_of_another_version_is_refused() {
            answer("{\"v\":2,\"returns\":[]}");

            SALT_API.assertFault(
                    () -> api.returns("2026", Set.of(), false),
                    SaltApiFault.UNREADABLE,
                    "the answer to saltban.returns cannot be used: no document of version 1; use runner and aggregator"
                            + " of one release; is this a salt-api (rest_cherrypy)? Its log may say more");
        }

        private List<MinionReturn.Content> contents() throws SaltApiException {
            return api.returns("2026", Set.of(), false).returns().stream()
                    .map(MinionReturn::content)
                    .toList();
        }

        private String returnsOf(String... returns) {
            return "{\"v\":1,\"jid\":\"2026\",\"fun\":\"saltban.findings\",\"minions\":[],\"more\":false,\"returns\":["
                    + String.join(",", returns) + "]}";
        }
    }

    @Nested
    final class PublishSnapshot {
        @Test
        void the_runner_is_asked_and_must_say_so() {
            answer("{\"v\":1,\"published\":\"7-0123456789abcdef.data\"}");

            assertThatCode(() -> api.publishSnapshot("7-0123456789abcdef.data")).doesNotThrowAnyException();
        }

        @Test
        void an_answer_about_another_file_is_refused() {
            answer("{\"v\":1,\"published\":\"6-0123456789abcdef.data\"}");

            SALT_API.assertFault(
                    () -> api.publishSnapshot("7-0123456789abcdef.data"),
                    SaltApiFault.UNREADABLE,
                    "the answer to saltban.publish cannot be used: it does not say that 7-0123456789abcdef.data is"
                            + " published; is this a salt-api (rest_cherrypy)? Its log may say more");
        }
    }

    private static void answer(String runnerReturn) {
        SALT_API.stubFor(post("/").willReturn(okJson("{\"return\":[" + runnerReturn + "]}")));
    }
}
