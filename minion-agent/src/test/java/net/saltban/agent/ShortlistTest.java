package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.Trust;
import net.saltban.finding.UserFailures;
import net.saltban.outbox.MinuteFindings;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Rule;
import net.saltban.sshd.SourceEvent;
import org.junit.jupiter.api.Test;

final class ShortlistTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int CASES = 400;

    /** Few sources and times near the rules' windows, so that many windows just hold or just do not. */
    private static List<Finding> findings(Random random) {
        List<Finding> findings = new ArrayList<>();
        int count = 1 + random.nextInt(60);
        boolean months = random.nextInt(4) == 0;
        for (int i = 0; i < count; i++) {
            String source = random.nextBoolean()
                    ? "203.0.113." + (1 + random.nextInt(4))
                    : "2001:db8:" + random.nextInt(2) + "::" + (1 + random.nextInt(4));
            long minutes = months ? random.nextInt(45 * 24 * 60) : random.nextInt(180);
            findings.add(finding(i + 1, IpAddress.parse(source), START.plusSeconds(minutes * 60), random));
        }
        return findings;
    }

    private static Finding finding(int seq, IpAddress source, Instant minute, Random random) {
        int root = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
        int invalid = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
        List<UserFailures> users = new ArrayList<>();
        if (root > 0) {
            users.add(new UserFailures("root", false, root));
        }
        if (invalid > 0) {
            users.add(new UserFailures("u" + random.nextInt(4), true, invalid));
        }
        Instant last = minute.plusMillis(random.nextInt(60_000));
        Instant first = random.nextBoolean() ? minute : last;
        List<Login> logins = random.nextInt(12) == 0
                ? List.of(new Login("alice", "publickey", "SHA256:abc", minute, last, 1))
                : List.of();
        int failures = root + invalid + random.nextInt(2);
        int probes = random.nextInt(4) == 0 ? random.nextInt(12) : 0;
        return new Finding(
                Scan.EPOCH,
                seq,
                source,
                minute,
                first,
                last,
                failures,
                root,
                invalid,
                probes,
                users,
                0,
                logins,
                0,
                Trust.TEXT);
    }

    private static Map<IpAddress, String> byPolicy(List<Finding> findings, Instant now) {
        Verdict verdict = new Verdict(PolicySettings.shipped(), now);
        verdict.decide(findings);
        Map<IpAddress, String> words = new HashMap<>();
        for (Finding finding : findings) {
            words.put(finding.source(), verdict.on(finding.source()));
        }
        return words;
    }

    private static Map<IpAddress, String> words(ScanSources sources) {
        Verdict.judge(sources.sources());
        Map<IpAddress, String> words = new HashMap<>();
        for (SourceSummary source : sources.sources()) {
            words.put(source.source(), source.word());
        }
        return words;
    }

    @Test
    void says_of_each_source_what_the_policy_says_on_all_findings() {
        long banned = 0;
        for (int seed = 0; seed < CASES; seed++) {
            List<Finding> findings = findings(new Random(seed));
            ScanSources sources = new ScanSources();
            Instant last = Instant.MIN;
            for (Finding finding : findings) {
                sources.add(finding);
                last = finding.last().isAfter(last) ? finding.last() : last;
            }
            Map<IpAddress, String> words = words(sources);
            assertThat(words).as("seed %d", seed).isEqualTo(byPolicy(findings, last));
            banned += words.values().stream().filter(Verdict::isRule).count();
        }
        assertThat(banned).isBetween(CASES / 2L, CASES * 4L);
    }

    /** Compares the words of both on some events, and counts them. */
    private static void compare(int seed, List<SourceEvent> events, Map<String, Integer> met) {
        List<Finding> findings = new ArrayList<>();
        ScanSources sources = new ScanSources();
        Instant last = Instant.MIN;
        for (SourceEvent event : events) {
            sources.add(event);
            MinuteFindings one = new MinuteFindings();
            one.add(event, Trust.TEXT);
            findings.addAll(one.drain(Scan.EPOCH, findings.size() + 1));
            last = event.time().isAfter(last) ? event.time() : last;
        }
        Map<IpAddress, String> words = words(sources);
        assertThat(words).as("seed %d", seed).isEqualTo(byPolicy(findings, last));
        words.values().forEach(word -> met.merge(word, 1, Integer::sum));
    }

    @Test
    void says_of_each_source_what_the_policy_says_on_each_event() {
        Map<String, Integer> met = new HashMap<>();
        for (int seed = 0; seed < 5 * CASES; seed++) {
            compare(seed, RandomEvents.of(new Random(seed)), met);
        }
        assertThat(met)
                .containsKeys(
                        "root-guessing",
                        "brute-force",
                        "user-guessing",
                        "repeat-prober",
                        Verdict.KNOWN_GOOD,
                        Verdict.EXEMPT,
                        Verdict.NONE);
    }

    @Test
    void a_crowded_minute_hides_no_name_that_a_rule_needs() {
        Map<String, Integer> met = new HashMap<>();
        for (int seed = 0; seed < 5 * CASES; seed++) {
            compare(seed, RandomEvents.dense(new Random(seed)), met);
        }
        assertThat(met).containsKeys("brute-force", "user-guessing", Verdict.EXEMPT, Verdict.NONE);
    }

    @Test
    void the_shipped_rules_ask_for_no_more_than_evidence_tells() {
        for (Rule rule : PolicySettings.shipped().rules()) {
            assertThat(rule.threshold()).as(rule.name()).isLessThan(Evidence.COUNT_MAX);
        }
        assertThat(PolicySettings.shipped().alarm().failures()).isLessThan(Evidence.COUNT_MAX);
    }

    @Test
    void leaves_out_what_no_rule_can_rest_on() {
        IpAddress source = IpAddress.parse("2001:db8::7");
        IpAddress neighbour = IpAddress.parse("2001:db8::8");
        ScanSources sources = new ScanSources();
        for (IpAddress address : List.of(source, neighbour)) {
            sources.add(new SourceEvent(SourceEvent.Kind.FAILURE, START, address, "root", false, "", "", 1));
            sources.add(new SourceEvent(SourceEvent.Kind.PROBE, START, address, "", false, "", "", 9));
        }
        List<Finding> found = new ArrayList<>();
        new Shortlist(PolicySettings.shipped(), START, 1, (some, findings) -> found.addAll(findings))
                .judge(sources.sources());
        assertThat(found).isEmpty();
    }
}
