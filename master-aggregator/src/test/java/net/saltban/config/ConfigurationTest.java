package net.saltban.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import net.saltban.address.Prefix;
import net.saltban.policy.PolicySettings;
import net.saltban.problem.ProblemsException;
import net.saltban.saltapi.Target;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
    @Nested
    final class Defaults {
        @Test
        void the_default_file_says_what_an_empty_one_means() throws Exception {
            assertThat(Configuration.parse(Configuration.defaultFile(), "default"))
                    .isEqualTo(Configuration.parse("", "empty"));
        }

        @Test
        void the_policy_is_the_shipped_one() throws Exception {
            assertThat(Configuration.parse("", "empty").policy()).isEqualTo(PolicySettings.shipped());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "no-key: 1",
                    "salt-api: {no-key: 1}",
                    "collect: {no-key: 1}",
                    "push: {no-key: 1}",
                    "retention: {no-key: 1}",
                    "policy: {no-key: 1}",
                    "policy: {rules: {fleet-wide: {no-key: 1}}}",
                    "policy: {known-good: {no-key: 1}}",
                    "policy: {alarm: {no-key: 1}}",
                    "policy: {brake: {no-key: 1}}",
                })
        void the_default_file_has_every_key(String text) {
            String problem = problemsOf(text).get(0);
            String known = problem.substring(problem.indexOf("known here: ") + "known here: ".length());

            assertThat(known.split(", ")).isNotEmpty();
            assertThat(Arrays.stream(known.split(", ")))
                    .allSatisfy(key -> assertThat(Configuration.defaultFile()).containsPattern("\\b" + key + ":"));
        }

        @Test
        void the_reference_quotes_the_default_file() throws Exception {
            assertThat(Files.readString(Path.of("../docs/ref/configuration.md")))
                    .contains("```yaml\n" + Configuration.defaultFile() + "```\n");
        }

        @Test
        void lines_of_the_default_file_fit_a_terminal() {
            assertThat(Configuration.defaultFile().lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        }
    }

    @Nested
    final class SaltApi {
        @Test
        void every_key_is_read() throws Exception {
            Configuration configuration = parse("""
                    salt-api:
                      url: https://salt.example:8443
                      user: banner
                      eauth: pam
                      password-env: SALTBAN_PASSWORD
                      ca-file: /etc/ssl/salt.pem
                      timeout: 2m
                    """);

            assertThat(configuration.saltApi().url()).isEqualTo(URI.create("https://salt.example:8443"));
            assertThat(configuration.saltApi().user()).isEqualTo("banner");
            assertThat(configuration.saltApi().eauth()).isEqualTo("pam");
            assertThat(configuration.saltApi().caFile()).contains(Path.of("/etc/ssl/salt.pem"));
            assertThat(configuration.saltApi().timeout()).isEqualTo(Duration.ofMinutes(2));
            assertThat(configuration.password()).isEqualTo(new PasswordSource.InEnvironment("SALTBAN_PASSWORD"));
        }

        @Test
        void plain_http_beyond_this_machine_is_refused() {
            assertThat(problemsOf("""
                    salt-api:
                      url: http://salt.example:8000
                    """))
                    .containsExactly("saltban.yaml:2: salt-api.url is \"http://salt.example:8000\"; use https, or set"
                            + " salt-api.allow-http");
        }

        @Test
        void plain_http_beyond_this_machine_can_be_allowed() throws Exception {
            assertThat(parse("salt-api: {url: 'http://salt.example:8000', allow-http: true}")
                            .saltApi()
                            .url())
                    .isEqualTo(URI.create("http://salt.example:8000"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ftp://salt.example",
                    "https://user:pass@salt.example",
                    "https://salt.example/salt",
                    "salt.example:8000",
                    "https://",
                    "https://salt .example",
                })
        void a_url_that_is_more_or_less_than_a_place_is_refused(String url) {
            assertThat(problemsOf("salt-api: {url: '" + url + "'}"))
                    .containsExactly("saltban.yaml:1: salt-api.url is \"" + url
                            + "\"; use http or https, a host and a port, and no path");
        }

        @Test
        void two_places_for_the_password_are_one_too_many() {
            assertThat(problemsOf("salt-api: {password-file: /a, password-env: B}"))
                    .containsExactly("saltban.yaml:1: salt-api.password-env stands beside salt-api.password-file; keep"
                            + " one of them");
        }

        @Test
        void a_password_in_the_file_is_refused_without_quoting_it() {
            assertThat(problemsOf("salt-api: {password: sesame}"))
                    .containsExactly("saltban.yaml:1: salt-api.password is no key; use salt-api.password-file");
        }
    }

    @Nested
    final class Minions {
        @Test
        void a_glob() throws Exception {
            assertThat(parse("minions: 'web*'").minions()).isEqualTo(new Target(Target.Kind.GLOB, List.of("web*")));
        }

        @Test
        void one_id() throws Exception {
            assertThat(parse("minions: web1").minions()).isEqualTo(Target.ofIds(List.of("web1")));
        }

        @Test
        void a_list_of_ids() throws Exception {
            assertThat(parse("minions: [web1, web2]").minions()).isEqualTo(Target.ofIds(List.of("web1", "web2")));
        }

        @Test
        void a_compound_matcher() throws Exception {
            assertThat(parse("minions: {compound: 'G@os:Debian and not lab*'}").minions())
                    .isEqualTo(new Target(Target.Kind.COMPOUND, List.of("G@os:Debian and not lab*")));
        }

        @Test
        void nobody_is_refused() {
            assertThat(problemsOf("minions: []"))
                    .containsExactly("saltban.yaml:1: minions names nobody; write a glob, a list of ids, or compound:"
                            + " EXPRESSION");
        }
    }

    @Nested
    final class Prefixes {
        @Test
        void comments_stay_with_their_entries() throws Exception {
            assertThat(parse("""
                    allowlist:
                      - 192.0.2.0/24   # office, first floor
                      # a line of its own
                      - 2001:db8:1::/48
                    """).allowlist())
                    .containsExactly(
                            new AllowlistEntry(Prefix.parse("192.0.2.0/24"), "office, first floor"),
                            new AllowlistEntry(Prefix.parse("2001:db8:1::/48"), ""));
        }

        @Test
        void a_comment_may_stand_in_the_text_itself() throws Exception {
            assertThat(parse("allowlist: ['192.0.2.0/24 office, first floor']").allowlist())
                    .containsExactly(new AllowlistEntry(Prefix.parse("192.0.2.0/24"), "office, first floor"));
        }

        @Test
        void each_wrong_entry_is_named_with_its_line() {
            assertThat(problemsOf("""
                    allowlist:
                      - 192.0.2.1/24
                      - 198.51.100.7
                      - office.example
                      - 0.0.0.0/0
                    protect: [203.0.113.0/33]
                    """))
                    .containsExactly(
                            "saltban.yaml:2: allowlist holds \"192.0.2.1/24\": host bits are set; the prefix is"
                                    + " 192.0.2.0/24; write an address or a prefix such as 192.0.2.0/24",
                            "saltban.yaml:4: allowlist holds \"office.example\": not an IPv4 or IPv6 address; write an"
                                    + " address or a prefix such as 192.0.2.0/24",
                            "saltban.yaml:5: allowlist holds \"0.0.0.0/0\", which is every address; name those meant",
                            "saltban.yaml:6: protect holds \"203.0.113.0/33\": length is 33; use 0 to 32; write an"
                                    + " address or a prefix such as 192.0.2.0/24");
        }
    }

    @Nested
    final class Retention {
        @Test
        void spans_that_do_not_grow_are_refused() {
            assertThat(problemsOf("retention: {by-minute: 40d, by-day: 20d}"))
                    .containsExactly(
                            "saltban.yaml: retention.by-hour is shorter than retention.by-minute; it counts from the same"
                                    + " day, so use more",
                            "saltban.yaml:1: retention.by-day is shorter than retention.by-hour; it counts from the same"
                                    + " day, so use more");
        }
    }

    @Nested
    final class WrongFiles {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "allowlst: []|saltban.yaml:1: allowlst is no key; did you mean allowlist?",
                    "whitelist: []|saltban.yaml:1: whitelist is no key; use allowlist",
                    "ignoreip: []|saltban.yaml:1: ignoreip is no key; use allowlist",
                    "mode: enforce|saltban.yaml:1: mode is no key; use the command saltban mode, since it is an act and no"
                            + " setting",
                    "push: {zebra: 1}|saltban.yaml:1: push.zebra is no key; known here: jitter, timeout",
                })
        void an_unknown_key_comes_with_a_hint(String text, String problem) {
            assertThat(problemsOf(text)).containsExactly(problem);
        }

        @Test
        void a_key_that_stands_twice_is_refused() {
            assertThat(problemsOf("minions: a\npush: {}\nminions: b\n"))
                    .containsExactly("saltban.yaml:3: minions stands a second time, after line 1; keep one");
        }

        @Test
        void a_value_of_another_form_is_refused() {
            assertThat(problemsOf("push: 5\nsalt-api: {user: [a]}\nallowlist: [[a]]\n"))
                    .containsExactly(
                            "saltban.yaml:2: salt-api.user is a list or a mapping; write one plain value",
                            "saltban.yaml:1: push is no mapping; indent its keys below it",
                            "saltban.yaml:3: allowlist holds a list or a mapping; write plain values");
        }

        @Test
        void what_is_not_yaml_is_named_with_its_line() {
            assertThat(problemsOf("minions: a\n\tpush: b\n"))
                    .containsExactly(
                            "saltban.yaml:2: this is not YAML: found character '\\t(TAB)' that cannot start any"
                                    + " token. (Do not use \\t(TAB) for indentation)");
        }

        @Test
        void a_list_is_no_configuration() {
            assertThat(problemsOf("- a\n"))
                    .containsExactly("saltban.yaml:1: the file is not a mapping of keys; see saltban config --default");
        }

        @Test
        void aliases_cannot_blow_it_up() {
            StringBuilder bomb = new StringBuilder("a: &a [x, x]\n");
            for (char c = 'b'; c < 'z'; c++) {
                bomb.append(c)
                        .append(": &")
                        .append(c)
                        .append(" [*")
                        .append((char) (c - 1))
                        .append(", *")
                        .append((char) (c - 1))
                        .append("]\n");
            }

            assertThat(problemsOf(bomb.toString())).isNotEmpty();
        }

        @Test
        void other_bytes_than_utf_8_are_refused(@TempDir Path folder) throws Exception {
            Path file = Files.write(
                    folder.resolve("saltban.yaml"), "minions: 'b\u00fccher'".getBytes(StandardCharsets.ISO_8859_1));

            ProblemsException thrown = catchThrowableOfType(ProblemsException.class, () -> Configuration.read(file));

            assertThat(thrown).hasMessage(file + ": this is not UTF-8; save it as such");
        }

        @Test
        void all_problems_are_reported_at_once() {
            assertThat(problemsOf("""
                    salt-api: {timeout: soon}
                    user-names: maybe
                    collect: {timeout: 0s}
                    """))
                    .containsExactly(
                            "saltban.yaml:1: salt-api.timeout is \"soon\"; use a number with s, m, h or d, from 1s to"
                                    + " 10m",
                            "saltban.yaml:3: collect.timeout is \"0s\"; use a number with s, m, h or d, from 1s to 1h",
                            "saltban.yaml:2: user-names is \"maybe\"; use count or keep");
        }
    }

    private static Configuration parse(String text) throws ProblemsException {
        return Configuration.parse(text, "saltban.yaml");
    }

    private static List<String> problemsOf(String text) {
        ProblemsException thrown = catchThrowableOfType(ProblemsException.class, () -> parse(text));
        assertThat(thrown).as("problems of " + text).isNotNull();
        return thrown.problems().stream().map(Object::toString).toList();
    }
}
