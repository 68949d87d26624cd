package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import net.saltban.address.Prefix;
import net.saltban.problem.ProblemsException;
import net.saltban.source.FirstRead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentConfigurationTest {
    @Test
    void a_file_that_is_not_there_gives_the_defaults(@TempDir Path folder) throws IOException, ProblemsException {
        assertThat(AgentConfiguration.read(folder.resolve("none"))).isEqualTo(AgentConfiguration.defaults());
    }

    @Test
    void an_empty_file_gives_the_defaults() throws ProblemsException {
        assertThat(AgentConfiguration.parse("# nothing\n", "a.yaml")).isEqualTo(AgentConfiguration.defaults());
    }

    @Test
    void every_key_is_read() throws ProblemsException {
        AgentConfiguration read = AgentConfiguration.parse("""
                sources: [/var/log/auth.log, '/srv/*/log/secure']
                state-dir: /srv/agent
                first-read: now
                master: [192.0.2.10, salt.example]
                list: 0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11
                phrases: ['Failed password for']
                enforce:
                  backend: fail2ban
                  mode: observe
                  ports: [22, 2222]
                  jail: sshfleet
                  protect: [198.51.100.0/24]
                  max-entries: 50000
                """, "a.yaml");
        assertThat(read.sources()).containsExactly("/var/log/auth.log", "/srv/*/log/secure");
        assertThat(read.stateFolder()).isEqualTo(Path.of("/srv/agent"));
        assertThat(read.firstRead()).isEqualTo(FirstRead.fromNow());
        assertThat(read.masters()).containsExactly("192.0.2.10", "salt.example");
        assertThat(read.list())
                .hasValueSatisfying(id -> assertThat(id).hasToString("0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11"));
        assertThat(read.phrases()).hasSize(1);
        assertThat(read.enforcement().backend()).isEqualTo("fail2ban");
        assertThat(read.enforcement().observes()).isTrue();
        assertThat(read.enforcement().ports()).containsExactlyInAnyOrder(22, 2222);
        assertThat(read.enforcement().jail()).isEqualTo("sshfleet");
        assertThat(read.enforcement().protect()).containsExactly(Prefix.parse("198.51.100.0/24"));
        assertThat(read.enforcement().entriesMax()).isEqualTo(50_000);
    }

    @Test
    void a_duration_says_how_far_back_the_first_read_goes() throws ProblemsException {
        assertThat(AgentConfiguration.parse("first-read: 7d", "a.yaml").firstRead())
                .isEqualTo(FirstRead.back(Duration.ofDays(7)));
    }

    @Test
    void all_problems_are_named_at_once_with_their_lines() {
        assertThatThrownBy(() -> AgentConfiguration.parse("""
                        sources: auth.log
                        first-read: soon
                        enforce:
                          backend: iptables
                          ports: [22, 70000]
                          protect: [192.0.2.1/24]
                          jail: 'a b'
                        ignoreip: 192.0.2.1
                        souces: auto
                        phrases: ['login refused for <USER>']
                        """, "a.yaml"))
                .isInstanceOf(ProblemsException.class)
                .hasMessage("""
                        a.yaml:1: sources holds "auth.log"; write auto, journal, journal:/folder, or absolute files and globs
                        a.yaml:2: first-read is "soon"; write now, or a number with s, m, h or d
                        a.yaml:4: enforce.backend is "iptables"; use fail2ban or file or nftables
                        a.yaml:7: enforce.jail is "a b"; use 1 to 26 letters, digits, - and _
                        a.yaml:5: enforce.ports holds "70000"; use all, or ports from 1 to 65535
                        a.yaml:6: enforce.protect holds "192.0.2.1/24": host bits are set; the prefix is 192.0.2.0/24; write an address or a prefix such as 192.0.2.0/24
                        a.yaml:10: phrases holds "login refused for <USER>": the phrase has no <ADDR>; write it where the address stands
                        a.yaml:8: ignoreip is no key; use enforce.protect
                        a.yaml:9: souces is no key; did you mean sources?""");
    }
}
