package net.saltban.enforce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import net.saltban.banfile.BanList;

/**
 * One table of the kernel's, by way of {@code nft}: scripts go in as one transaction each, and what is there comes back.
 *
 * <p>The kernel's dump of a set takes time that grows with the square of its size, and nft dumps all sets of a table for
 * whatever it lists. Questions that must be cheap are put as a transaction that is only checked ({@code nft -c}).
 */
final class NftKernel {
    private static final Duration TIME_MAX = Duration.ofMinutes(2);
    private static final int OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
    private static final int SAMPLE = 1000;
    private static final String ABSENT = "No such file or directory";
    private static final String BUSY = "Device or resource busy";

    private final Tool nft;
    private final NftRules rules;
    private final Random random;

    NftKernel(Tool nft, NftRules rules, Random random) {
        this.nft = nft;
        this.rules = rules;
        this.random = random;
    }

    /** The system's nft; empty if it is not installed. */
    static Optional<Tool> tool() {
        return Tool.find("nft", TIME_MAX, OUTPUT_BYTES_MAX);
    }

    NftRules rules() {
        return rules;
    }

    /** The whole table; empty if there is none. */
    Optional<NftTable> table() throws BackendException {
        Tool.Result result = nft.run(List.of("-j", "list", "table", "inet", rules.table()));
        if (!result.isDone() && result.error().contains(ABSENT)) {
            return Optional.empty();
        }
        requireDone("read the table back", result);
        try {
            return Optional.of(NftTable.parse(result.output()));
        } catch (IOException e) {
            throw new BackendException("nft: cannot read the table back: " + e.getMessage(), e);
        }
    }

    /**
     * Whether each of a random sample of {@value #SAMPLE} entries is there and asked for by a rule. A gap of one entry in two
     * hundred escapes once in 150 times.
     */
    Reading sample(BanList expected) throws BackendException {
        BanList sample = BanList.of(random.ints(SAMPLE, 0, expected.size())
                .distinct()
                .mapToObj(expected::get)
                .toList());
        boolean complete = check(out -> NftScript.probe(rules, sample, out)).isDone();
        for (NftSet set : NftSet.of(sample)) {
            complete = complete && isAsked(set);
        }
        return Reading.sample(expected, sample.size(), complete);
    }

    /** A set that a rule asks cannot be deleted. */
    private boolean isAsked(NftSet set) throws BackendException {
        return checkDeletion("set", set.name()).error().contains(BUSY);
    }

    /** Whether the chain is there that tells which list was loaded last. */
    boolean isTagged(BanList list) throws BackendException {
        return checkDeletion("chain", NftScript.tag(list)).isDone();
    }

    /** Whether there is a table at all. */
    boolean isThere() throws BackendException {
        return checkDeletion("table", "").isDone();
    }

    private Tool.Result checkDeletion(String what, String name) throws BackendException {
        String script = ("delete " + what + " inet " + rules.table() + " " + name).strip() + "\n";
        return check(out -> out.write(script.getBytes(StandardCharsets.US_ASCII)));
    }

    private Tool.Result check(Tool.Input script) throws BackendException {
        Tool.Result result = nft.run(List.of("-c", "-f", "-"), script);
        refusePermission(result);
        return result;
    }

    /** Carries a script out; false if the kernel refused it as a whole. */
    boolean attempt(Tool.Input script) throws BackendException {
        Tool.Result result = nft.run(List.of("-f", "-"), script);
        refusePermission(result);
        return result.isDone();
    }

    /** Carries a script out, which must succeed. */
    void carryOut(String what, Tool.Input script) throws BackendException {
        requireDone(what, nft.run(List.of("-f", "-"), script));
    }

    private static void requireDone(String what, Tool.Result result) throws BackendException {
        refusePermission(result);
        if (!result.isDone()) {
            throw new BackendException(
                    "nft: cannot " + what + " (exit status " + result.status() + "): " + result.error());
        }
    }

    private static void refusePermission(Tool.Result result) throws BackendException {
        if (!result.isDone() && result.error().contains("Operation not permitted")) {
            throw BackendException.permission("nft: only root may read or change the firewall; run as root");
        }
    }
}
