package net.saltban.aggregator;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;

import net.saltban.address.Prefix;
import net.saltban.evidence.EvidenceStore;
import net.saltban.policy.Act;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a prefix on the operators' allowlist. */
@Command(
        name = "allow",
        description = {
            "Never bans an address or a prefix again; bans that meet it leave the list.",
            "The allowlist of the configuration stands beside it."
        },
        mixinStandardHelpOptions = true)
final class AllowCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Parameters(paramLabel = "PREFIX", description = "An address or a prefix.", converter = PrefixConverter.class)
    private Prefix prefix = Prefix.parse("::");

    @Option(names = "--end", description = "Take it off the allowlist; bans that it met are on the list again.")
    private boolean end;

    @Mixin
    private ActOptions act = new ActOptions();

    AllowCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        if (prefix.length() == 0) {
            throw new Failure(ExitStatus.DATA, prefix + ": that is every address; name those meant");
        }
        try (Installation installation = saltban.open()) {
            Act by = surroundings.act(act.reason());
            if (end) {
                end(installation, by);
            } else {
                begin(installation.store(), by);
            }
            return new Followup(saltban, installation).run(act.isPushed()).code();
        }
    }

    private void begin(EvidenceStore store, Act by) throws IOException {
        PrintWriter out = saltban.surroundings().out();
        boolean isNew = store.allow(prefix, by);
        out.println(prefix + (isNew ? " is allowed" : " was allowed already"));
        List<String> met = store.banned(saltban.surroundings().now()).toList().stream()
                .filter(ban -> ban.overlaps(prefix))
                .map(Prefix::toString)
                .toList();
        if (!met.isEmpty()) {
            out.println("off the list for it: " + Wording.some(met, 5));
        }
    }

    private void end(Installation installation, Act by) throws IOException, Failure {
        if (installation.store().disallow(prefix, by)) {
            saltban.surroundings().out().println(prefix + " is no longer allowed");
            return;
        }
        boolean isConfigured = installation.configuration().allowed().contains(prefix);
        throw new Failure(
                ExitStatus.NO_INPUT,
                prefix + ": no operator allowed it"
                        + (isConfigured
                                ? "; it stands in the configuration, take it out there"
                                : "; saltban why " + prefix + " says which entry covers it"));
    }
}
