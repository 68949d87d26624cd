package net.saltban.enforce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import net.saltban.banfile.BanList;

/**
 * The own table of nftables, {@code inet saltban}. Each change is one transaction of the kernel.
 *
 * <p>Up to {@link #READ_WHOLE_MAX} entries the whole table is read back. The kernel's dump of a set takes time that grows with
 * the square of its size, so above that a random sample of {@link #SAMPLE} entries is asked for in one transaction that is
 * only checked, and the table tells which list was loaded last; a sample of 1000 misses a gap of one in two hundred once in 150
 * times. Then the counter of packets is not read either.
 */
final class NftablesBackend implements Backend {
    /** Entries that are read back whole. */
    static final int READ_WHOLE_MAX = 100_000;

    /** Entries that are asked for above that. */
    static final int SAMPLE = 1000;

    /** The name of the table. */
    static final String TABLE = "saltban";

    private static final Duration TIME_MAX = Duration.ofMinutes(2);
    private static final int OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
    private static final String ABSENT = "No such file or directory";

    private static final String BUSY = "Device or resource busy";

    private final Tool nft;
    private final NftRules rules;
    private final Random random;

    NftablesBackend(Tool nft, NftRules rules, Random random) {
        this.nft = nft;
        this.rules = rules;
        this.random = random;
    }

    /** The back-end of this machine. */
    static NftablesBackend ofSystem(Mode mode, List<Integer> ports) throws BackendException {
        return new NftablesBackend(tool(), new NftRules(TABLE, mode, ports), new Random());
    }

    static Tool tool() throws BackendException {
        return Tool.find("nft", TIME_MAX, OUTPUT_BYTES_MAX)
                .orElseThrow(() -> new BackendException("nft is not installed; install the package nftables, or set"
                        + " enforce.backend to fail2ban or file"));
    }

    @Override
    public BackendName name() {
        return BackendName.NFTABLES;
    }

    @Override
    public String form() {
        return rules.comment();
    }

    @Override
    public Reading read(BanList expected) throws BackendException {
        return expected.size() > READ_WHOLE_MAX ? sample(expected) : whole();
    }

    private Reading whole() throws BackendException {
        Tool.Result result = nft.run(List.of("-j", "list", "table", "inet", rules.table()));
        if (!result.isDone()) {
            if (result.error().contains(ABSENT)) {
                return new Reading(BanList.empty().sha256(), 0, 0);
            }
            throw failure("cannot read the table back", result);
        }
        try {
            NftTable table = NftTable.parse(result.output());
            return Reading.whole(table.inForce(rules), table.refused());
        } catch (IOException e) {
            throw new BackendException("nft: cannot read the table back: " + e.getMessage(), e);
        }
    }

    private Reading sample(BanList expected) throws BackendException {
        BanList sample = BanList.of(random.ints(SAMPLE, 0, expected.size())
                .distinct()
                .mapToObj(expected::get)
                .toList());
        boolean complete = isPresent("chain", NftScript.tag(expected))
                && check(out -> NftScript.probe(rules, sample, out)).isDone();
        for (NftSet set : NftSet.of(sample)) {
            complete = complete && isAsked(set);
        }
        return Reading.sample(expected, sample.size(), complete);
    }

    private boolean isPresent(String what, String name) throws BackendException {
        return checkDeletion(what, name).isDone();
    }

    /** A set that a rule asks cannot be deleted. */
    private boolean isAsked(NftSet set) throws BackendException {
        return checkDeletion("set", set.name()).error().contains(BUSY);
    }

    private Tool.Result checkDeletion(String what, String name) throws BackendException {
        String script = "delete " + what + " inet " + rules.table() + " " + name + "\n";
        return check(out -> out.write(script.getBytes(StandardCharsets.US_ASCII)));
    }

    private Tool.Result check(Tool.Input script) throws BackendException {
        Tool.Result result = nft.run(List.of("-c", "-f", "-"), script);
        refusePermission(result);
        return result;
    }

    @Override
    public void replace(BanList list) throws BackendException {
        requireDone("cannot load the list", nft.run(List.of("-f", "-"), out -> NftScript.replace(rules, list, out)));
    }

    @Override
    public boolean change(BanList from, BanList to) throws BackendException {
        Tool.Result result = nft.run(List.of("-f", "-"), out -> NftScript.change(rules, from, to, out));
        refusePermission(result);
        return result.isDone();
    }

    @Override
    public void clear() throws BackendException {
        requireDone("cannot take the table away", nft.run(List.of("-f", "-"), out -> NftScript.clear(rules, out)));
    }

    private static void requireDone(String what, Tool.Result result) throws BackendException {
        if (!result.isDone()) {
            throw failure(what, result);
        }
    }

    private static BackendException failure(String what, Tool.Result result) throws BackendException {
        refusePermission(result);
        return new BackendException("nft: " + what + " (exit status " + result.status() + "): " + result.error());
    }

    private static void refusePermission(Tool.Result result) throws BackendException {
        if (!result.isDone() && result.error().contains("Operation not permitted")) {
            throw BackendException.permission("nft: only root may read or change the firewall; run as root");
        }
    }
}
