package net.saltban.enforce;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;

/**
 * Scripts for {@code nft -f}, each one transaction. Nothing gets into one but numbers, names of ours, and the canonical text of
 * prefixes.
 *
 * <p>The table also holds an empty chain named {@code sha256_<hash of what is loaded>}. Each transaction exchanges it, so that a
 * change fails as a whole unless the table is in exactly the state that the change starts from.
 */
final class NftScript {
    private static final String TAG = "sha256_";
    private static final int ELEMENTS_A_LINE = 1000;
    private static final int BLOCK_CHARS = 64 * 1024;

    // By number, since names need /etc/protocols, which a small system lacks.
    private static final String TCP = "6";
    private static final String UDP_AND_THE_LIKE = "17, 33, 132, 136"; // UDP, DCCP, SCTP, UDP-Lite

    private final NftRules rules;
    private final OutputStream out;
    private final StringBuilder block = new StringBuilder(BLOCK_CHARS + 4096);

    private NftScript(NftRules rules, OutputStream out) {
        this.rules = rules;
        this.out = out;
    }

    /** The name of the chain that tells what is loaded. */
    static String tag(BanList list) {
        return TAG + list.sha256();
    }

    /** Puts a table with exactly this list in place of whatever table of the name is there. */
    static void replace(NftRules rules, BanList list, OutputStream out) throws IOException {
        NftScript script = new NftScript(rules, out);
        script.line("add table inet " + rules.table());
        script.line("delete table inet " + rules.table());
        script.line("add table inet " + rules.table());
        script.add("counter", "refused", "");
        List<NftSet> sets = NftSet.of(list);
        for (NftSet set : sets) {
            long size = NftSet.size(count(list, set));
            script.add("set", set.name(), " { type " + set.type() + "; size " + size + "; }");
        }
        script.add("chain", tag(list), "");
        script.add("chain", "input", " { type filter hook input priority -10; policy accept; }");
        script.rules(sets);
        for (NftSet set : sets) {
            script.elements("add", set, list);
        }
        script.flush();
    }

    /** Changes the table that holds one list into one that holds another; fails as a whole if it does not hold the first. */
    static void change(NftRules rules, BanList from, BanList to, OutputStream out) throws IOException {
        NftScript script = new NftScript(rules, out);
        script.line("delete chain inet " + rules.table() + " " + tag(from));
        BanList gone = from.minus(to);
        for (NftSet set : NftSet.of(gone)) {
            script.elements("delete", set, gone);
        }
        BanList come = to.minus(from);
        for (NftSet set : NftSet.of(come)) {
            script.elements("add", set, come);
        }
        script.add("chain", tag(to), "");
        script.flush();
    }

    /** Takes the table away, whether it is there or not. */
    static void clear(NftRules rules, OutputStream out) throws IOException {
        NftScript script = new NftScript(rules, out);
        script.line("add table inet " + rules.table());
        script.line("delete table inet " + rules.table());
        script.flush();
    }

    /** Asks, in a transaction that is checked and not carried out, whether entries are there: it fails if one is not. */
    static void probe(NftRules rules, BanList sample, OutputStream out) throws IOException {
        NftScript script = new NftScript(rules, out);
        for (NftSet set : NftSet.of(sample)) {
            script.elements("delete", set, sample);
        }
        script.flush();
    }

    private static long count(BanList list, NftSet set) {
        long count = 0;
        for (Prefix prefix : list) {
            if (NftSet.of(prefix).equals(set)) {
                count++;
            }
        }
        return count;
    }

    private void rules(List<NftSet> sets) throws IOException {
        // A packet that opens no TCP connection belongs to one that is open, or to none; also where no connection
        // tracking ran
        // when it began.
        rule("tcp flags & (fin | syn | rst | ack) != syn accept comment \"" + rules.comment() + "\"");
        if (rules.ports().isEmpty()) {
            rule("meta l4proto { " + UDP_AND_THE_LIKE + " } ct state established,related accept");
            // What has no ports passes: neighbour discovery, ICMP, tunnels.
            rule("meta l4proto != { " + TCP + ", " + UDP_AND_THE_LIKE + " } accept");
        } else {
            rule("meta l4proto != " + TCP + " accept");
            rule("tcp dport != { " + rules.portList() + " } accept");
        }
        for (NftSet set : sets) {
            rule(set.key() + " @" + set.name() + " counter name refused " + rules.verdict());
        }
    }

    private void rule(String text) throws IOException {
        line("add rule inet " + rules.table() + " input " + text);
    }

    private void add(String what, String name, String rest) throws IOException {
        line("add " + what + " inet " + rules.table() + " " + name + rest);
    }

    private void elements(String verb, NftSet set, BanList list) throws IOException {
        int inLine = 0;
        for (Prefix prefix : list) {
            if (prefix.length() != set.length() || prefix.address().isIpv4() != set.ipv4()) {
                continue;
            }
            if (inLine == 0) {
                block.append(verb)
                        .append(" element inet ")
                        .append(rules.table())
                        .append(' ');
                block.append(set.name()).append(" { ");
            } else {
                block.append(", ");
            }
            prefix.address().appendTo(block);
            if (++inLine == ELEMENTS_A_LINE) {
                line(" }");
                inLine = 0;
            }
        }
        if (inLine > 0) {
            line(" }");
        }
    }

    private void line(String text) throws IOException {
        block.append(text).append('\n');
        if (block.length() >= BLOCK_CHARS) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(block.toString().getBytes(StandardCharsets.US_ASCII));
        block.setLength(0);
    }
}
