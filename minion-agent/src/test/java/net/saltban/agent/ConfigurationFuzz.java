package net.saltban.agent;

import java.nio.charset.StandardCharsets;
import java.util.List;

import net.saltban.problem.ProblemsException;

/** Any text as {@code agent.yaml}: read, or refused with problems that say something and hold no control character. */
public final class ConfigurationFuzz {
    private ConfigurationFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            AgentConfiguration.parse(new String(input, StandardCharsets.UTF_8), "agent.yaml");
        } catch (ProblemsException e) {
            String message = String.valueOf(e.getMessage());
            boolean plain = message.chars().noneMatch(c -> c < ' ' && c != '\n' || c == 0x7f);
            if (message.isEmpty() || !plain) {
                throw new AssertionError("a problem is told so: " + message, e);
            }
        }
    }

    /** Configurations with every key. */
    public static List<byte[]> seeds() {
        return List.of("sources: auto\n", """
                        sources: [/var/log/auth.log, "/var/log/remote/*/auth.log"]
                        state-dir: /var/lib/saltban-agent
                        first-read: 30d
                        phrases:
                          - 'Failed password for'
                          - 'dovecot: auth failed, <ANY> rip=<ADDR>, <ANY>'
                        enforce:
                          backend: nftables
                          mode: observe
                          ports: [22, 2222]
                          jail: saltban
                          protect: [192.0.2.0/24, "2001:db8::/32"]
                          max-entries: 1000
                        list: 01234567-89ab-cdef-0123-456789abcdef
                        master: [198.51.100.1]
                        """, "a: &a [*a]\nb: !!java.net.URL x\n<<: *a\n").stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
