package net.saltban.evidence;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.finding.OutboxCursor;
import net.saltban.policy.Act;
import net.saltban.policy.Mode;
import net.saltban.policy.Policy;
import net.saltban.policy.PolicyInput;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Protection;
import net.saltban.policy.Sample;

/**
 * Collects from minions that have endless findings, decides, bans and adds up, and says on standard output what it has done
 * after it is done; {@link KillIT} kills it. Finding number n of each minion is one failure, so that what is kept must add up
 * to the cursor.
 */
final class KilledCollectorMain {
    static final int MINIONS = 3;
    private static final int PAGE = 40;
    private static final PolicySettings SETTINGS = PolicySettings.shipped();
    private static final Retention SHORT =
            new Retention(Duration.ZERO, Duration.ofHours(2), Duration.ofDays(9000), Duration.ofDays(9000));

    private KilledCollectorMain() {}

    /** Folder, seed of the order of its work. */
    public static void main(String[] args) throws StoreException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Random random = new Random(Long.parseLong(args[1]));
        try (EvidenceStore store = EvidenceStore.open(Path.of(args[0]))) {
            out.println("ready");
            while (!out.checkError()) {
                step(store, random, out);
            }
        }
    }

    private static void step(EvidenceStore store, Random random, PrintStream out) throws StoreException {
        Instant now = Sample.NOW.plus(Duration.ofDays(2));
        switch (random.nextInt(6)) {
            case 0 -> {
                Pending pending = store.pending(SETTINGS, now);
                PolicyInput input =
                        new PolicyInput(pending.evidence(), Protection.none(), pending.standing(), Mode.ENFORCE, now);
                store.record(pending, new Policy(SETTINGS).decide(input), now);
                out.println("decided");
            }
            case 1 -> {
                Prefix prefix = Prefix.of(IpAddress.ofIpv4(0xCB007100 + random.nextInt(256)));
                store.ban(prefix, Optional.empty(), new Act("operator", now, ""));
                out.println("banned " + prefix + " .");
            }
            case 2 -> {
                store.compact(SHORT, now);
                out.println("compacted");
            }
            default -> {
                String minion = "web" + random.nextInt(MINIONS);
                long cursor = Optional.ofNullable(store.cursors().get(minion))
                        .map(OutboxCursor::seq)
                        .orElse(0L);
                Accepted accepted = store.accept(page(minion, cursor));
                out.println("accepted " + minion + " " + accepted.cursor().seq() + " .");
            }
        }
    }

    /** The page that a minion answers after a cursor: the same whenever it is asked. */
    static Page page(String minion, long cursor) {
        Sample[] samples = new Sample[PAGE];
        for (int i = 0; i < PAGE; i++) {
            long number = cursor + i + 1;
            samples[i] = Sample.on(minion)
                    .from("192.0.2." + (1 + number * 7 % 200))
                    .minute(number % 3000 - 3000)
                    .failures(1);
        }
        return Pages.of(minion).from(cursor).asked(1, cursor).with(samples);
    }

    static List<String> minions() {
        return List.of("web0", "web1", "web2");
    }
}
