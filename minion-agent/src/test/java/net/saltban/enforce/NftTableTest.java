package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import net.saltban.banfile.BanList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden table is what nft 1.0.6 printed of {@code replace.nft}. */
final class NftTableTest {
    private static final NftRules FORM = new NftRules("saltban", Mode.ENFORCE, List.of());
    private static final BanList LIST = Master.list(
            "198.51.100.9", "203.0.113.0/24", "203.0.113.7", "2001:db8::7", "2001:db8:66::/64", "2001:db8:99::/48");

    private static NftTable parse(String json) throws IOException {
        return NftTable.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String table() throws IOException {
        return NftScriptTest.golden("table.json");
    }

    @Test
    void everything_that_was_loaded_is_in_force() throws IOException {
        NftTable table = parse(table());
        assertThat(table.inForce(FORM)).isEqualTo(LIST);
        assertThat(table.refused()).hasValue(0);
    }

    @Nested
    final class Tampering {
        @Test
        void without_the_rule_of_a_set_its_entries_are_not_in_force() throws IOException {
            String json = table().lines()
                    .filter(line -> !line.contains("\"right\": \"@ipv4_24\""))
                    .collect(Collectors.joining("\n"));
            assertThat(parse(json).inForce(FORM)).isEqualTo(LIST.minus(Master.list("203.0.113.0/24")));
        }

        @Test
        void an_element_that_is_gone_is_not_in_force() throws IOException {
            assertThat(parse(table().replace("\"198.51.100.9\", ", "")).inForce(FORM))
                    .isEqualTo(LIST.minus(Master.list("198.51.100.9")));
        }

        @Test
        void an_element_with_something_beside_it_counts_as_itself() throws IOException {
            String json = table().replace(
                            "\"198.51.100.9\"", "{\"elem\": {\"val\": \"198.51.100.9\", \"comment\": \"by hand\"}}");
            assertThat(parse(json).inForce(FORM)).isEqualTo(LIST);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "a rule that accepts first|{\"rule\": {\"family\": \"inet\", \"table\": \"saltban\", \"chain\": \"input\","
                            + " \"handle\": 9,|{\"rule\": {\"chain\": \"input\", \"expr\": [{\"accept\": null}]}},"
                            + " {\"rule\": {\"chain\": \"input\",",
                    "another verdict|\"right\": \"@ipv4_32\"}}, {\"counter\": \"refused\"}, {\"drop\": null}|"
                            + "\"right\": \"@ipv4_32\"}}, {\"counter\": \"refused\"}, {\"accept\": null}",
                    "a condition more|\"right\": \"@ipv4_32\"}},|\"right\": \"@ipv4_32\"}}, {\"match\": {}},",
                    "other ports|ports all|ports 22",
                    "no hook|\"hook\": \"input\"|\"hook\": \"output\"",
                    "a foreign set|\"@ipv4_32\"|\"@mine\""
                })
        void a_chain_of_another_form_enforces_nothing_for_sure(String what, String from, String to) throws IOException {
            assertThat(table()).contains(from);
            assertThat(parse(table().replace(from, to)).inForce(FORM)).as(what).isEqualTo(BanList.empty());
        }

        @Test
        void rules_of_another_mode_are_another_form() throws IOException {
            assertThat(parse(table()).inForce(new NftRules("saltban", Mode.OBSERVE, List.of())))
                    .isEqualTo(BanList.empty());
        }
    }

    @Nested
    final class Nonsense {
        @Test
        void half_an_answer_is_an_error() throws IOException {
            String json = table();
            for (int length = 0; length < json.indexOf("\n]}"); length += 7) {
                String cut = json.substring(0, length);
                assertThatThrownBy(() -> parse(cut)).as(cut).isInstanceOf(IOException.class);
            }
        }

        @Test
        void another_document_is_an_error() {
            assertThatThrownBy(() -> parse("{}")).hasMessage("nft printed no object \"nftables\"");
        }

        @Test
        void sets_and_objects_of_others_are_skipped() throws IOException {
            String json = table().replace(
                            "{\"nftables\": [",
                            "{\"nftables\": [{\"map\": {\"elem\": [[\"a\", {\"b\": []}]]}}, {\"set\": {\"name\": \"mine\","
                                    + " \"elem\": [{\"prefix\": {\"addr\": \"192.0.2.0\", \"len\": 24}}]}}, {\"odd\": 1},");
            assertThat(parse(json).inForce(FORM)).isEqualTo(LIST);
        }
    }
}
