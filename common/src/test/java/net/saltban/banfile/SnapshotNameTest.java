package net.saltban.banfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotNameTest {
    @Test
    void both_names_of_a_snapshot_read_back() {
        SnapshotName name = new SnapshotName(1_767_582_245_000L, "00c0ffee00c0ffee");
        assertThat(name).hasToString("1767582245000-00c0ffee00c0ffee.data");
        assertThat(name.protectedName()).isEqualTo("1767582245000-00c0ffee00c0ffee.protected");
        assertThat(SnapshotName.parse(name.dataName())).contains(name);
        assertThat(SnapshotName.parse(name.protectedName())).contains(name);
    }

    @Test
    void the_name_comes_from_generation_and_hash() {
        BanFile file = BanFile.of(BanFileTest.LIST, 7, BanList.empty());
        assertThat(SnapshotName.of(file.header())).hasToString("7-e3b0c44298fc1c14.data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7-e3b0c44298fc1c14",
                "7-e3b0c44298fc1c14.data\n",
                "07-e3b0c44298fc1c14.data",
                "0-e3b0c44298fc1c14.data",
                "9999999999999999999-e3b0c44298fc1c14.data",
                "7-e3b0c44298fc1c1.data",
                "7-E3B0C44298FC1C14.data",
                "../7-e3b0c44298fc1c14.data",
                "7-e3b0c44298fc1c14.data/..",
                "7-e3b0c44298fc1c14.dataprotected"
            })
    void nothing_else_is_a_name(String text) {
        assertThat(SnapshotName.parse(text)).isEmpty();
    }

    @Test
    void names_go_by_generation() {
        assertThat(new SnapshotName(9, "ffffffffffffffff")).isLessThan(new SnapshotName(10, "0000000000000000"));
        assertThat(new SnapshotName(9, "0000000000000000")).isLessThan(new SnapshotName(9, "0000000000000001"));
    }

    @Test
    void a_name_without_the_form_cannot_be_made() {
        assertThatThrownBy(() -> new SnapshotName(1, "../../../etc/shad"))
                .hasMessage("a snapshot's name has a generation from 1 and 16 hexadecimal digits");
    }
}
