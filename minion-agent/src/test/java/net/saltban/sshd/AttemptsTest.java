package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import net.saltban.limits.InputLimits;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Attempts counted, not lines; the sequences are those of OpenSSH 9.2 unless said otherwise. */
final class AttemptsTest {
    private static final String PEER = "198.51.100.7 port 40022";
    private static final String PAM =
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.7  user=root";
    private static final String PAM_UNKNOWN =
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.7 ";
    private static final String KEY = ": ED25519 SHA256:abc";

    private final Lines lines = new Lines();

    @Nested
    class Passwords {
        @Test
        void three_lines_of_one_wrong_password_are_one_attempt() {
            lines.sshd(
                    1,
                    PAM,
                    "Failed password for root from " + PEER + " ssh2",
                    "Connection closed by authenticating user root " + PEER + " [preauth]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
            assertThat(lines.events().get(0).method()).isEqualTo("password");
        }

        @Test
        void five_lines_of_an_unknown_user_are_one_attempt() {
            lines.sshd(
                    1,
                    "Invalid user admin from " + PEER,
                    "pam_unix(sshd:auth): check pass; user unknown",
                    PAM_UNKNOWN,
                    "Failed password for invalid user admin from " + PEER + " ssh2",
                    "Connection closed by invalid user admin " + PEER + " [preauth]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 invalid admin");
        }

        @Test
        void lines_about_too_many_attempts_add_nothing() {
            for (int i = 0; i < 6; i++) {
                lines.sshd(1, "Failed password for root from " + PEER + " ssh2");
            }
            lines.sshd(
                    1,
                    "error: maximum authentication attempts exceeded for root from " + PEER + " ssh2 [preauth]",
                    "Disconnecting authenticating user root " + PEER + ": Too many authentication failures [preauth]",
                    "PAM 5 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.7  user=root",
                    "PAM service(sshd) ignoring max retries; 6 > 3");

            assertThat(lines.finish()).hasSize(6).containsOnly("failure 198.51.100.7 root");
        }

        @Test
        void a_mistyped_password_before_a_login_counts() {
            lines.sshd(
                    1,
                    PAM,
                    "Failed password for alice from " + PEER + " ssh2",
                    "Accepted password for alice from " + PEER + " ssh2");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 alice", "login 198.51.100.7 alice");
        }

        @Test
        void the_probe_for_methods_is_no_attempt() {
            lines.sshd(1, "Failed none for root from " + PEER + " ssh2");

            assertThat(lines.finish()).isEmpty();
        }

        @Test
        void a_repeated_message_counts_as_often_as_it_came() {
            lines.sshd(
                    1,
                    "Failed password for root from " + PEER + " ssh2",
                    "message repeated 2 times: [ Failed password for root from " + PEER + " ssh2]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root", "failure 198.51.100.7 root x2");
        }

        @Test
        void the_last_message_repeated_counts_if_it_stands_right_behind() {
            lines.sshd(1, "Failed password for root from " + PEER + " ssh2")
                    .line("Jan  5 03:04:06 web1 last message repeated 3 times")
                    .line("Jan  5 03:04:06 web1 last message repeated 3 times");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root", "failure 198.51.100.7 root x3");
        }

        @Test
        void the_last_message_repeated_of_another_host_counts_nothing() {
            lines.sshd(1, "Failed password for root from " + PEER + " ssh2")
                    .line("Jan  5 03:04:06 web2 last message repeated 3 times");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void the_last_message_repeated_by_syslogd_itself_names_no_host() {
            lines.sshd(1, "Failed password for root from " + PEER + " ssh2")
                    .line("Jan  5 03:04:06 syslogd: last message repeated 3 times");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root", "failure 198.51.100.7 root x3");
        }

        @Test
        void a_line_that_is_too_long_stands_between() {
            String failed = "Jan  5 03:04:05 web1 sshd[1]: Failed password for root from " + PEER + " ssh2\n";
            String tooLong = "Jan  5 03:04:05 web1 app[7]: " + "x".repeat(InputLimits.LOG_LINE_BYTES_MAX) + "\n";
            lines.text(failed + tooLong + "Jan  5 03:04:06 web1 last message repeated 3 times\n");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void the_last_message_repeated_of_another_program_counts_nothing() {
            lines.sshd(1, "Failed password for root from " + PEER + " ssh2")
                    .line("Jan  5 03:04:05 web1 cron[7]: x")
                    .line("Jan  5 03:04:06 web1 last message repeated 3 times");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }
    }

    @Nested
    class Root {
        @Test
        void root_is_who_was_refused_in_the_words_for_root() {
            lines.sshd(1, "ROOT LOGIN REFUSED FROM 198.51.100.7 port 40022", "Connection closed by " + PEER);

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }
    }

    @Nested
    class QuietConnections {
        @Test
        void one_wrong_key_for_a_valid_user_is_one_attempt() {
            lines.sshd(1, "Connection closed by authenticating user root " + PEER + " [preauth]");

            assertThat(lines.soFar()).containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void an_unknown_user_who_leaves_is_one_attempt() {
            lines.sshd(
                    1,
                    "Invalid user admin from " + PEER,
                    "Received disconnect from " + PEER + ":11: Bye [preauth]",
                    "Disconnected from invalid user admin " + PEER + " [preauth]");

            assertThat(lines.soFar()).containsExactly("failure 198.51.100.7 invalid admin");
        }

        @Test
        void messages_behind_the_end_add_nothing() {
            lines.sshd(
                    1,
                    "Disconnected from invalid user admin " + PEER + " [preauth]",
                    "Connection closed by invalid user admin " + PEER + " [preauth]",
                    "Connection closed by " + PEER);

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 invalid admin");
        }

        @Test
        void an_unknown_user_who_never_closes_counts_after_ten_minutes() {
            lines.at("03:00:00", 1, "Invalid user admin from " + PEER);

            assertThat(lines.settle("03:09:59")).isEmpty();
            assertThat(lines.settle("03:10:00")).containsExactly("failure 198.51.100.7 invalid admin");
            assertThat(lines.finish()).hasSize(1);
        }

        @Test
        void root_refused_twice_is_one_attempt() {
            lines.sshd(
                    1,
                    "ROOT LOGIN REFUSED FROM " + PEER,
                    "ROOT LOGIN REFUSED FROM " + PEER + " [preauth]",
                    "Connection closed by authenticating user root " + PEER + " [preauth]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void a_refused_account_is_not_called_invalid() {
            lines.sshd(
                    1,
                    "User denied from 198.51.100.7 not allowed because listed in DenyUsers",
                    "Failed password for invalid user denied from " + PEER + " ssh2",
                    "Connection closed by invalid user denied " + PEER + " [preauth]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 denied");
        }

        @Test
        void a_message_without_address_counts_for_the_connection_that_another_names() {
            lines.sshd(
                    1,
                    "User noshell not allowed because shell /no/such/shell does not exist",
                    "Connection closed by invalid user noshell " + PEER + " [preauth]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 noshell");
        }
    }

    @Nested
    class Keys {
        @Test
        void five_keys_before_the_right_one_are_no_offence() {
            for (int i = 0; i < 5; i++) {
                lines.sshd(1, "Failed publickey for alice from " + PEER + " ssh2" + KEY);
            }
            lines.sshd(1, "Accepted publickey for alice from " + PEER + " ssh2" + KEY);

            assertThat(lines.finish()).containsExactly("login 198.51.100.7 alice");
            assertThat(lines.events().get(0).key()).isEqualTo("SHA256:abc");
        }

        @Test
        void five_wrong_keys_are_one_attempt() {
            for (int i = 0; i < 5; i++) {
                lines.sshd(1, "Failed publickey for alice from " + PEER + " ssh2" + KEY);
            }
            lines.sshd(1, "Connection closed by authenticating user alice " + PEER + " [preauth]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 alice");
        }

        @Test
        void a_key_that_every_client_offers_first_adds_nothing_to_a_wrong_password() {
            lines.sshd(
                    1,
                    "Failed publickey for alice from " + PEER + " ssh2" + KEY,
                    "Failed password for alice from " + PEER + " ssh2",
                    "Connection closed by authenticating user alice " + PEER + " [preauth]");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 alice");
        }

        @Test
        void a_login_whose_line_was_cut_still_forgives_the_keys() {
            lines.sshd(
                    1,
                    "Failed publickey for alice from " + PEER + " ssh2" + KEY,
                    "Accepted publickey for alice from " + PEER + " ssh2: ED25519-CERT ID " + "x".repeat(500));

            assertThat(lines.finish()).isEmpty();
            assertThat(lines.reader.ambiguous()).isEqualTo(1);
        }
    }

    @Nested
    class KeyboardInteractive {
        private static final String ERROR = "error: PAM: Authentication failure for ";

        @Test
        void pam_under_another_process_does_not_count_again() {
            for (int i = 0; i < 3; i++) {
                lines.sshd(2 + i, PAM).sshd(1, ERROR + "root from 198.51.100.7");
            }
            lines.sshd(1, "Connection closed by authenticating user root " + PEER + " [preauth]");

            assertThat(lines.finish()).hasSize(3).containsOnly("failure 198.51.100.7 root");
            assertThat(lines.events().get(0).method()).isEqualTo("keyboard-interactive/pam");
        }

        @Test
        void an_unknown_user_counts_once_for_each_answer() {
            lines.sshd(1, "Invalid user admin from " + PEER);
            for (int i = 0; i < 2; i++) {
                lines.sshd(1, "Postponed keyboard-interactive for invalid user admin from " + PEER + " ssh2 [preauth]")
                        .sshd(2 + i, "pam_unix(sshd:auth): check pass; user unknown", PAM_UNKNOWN)
                        .sshd(
                                1,
                                ERROR + "illegal user admin from 198.51.100.7",
                                "Failed keyboard-interactive/pam for invalid user admin from " + PEER + " ssh2");
            }
            lines.sshd(1, "Connection closed by invalid user admin " + PEER + " [preauth]");

            assertThat(lines.finish()).hasSize(2).containsOnly("failure 198.51.100.7 invalid admin");
        }

        @Test
        void without_pams_error_sshds_line_counts() {
            lines.sshd(1, "Failed keyboard-interactive/pam for root from " + PEER + " ssh2");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void a_name_in_the_errors_place_waits_for_the_address() {
            lines.sshd(1, ERROR + "root from client71.example", ERROR + "root from client71.example");
            assertThat(lines.soFar()).isEmpty();

            lines.sshd(1, "Connection closed by authenticating user root " + PEER + " [preauth]");
            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root x2");
        }

        @Test
        void a_name_alone_blames_nobody() {
            lines.sshd(1, ERROR + "root from client71.example");

            assertThat(lines.finish()).isEmpty();
        }
    }

    @Nested
    class OnlyPam {
        private static final String MORE =
                "PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.7  user=root";

        @Test
        void where_sshd_is_silent_pam_counts_after_a_minute() {
            lines.at("03:00:00", 1, PAM).at("03:00:20", 1, MORE);

            assertThat(lines.settle("03:00:59")).isEmpty();
            assertThat(lines.settle("03:01:00")).containsExactly("failure 198.51.100.7 root x3");
        }

        @Test
        void a_login_by_another_module_makes_it_no_failure() {
            lines.sshd(1, PAM, "Accepted password for root from " + PEER + " ssh2");

            assertThat(lines.finish()).containsExactly("login 198.51.100.7 root");
        }

        @Test
        void two_modules_tell_of_the_same_attempt() {
            lines.sshd(1, PAM, PAM.replace("pam_unix", "pam_sss"));

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }

        @Test
        void what_pam_sums_up_at_the_end_of_a_session_counts_nothing_alone() {
            lines.sshd(1, MORE);

            assertThat(lines.finish()).isEmpty();
        }

        @Test
        void the_old_tag_counts_once_with_sshds_line() {
            lines.line(
                            "Jan  5 03:04:05 web1 sshd(pam_unix)[1]: authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=198.51.100.7  user=root")
                    .sshd(1, "Failed password for root from " + PEER + " ssh2");

            assertThat(lines.finish()).containsExactly("failure 198.51.100.7 root");
        }
    }
}
