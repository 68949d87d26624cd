package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;
import org.junit.jupiter.api.Test;

final class NftScriptTest {
    private static final NftRules ENFORCE_ALL = new NftRules("saltban", Mode.ENFORCE, List.of());
    private static final BanList LIST = Master.list(
            "198.51.100.9", "203.0.113.0/24", "203.0.113.7", "2001:db8::7", "2001:db8:66::/64", "2001:db8:99::/48");

    private interface Script {
        void writeTo(OutputStream out) throws IOException;
    }

    private static String text(Script script) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        script.writeTo(out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    static String golden(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(NftScriptTest.class.getResourceAsStream("/enforce/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_full_load_replaces_the_table_in_one_transaction() throws IOException {
        assertThat(text(out -> NftScript.replace(ENFORCE_ALL, LIST, out))).isEqualTo(golden("replace.nft"));
    }

    @Test
    void observing_ssh_ports_accepts_and_leaves_other_ports_alone() throws IOException {
        NftRules rules = new NftRules("saltban", Mode.OBSERVE, List.of(22, 2222));
        assertThat(text(out -> NftScript.replace(rules, Master.list("198.51.100.9"), out)))
                .isEqualTo(golden("replace-observe-ports.nft"));
    }

    @Test
    void a_change_names_only_what_differs_and_the_state_that_it_starts_from() throws IOException {
        BanList to = LIST.minus(Master.list("198.51.100.9", "2001:db8:66::/64"))
                .union(Master.list("198.51.100.10", "203.0.113.128/25"));
        assertThat(text(out -> NftScript.change(ENFORCE_ALL, LIST, to, out))).isEqualTo(golden("change.nft"));
    }

    @Test
    void clearing_works_whether_the_table_is_there_or_not() throws IOException {
        assertThat(text(out -> NftScript.clear(ENFORCE_ALL, out)))
                .isEqualTo("add table inet saltban\ndelete table inet saltban\n");
    }

    @Test
    void many_elements_go_into_lines_of_a_thousand() throws IOException {
        BanList.Builder many = new BanList.Builder(2001);
        for (int i = 0; i < 2001; i++) {
            many.append(Prefix.of(IpAddress.ofIpv4(0xc6000000 + i)));
        }
        BanList list = many.build();
        List<String> lines =
                text(out -> NftScript.probe(ENFORCE_ALL, list, out)).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).split(",")).hasSize(1000);
        assertThat(lines.get(2)).isEqualTo("delete element inet saltban ipv4_32 { 198.0.7.208 }");
    }
}
