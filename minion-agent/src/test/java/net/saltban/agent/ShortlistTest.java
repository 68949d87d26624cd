package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.Trust;
import net.saltban.finding.UserFailures;
import net.saltban.policy.PolicySettings;
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

    @Test
    void says_of_each_source_what_the_policy_says_on_all_findings() {
        int banned = 0;
        for (int seed = 0; seed < CASES; seed++) {
            List<Finding> findings = findings(new Random(seed));
            Map<IpAddress, SourceSummary> sources = new LinkedHashMap<>();
            Instant last = Instant.MIN;
            for (Finding finding : findings) {
                SourceSummary source = sources.computeIfAbsent(finding.source(), any -> new SourceSummary(finding));
                source.add(finding, 16);
                source.keep(finding, finding.users());
                last = finding.last().isAfter(last) ? finding.last() : last;
            }
            Verdict whole = new Verdict(PolicySettings.shipped(), last);
            whole.decide(findings);
            Verdict shortened = Verdict.on(sources.values());
            for (IpAddress source : sources.keySet()) {
                assertThat(shortened.on(source)).as("seed %d, %s", seed, source).isEqualTo(whole.on(source));
                banned += Verdict.isRule(whole.on(source)) ? 1 : 0;
            }
        }
        assertThat(banned).isBetween(CASES / 2, CASES * 4);
    }

    @Test
    void leaves_out_what_no_rule_can_rest_on() {
        IpAddress source = IpAddress.parse("203.0.113.7");
        Finding one = new Finding(
                Scan.EPOCH, 1, source, START, START, START, 2, 2, 0, 19, List.of(), 0, List.of(), 0, Trust.TEXT);
        SourceSummary summary = new SourceSummary(one);
        summary.add(one, 16);
        summary.keep(one, one.users());

        List<Finding> found = new ArrayList<>();
        Shortlist.of(List.of(summary), PolicySettings.shipped(), START, 1, found::addAll);
        assertThat(found).isEmpty();
    }
}
