package net.saltban.enforce;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import net.saltban.banfile.BanList;

/**
 * The own table of nftables, {@code inet saltban}. Each change is one transaction of the kernel. Up to {@link #READ_WHOLE_MAX}
 * entries the whole table is read back; above that the table is asked which list was loaded last, and for a sample of it, and
 * the counter of packets is not read.
 */
final class NftablesBackend implements Backend {
    /** Entries that are read back whole. */
    static final int READ_WHOLE_MAX = 100_000;

    /** The name of the table. */
    static final String TABLE = "saltban";

    private final NftKernel kernel;
    private final NftRules rules;

    NftablesBackend(NftKernel kernel) {
        this.kernel = kernel;
        this.rules = kernel.rules();
    }

    /** The back-end of this machine. */
    static NftablesBackend ofSystem(Mode mode, List<Integer> ports) throws BackendException {
        Tool nft = NftKernel.tool()
                .orElseThrow(() -> new BackendException("nft is not installed; install the package nftables, or set"
                        + " enforce.backend to fail2ban or file"));
        return new NftablesBackend(new NftKernel(nft, new NftRules(TABLE, mode, ports), new Random()));
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
        if (expected.size() > READ_WHOLE_MAX) {
            return kernel.isTagged(expected) ? kernel.sample(expected) : Reading.sample(expected, 0, false);
        }
        Optional<NftTable> table = kernel.table();
        return table.isPresent()
                ? Reading.whole(table.get().inForce(rules), table.get().refused())
                : new Reading(BanList.empty().sha256(), 0, 0);
    }

    @Override
    public void replace(BanList list) throws BackendException {
        kernel.carryOut("load the list", out -> NftScript.replace(rules, list, out));
    }

    @Override
    public boolean change(BanList from, BanList to) throws BackendException {
        return kernel.attempt(out -> NftScript.change(rules, from, to, out));
    }

    @Override
    public void clear() throws BackendException {
        kernel.carryOut("take the table away", out -> NftScript.clear(rules, out));
    }
}
