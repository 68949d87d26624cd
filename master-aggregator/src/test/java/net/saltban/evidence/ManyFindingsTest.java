package net.saltban.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import net.saltban.address.IpAddress;
import net.saltban.policy.Policy;
import net.saltban.policy.PolicyInput;
import net.saltban.policy.PolicyOutcome;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred thousand findings from a hundred minions about twenty thousand sources. On two busy cores taking them in takes
 * 3 s, deciding another 5 s; the bound leaves room for a slow machine, and none for work that grows with the square.
 */
final class ManyFindingsTest {
    private static final int MINIONS = 100;
    private static final int FINDINGS = 1000;
    private static final int SOURCES = 20_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void are_taken_in_and_decided_on_in_seconds() throws StoreException {
        List<Page> pages = new ArrayList<>();
        for (int minion = 0; minion < MINIONS; minion++) {
            Sample[] samples = new Sample[FINDINGS];
            for (int i = 0; i < FINDINGS; i++) {
                int source = (minion * 7919 + i * 104_729) % SOURCES;
                samples[i] = Sample.on("m")
                        .from(IpAddress.ofIpv4(0xC6000000 + source).toString())
                        .minute(i - FINDINGS)
                        .failures(1 + i % 3)
                        .invalid("admin" + i % 9);
            }
            pages.add(Pages.of("web" + minion).with(samples));
        }
        PolicySettings settings = PolicySettings.shipped();
        try (EvidenceStore store = EvidenceStore.open(folder)) {
            for (Page page : pages) {
                store.accept(page);
            }
            Pending pending = store.pending(settings, Sample.NOW);
            PolicyOutcome outcome = new Policy(settings).decide(PolicyInput.of(pending.evidence(), Sample.NOW));
            store.record(pending, outcome, Sample.NOW);
            assertThat(store.counts().findings()).isEqualTo(MINIONS * FINDINGS);
            assertThat(store.counts().bans()).isEqualTo(outcome.bans().size()).isPositive();
            assertThat(store.counts().waiting()).isZero();
        }
    }
}
