package net.saltban.aggregator;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import net.saltban.address.Prefix;
import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanList;
import net.saltban.banfile.DamagedFileException;
import net.saltban.durable.LockFile;
import net.saltban.evidence.RecordedAct;
import net.saltban.push.ListFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the ban file with the evidence, and replaces it. */
@Command(
        name = "rebuild",
        description = {
            "Shows how the ban file differs from the bans in the evidence; for a damaged or edited ban file.",
            "--apply moves it aside and lets the next push write a new one."
        },
        mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {
    private static final int NAMED = 10;

    private final Saltban saltban;

    @Option(names = "--apply", description = "Replace the ban file.")
    private boolean apply;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the act.")
    private String reason = "";

    @Option(names = "--no-push", description = "Leave the push to the next saltban collect.")
    private boolean noPush;

    private boolean isWhole = true;

    RebuildCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            ListFolder folder = new ListFolder(installation.stateDir());
            if (!Files.exists(folder.path())) {
                surroundings.out().println(folder.path() + ": there is none; the next push writes one");
                return ExitStatus.DONE.code();
            }
            BanList found = found(installation, folder);
            boolean isRight = compare(installation, found);
            if (!apply) {
                surroundings
                        .out()
                        .println(
                                isRight
                                        ? "nothing to mend"
                                        : "nothing is done yet; to replace the file: saltban rebuild --apply");
                return ExitStatus.DONE.code();
            }
            Path kept = moveAside(installation, folder.path());
            surroundings.out().println("the old file is kept as " + kept);
            installation
                    .store()
                    .recordAct(RecordedAct.Kind.REBUILD, folder.path().toString(), surroundings.act(reason));
            return new Followup(saltban, installation)
                    .salvaging(found)
                    .run(!noPush)
                    .code();
        }
    }

    /** What the file holds, as far as it can be read. */
    private BanList found(Installation installation, ListFolder folder) throws IOException {
        PrintWriter out = saltban.surroundings().out();
        try {
            BanFile file = folder.read().orElseThrow();
            if (!file.header().list().equals(installation.store().listId())) {
                isWhole = false;
                out.println(folder.path() + ": it is the list " + file.header().list() + "; the evidence belongs to "
                        + installation.store().listId());
            }
            return file.list();
        } catch (DamagedFileException e) {
            isWhole = false;
            out.println("damaged: " + e.getMessage());
            return readable(folder.path());
        }
    }

    /** Says how file and evidence differ; whether they do not. */
    private boolean compare(Installation installation, BanList found) throws IOException {
        PrintWriter out = saltban.surroundings().out();
        BanList wanted = Delivery.listed(installation.store(), installation.protection(), saltban.surroundings());
        BanList missing = wanted.minus(found);
        BanList extra = found.minus(wanted);
        out.println("in the file: " + Wording.count(found.size(), "ban") + "; in the evidence: "
                + Wording.count(wanted.size(), "ban"));
        name(out, "only in the file", extra);
        name(out, "only in the evidence", missing);
        return isWhole && missing.isEmpty() && extra.isEmpty();
    }

    private static BanList readable(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return BanList.of(AddressLines.read(in).prefixes());
        }
    }

    private static void name(PrintWriter out, String where, BanList list) {
        if (!list.isEmpty()) {
            List<String> prefixes = new java.util.ArrayList<>();
            for (Prefix prefix : list) {
                prefixes.add(prefix.toString());
            }
            out.println(where + ": " + Wording.some(prefixes, NAMED));
        }
    }

    /** Under a name of its own, so that no earlier one is lost. */
    private Path moveAside(Installation installation, Path file) throws IOException, InterruptedException, Failure {
        Optional<LockFile> lock = installation.waitForLock();
        if (lock.isEmpty()) {
            throw new Failure(
                    ExitStatus.PARTIAL,
                    installation.stateDir().resolve("lock") + ": another saltban has been at work for a minute; nothing"
                            + " was done");
        }
        try {
            Path aside = file.resolveSibling(
                    file.getFileName() + "." + saltban.surroundings().now().toEpochMilli() + ".old");
            return Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            lock.get().close();
        }
    }
}
