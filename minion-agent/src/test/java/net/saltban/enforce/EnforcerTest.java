package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;
import net.saltban.banfile.Delta;
import net.saltban.banfile.SnapshotName;
import net.saltban.guard.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EnforcerTest {
    private static final String A = "198.51.100.1";
    private static final String B = "198.51.100.2";
    private static final String NET = "198.51.100.0/24";

    @TempDir
    private Path folder;

    private Machine machine;
    private final Master master = new Master(A);

    @BeforeEach
    void startMachine() throws IOException {
        machine = new Machine(folder);
    }

    private void hold(Master from) throws IOException {
        assertThat(machine.push(from, from.current()).outcome().name()).isEqualTo("applied");
        machine.backend.calls.clear();
    }

    @Nested
    final class Fetching {
        @Test
        void the_first_push_needs_both_files_and_then_brings_the_list_into_force() throws IOException {
            SnapshotName name = SnapshotName.of(master.file().header());
            Enforcer.Report first = machine.apply(master.current());
            assertThat(first.outcome())
                    .isEqualTo(new ApplyOutcome.NeedsFiles(
                            "this machine holds something else than the delta starts from",
                            List.of(name.dataName(), name.protectedName())));
            master.bringFilesTo(folder);
            Enforcer.Report second = machine.apply(master.current());
            assertThat(second.outcome()).isEqualTo(new ApplyOutcome.Applied("1 prefix in force, loaded as a whole"));
            assertThat(machine.backend.prefixes()).containsExactly(A);
            assertThat(folder.resolve("incoming")).isEmptyDirectory();
            assertThat(second.status()).isEqualTo(machine.status());
        }

        @Test
        void a_delta_on_the_list_that_is_held_needs_no_files() throws IOException {
            hold(master);
            Enforcer.Report report = machine.apply(master.publish(A, B));
            assertThat(report.outcome())
                    .isEqualTo(new ApplyOutcome.Applied("2 prefixes in force, changed by difference"));
            assertThat(machine.backend.calls).containsExactly("change +1 -0");
            assertThat(report.status().generation()).isEqualTo(2);
            assertThat(report.status().entries()).isEqualTo(2);
        }

        @Test
        void a_delta_on_another_list_needs_the_snapshot_but_not_the_protected_list_that_is_held() throws IOException {
            hold(master);
            master.publish(B);
            Delta third = master.publish(A, B);
            Enforcer.Report report = machine.apply(third);
            assertThat(report.outcome())
                    .isInstanceOfSatisfying(
                            ApplyOutcome.NeedsFiles.class,
                            needs -> assertThat(needs.files())
                                    .containsExactly(third.snapshot().dataName()));
            assertThat(machine.backend.prefixes()).containsExactly(A);
        }

        @Test
        void another_protected_list_is_needed_even_where_no_prefix_changes() throws IOException {
            hold(master);
            master.protect(A);
            Delta delta = master.publish(A);
            assertThat(machine.apply(delta).outcome())
                    .isInstanceOfSatisfying(
                            ApplyOutcome.NeedsFiles.class,
                            needs -> assertThat(needs.files())
                                    .containsExactly(delta.snapshot().protectedName()));
            assertThat(machine.push(master, delta).outcome().name()).isEqualTo("applied");
            assertThat(machine.backend.prefixes()).isEmpty();
        }

        @Test
        void a_new_generation_of_the_same_prefixes_is_taken_over_without_files() throws IOException {
            hold(master);
            master.publish(A);
            assertThat(machine.apply(master.current()).outcome().name()).isEqualTo("applied");
            assertThat(machine.status().generation()).isEqualTo(2);
            assertThat(machine.backend.calls).isEmpty();
        }

        @Test
        void a_file_that_is_not_what_the_delta_announces_is_refused_and_thrown_away() throws IOException {
            Delta delta = master.current();
            master.bringFilesTo(folder);
            new Master(B)
                    .file()
                    .write(folder.resolve("incoming").resolve(delta.snapshot().dataName()));
            assertThat(machine.apply(delta).outcome().why())
                    .startsWith(folder.resolve("incoming") + "/" + delta.snapshot() + ": is generation 1 of list "
                            + Master.LIST + " with sha256 ")
                    .contains(", but the delta announces generation 1 of list ");
            assertThat(folder.resolve("incoming")).isEmptyDirectory();
            assertThat(machine.backend.prefixes()).isEmpty();
        }

        @Test
        void a_damaged_file_is_refused_with_its_line() throws IOException {
            Delta delta = master.current();
            master.bringFilesTo(folder);
            Path data = folder.resolve("incoming").resolve(delta.snapshot().dataName());
            Files.writeString(data, Files.readString(data).replace(A, "198.51.100.256"));
            assertThat(machine.apply(delta).outcome())
                    .isEqualTo(new ApplyOutcome.Refused(
                            data + ":6: \"198.51.100.256\" is no prefix: not an IPv4 or IPv6 address"));
        }

        @Test
        void another_protected_list_than_announced_is_refused() throws IOException {
            Delta delta = master.current();
            master.protect(A);
            master.bringFilesTo(folder);
            assertThat(machine.apply(delta).outcome().why()).contains(".protected: has sha256 ");
        }
    }

    @Nested
    final class Obedience {
        @Test
        void an_older_generation_is_refused_unless_an_operator_means_it() throws IOException {
            Delta old = master.current();
            master.bringFilesTo(folder);
            master.publish(A, B);
            hold(master);
            new Master(A).bringFilesTo(folder);
            assertThat(machine.apply(old).outcome())
                    .isEqualTo(new ApplyOutcome.Refused("the delta is of generation 1, older than generation 2 that is"
                            + " held here; apply with --force if going back is meant"));
            assertThat(machine.backend.prefixes()).containsExactly(A, B);
            assertThat(machine.enforcer().apply(old, true, false).outcome().name())
                    .isEqualTo("applied");
            assertThat(machine.backend.prefixes()).containsExactly(A);
        }

        @Test
        void the_same_generation_with_other_prefixes_is_refused() throws IOException {
            hold(master);
            assertThat(machine.apply(new Master(B).current()).outcome().why())
                    .startsWith("generation 1 is held here with other prefixes (sha256 ")
                    .endsWith("); apply with --force if that is meant");
        }

        @Test
        void an_older_generation_is_refused_also_where_the_ban_file_is_damaged() throws IOException {
            Delta old = master.current();
            master.publish(A, B);
            hold(master);
            Files.writeString(folder.resolve("auto-ban.data"), "nonsense\n");
            assertThat(machine.apply(old).outcome().why()).startsWith("the delta is of generation 1, older than");
        }

        @Test
        void the_first_list_is_adopted_and_another_one_refused() throws IOException {
            hold(master);
            UUID foreign = UUID.fromString("6f9619ff-8b86-4011-b42d-00c04fc964ff");
            Master stranger = new Master(foreign, B);
            assertThat(machine.push(stranger, stranger.current()).outcome())
                    .isEqualTo(new ApplyOutcome.Refused("the delta is of list " + foreign + ", but this machine obeys "
                            + Master.LIST + "; write list: " + foreign + " into agent.yaml, or apply with --force"));
            stranger.bringFilesTo(folder);
            assertThat(machine.enforcer()
                            .apply(stranger.current(), true, false)
                            .outcome()
                            .name())
                    .isEqualTo("applied");
            assertThat(machine.status().list()).contains(foreign);
        }

        @Test
        void a_list_that_the_configuration_names_takes_the_place_of_the_one_held() throws IOException {
            hold(master);
            UUID named = UUID.fromString("6f9619ff-8b86-4011-b42d-00c04fc964ff");
            machine.list = Optional.of(named);
            assertThat(machine.apply(master.publish(A, B)).outcome())
                    .isEqualTo(new ApplyOutcome.Refused("the delta is of list " + Master.LIST
                            + ", but this machine obeys only " + named + " (list: in agent.yaml)"));
            Master next = new Master(named, B);
            assertThat(machine.push(next, next.current()).outcome().name()).isEqualTo("applied");
            assertThat(machine.backend.prefixes()).containsExactly(B);
        }

        @Test
        void a_list_with_too_many_entries_is_refused_as_a_whole() throws IOException {
            hold(master);
            machine.entriesMax = 1;
            assertThat(machine.apply(master.publish(A, B)).outcome())
                    .isEqualTo(new ApplyOutcome.Refused("the list has 2 entries, more than enforce.max-entries (1);"
                            + " raise it, or keep the list shorter"));
            assertThat(machine.backend.prefixes()).containsExactly(A);
        }
    }

    @Nested
    final class Unchanged {
        @Test
        void the_same_list_again_writes_nothing() throws IOException {
            hold(master);
            var before = Files.getLastModifiedTime(folder.resolve("applied.json"));
            Enforcer.Report report = machine.apply(master.current());
            assertThat(report.outcome()).isEqualTo(new ApplyOutcome.Unchanged("1 prefix in force already"));
            assertThat(machine.backend.calls).isEmpty();
            assertThat(Files.getLastModifiedTime(folder.resolve("applied.json")))
                    .isEqualTo(before);
        }

        @Test
        void the_same_list_is_loaded_again_after_a_reboot_or_a_flush() throws IOException {
            hold(master);
            machine.backend.inForce = BanList.empty();
            assertThat(machine.status().isDrifting()).isTrue();
            assertThat(machine.apply(master.current()).outcome().name()).isEqualTo("applied");
            assertThat(machine.backend.prefixes()).containsExactly(A);
            assertThat(machine.status().isDrifting()).isFalse();
        }

        @Test
        void a_difference_on_something_else_than_the_record_says_ends_as_a_full_load() throws IOException {
            hold(master);
            machine.backend.inForce = Master.list("203.0.113.9");
            assertThat(machine.apply(master.publish(A, B)).outcome().name()).isEqualTo("applied");
            assertThat(machine.backend.calls).containsExactly("change refused", "replace 2");
        }

        @Test
        void another_form_of_the_rules_is_loaded_as_a_whole() throws IOException {
            hold(master);
            machine.backend.form = "other ports";
            assertThat(machine.apply(master.publish(A, B)).outcome().name()).isEqualTo("applied");
            assertThat(machine.backend.calls).containsExactly("replace 2");
        }

        @Test
        void another_back_end_takes_over_and_the_former_lets_go() throws IOException {
            hold(master);
            machine.backend.name = BackendName.FILE;
            machine.other.name = BackendName.NFTABLES;
            assertThat(machine.apply(master.current()).outcome().name()).isEqualTo("unchanged");
            machine.backend.inForce = BanList.empty();
            assertThat(machine.apply(master.current()).outcome().name()).isEqualTo("applied");
            assertThat(machine.other.calls).contains("clear");
        }
    }

    @Nested
    final class Testing {
        @Test
        void a_test_says_what_would_be_and_changes_nothing() throws IOException {
            assertThat(machine.enforcer()
                            .apply(master.current(), false, true)
                            .outcome()
                            .name())
                    .isEqualTo("needs-files");
            hold(master);
            Delta delta = master.publish(A, B);
            assertThat(machine.enforcer().apply(delta, false, true).outcome())
                    .isEqualTo(new ApplyOutcome.Applied("2 prefixes would be in force"));
            assertThat(machine.backend.calls).isEmpty();
            assertThat(machine.status().generation()).isEqualTo(1);
            assertThat(machine.apply(delta).outcome().name()).isEqualTo("applied");
            assertThat(machine.enforcer().apply(delta, false, true).outcome())
                    .isEqualTo(new ApplyOutcome.Unchanged("2 prefixes in force already"));
        }
    }

    @Nested
    final class Guarding {
        @Test
        void what_the_guard_keeps_out_is_told_and_comes_in_when_the_reason_ends() throws IOException {
            machine.guard.add(into -> into.add(IpAddress.parse(A), "the peer of an open ssh session"));
            Enforcer.Report report = machine.push(master, master.publish(A, B));
            assertThat(report.outcome().name()).isEqualTo("applied");
            assertThat(machine.backend.prefixes()).containsExactly(B);
            assertThat(report.status().refused())
                    .containsExactly(new Refusal(Prefix.parse(A), "is the peer of an open ssh session"));
            assertThat(report.status().isDrifting()).isFalse();
            machine.guard.clear();
            assertThat(machine.apply(master.current()).outcome().name()).isEqualTo("applied");
            assertThat(machine.backend.prefixes()).containsExactly(A, B);
            assertThat(machine.status().refused()).isEmpty();
        }

        @Test
        void a_prefix_that_covers_a_protected_address_is_kept_out_as_a_whole() throws IOException {
            master.protect("198.51.100.77");
            machine.push(master, master.publish(NET, B));
            assertThat(machine.backend.prefixes()).containsExactly(B);
            assertThat(machine.status().refused())
                    .extracting(Refusal::why)
                    .containsExactly("covers 198.51.100.77, on the protected list of the master");
        }

        @Test
        void a_guard_that_cannot_tell_leaves_everything_as_it_is() throws IOException {
            hold(master);
            machine.guard.add(into -> {
                throw new IOException("/proc/net/tcp: line 2 is not understood");
            });
            Delta delta = master.publish(A, B);
            assertThatThrownBy(() -> machine.apply(delta)).hasMessage("/proc/net/tcp: line 2 is not understood");
            assertThat(machine.backend.prefixes()).containsExactly(A);
            assertThat(machine.status().generation()).isEqualTo(1);
        }
    }

    @Nested
    final class BreakGlass {
        @Test
        void off_outlives_pushes_until_on() throws IOException {
            hold(master);
            machine.enforcer().switchOff("trouble");
            assertThat(machine.backend.prefixes()).isEmpty();
            Enforcer.Report report = machine.apply(master.publish(A, B));
            assertThat(report.outcome().name()).isEqualTo("applied");
            assertThat(machine.backend.prefixes()).isEmpty();
            assertThat(report.status().off().map(Off::reason)).contains("trouble");
            assertThat(report.status().isDrifting()).isFalse();
            machine.enforcer().switchOn();
            assertThat(machine.backend.prefixes()).containsExactly(A, B);
            assertThat(machine.status().off()).isEmpty();
        }

        @Test
        void off_works_whatever_is_damaged() throws IOException {
            hold(master);
            Files.writeString(folder.resolve("auto-ban.data"), "nonsense\n");
            Files.writeString(folder.resolve("released"), "nonsense\n");
            Files.writeString(folder.resolve("applied.json"), "nonsense\n");
            machine.enforcer().switchOff("trouble");
            assertThat(machine.backend.prefixes()).isEmpty();
        }

        @Test
        void a_release_outlives_pushes_until_its_end() throws IOException {
            hold(master);
            machine.enforcer().release(IpAddress.parse(B));
            machine.apply(master.publish(A, B, NET));
            assertThat(machine.backend.prefixes()).containsExactly(A);
            assertThat(machine.status().released()).containsExactly(IpAddress.parse(B));
            assertThat(machine.status().isDrifting()).isFalse();
            machine.enforcer().endRelease(IpAddress.parse(B));
            assertThat(machine.backend.prefixes()).containsExactly(NET, A, B);
        }

        @Test
        void a_release_that_was_edited_into_nonsense_stops_pushes_and_says_so() throws IOException {
            hold(master);
            Files.writeString(folder.resolve("released"), "# mine\n198.51.100.2\nmy laptop\n");
            String message = folder.resolve("released") + ":3: \"my laptop\" is no address; mend the line or delete it";
            assertThat(machine.apply(master.publish(A, B)).outcome()).isEqualTo(new ApplyOutcome.Refused(message));
            assertThat(machine.status().problems()).containsExactly(message);
            assertThat(machine.backend.prefixes()).containsExactly(A);
        }

        @Test
        void on_and_release_before_the_first_push_are_remembered() throws IOException {
            machine.enforcer().release(IpAddress.parse(A));
            machine.enforcer().switchOff("");
            machine.enforcer().switchOn();
            machine.push(master, master.publish(A, B));
            assertThat(machine.backend.prefixes()).containsExactly(B);
        }

        @Test
        void on_with_a_damaged_ban_file_changes_nothing_and_says_why() throws IOException {
            hold(master);
            Files.writeString(folder.resolve("auto-ban.data"), "nonsense\n");
            assertThatThrownBy(() -> machine.enforcer().switchOn())
                    .hasMessageStartingWith(folder.resolve("auto-ban.data") + ":1: the first line is not")
                    .hasMessageEndingWith("; what is in force stays until a push or state.apply repairs this");
            assertThat(machine.backend.prefixes()).containsExactly(A);
        }
    }

    @Nested
    final class Damage {
        @Test
        void a_damaged_ban_file_empties_nothing_and_is_replaced_from_the_snapshot() throws IOException {
            hold(master);
            Path file = folder.resolve("auto-ban.data");
            Files.writeString(file, Files.readString(file).replace(A, B));
            Status status = machine.status();
            assertThat(status.problems()).singleElement().asString().startsWith(file + ": the prefixes hash to ");
            assertThat(status.expectedSha256()).isEqualTo(Master.list(A).sha256());
            assertThat(status.generation()).isEqualTo(1);
            Delta delta = master.publish(A, "198.51.100.3");
            Enforcer.Report needs = machine.apply(delta);
            assertThat(needs.outcome().name()).isEqualTo("needs-files");
            assertThat(needs.outcome().why()).startsWith(file + ": the prefixes hash to ");
            assertThat(machine.backend.prefixes()).containsExactly(A);
            assertThat(machine.push(master, delta).outcome().name()).isEqualTo("applied");
            assertThat(machine.backend.prefixes()).containsExactly(A, "198.51.100.3");
            assertThat(folder.resolve("auto-ban.data.damaged")).content().contains(B);
            assertThat(machine.status().problems()).isEmpty();
        }

        @Test
        void a_damaged_record_costs_one_full_load() throws IOException {
            hold(master);
            Files.writeString(folder.resolve("applied.json"), "{\"v\":1,");
            assertThat(machine.status().problems())
                    .singleElement()
                    .asString()
                    .startsWith(folder.resolve("applied.json") + ": is damaged: ");
            assertThat(machine.apply(master.publish(A, B)).outcome().name()).isEqualTo("applied");
            assertThat(machine.backend.calls).containsExactly("replace 2");
            assertThat(machine.status().problems()).isEmpty();
        }

        @Test
        void a_damaged_protected_list_is_fetched_again() throws IOException {
            hold(master);
            Files.writeString(folder.resolve("protected"), "nonsense\n");
            assertThat(machine.push(master, master.current()).outcome().name()).isEqualTo("applied");
            assertThat(machine.status().problems()).isEmpty();
        }
    }

    @Nested
    final class Failing {
        @Test
        void where_the_back_end_fails_the_list_is_not_taken_over() throws IOException {
            hold(master);
            machine.backend.failure = "nft is not installed";
            Delta delta = master.publish(A, B);
            assertThatThrownBy(() -> machine.apply(delta)).hasMessage("nft is not installed");
            assertThat(machine.status().generation()).isEqualTo(1);
            assertThat(machine.status().problems()).containsExactly("nft is not installed");
            assertThat(machine.status().kernelSha256()).isEmpty();
        }

        @Test
        void what_is_not_in_force_afterwards_is_a_failure() throws IOException {
            machine.backend.losesAnEntry = true;
            assertThatThrownBy(() -> machine.push(master, master.publish(A, B)))
                    .hasMessage("nftables: was told to bring " + Master.list(A, B)
                            + " into force, but holds sha256 " + Master.list(B).sha256()
                            + "; see 'saltban-agent status'");
        }
    }

    @Nested
    final class Killed {
        @ParameterizedTest
        @EnumSource(Step.class)
        void a_run_killed_behind_any_step_is_completed_by_the_next(Step step) throws IOException {
            hold(master);
            master.protect("203.0.113.1");
            Delta delta = master.publish(A, B, "203.0.113.0/24");
            master.bringFilesTo(folder);
            machine.killedBehind = Optional.of(step);
            assertThatThrownBy(() -> machine.apply(delta)).isInstanceOf(Machine.Killed.class);
            machine.killedBehind = Optional.empty();
            assertThat(machine.backend.prefixes()).containsAnyOf(A); // never less in force than before
            machine.push(master, delta);
            assertThat(machine.backend.prefixes()).containsExactly(A, B);
            Status status = machine.status();
            assertThat(status.problems()).isEmpty();
            assertThat(status.isDrifting()).isFalse();
            assertThat(status.generation()).isEqualTo(2);
            assertThat(machine.apply(delta).outcome().name()).isEqualTo("unchanged");
        }

        @ParameterizedTest
        @EnumSource(Step.class)
        void a_first_run_killed_behind_any_step_is_completed_by_the_next(Step step) throws IOException {
            master.bringFilesTo(folder);
            machine.killedBehind = Optional.of(step);
            assertThatThrownBy(() -> machine.apply(master.current())).isInstanceOf(Machine.Killed.class);
            machine.killedBehind = Optional.empty();
            machine.push(master, master.current());
            assertThat(machine.backend.prefixes()).containsExactly(A);
            assertThat(machine.apply(master.current()).outcome().name()).isEqualTo("unchanged");
        }
    }
}
