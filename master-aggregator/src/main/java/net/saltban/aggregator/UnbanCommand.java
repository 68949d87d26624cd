package net.saltban.aggregator;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import net.saltban.address.Prefix;
import net.saltban.evidence.Unbanned;
import net.saltban.policy.Ban;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Withdraws bans. */
@Command(
        name = "unban",
        description = {
            "Lets an address or a prefix in again on the whole fleet, with all bans within it.",
            "What was reported until now never bans it again; what happens from now on does."
        },
        mixinStandardHelpOptions = true)
final class UnbanCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Parameters(paramLabel = "PREFIX", description = "An address or a prefix.", converter = PrefixConverter.class)
    private Prefix prefix = Prefix.parse("::");

    @Mixin
    private ActOptions act = new ActOptions();

    UnbanCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            Unbanned unbanned = installation.store().unban(prefix, surroundings.act(act.reason()));
            print(unbanned, surroundings.out());
            ExitStatus status = new Followup(saltban, installation).run(act.isPushed());
            if (unbanned.stillCoveredBy().isPresent()) {
                Prefix wider = unbanned.stillCoveredBy().get().prefix();
                throw new Failure(
                        ExitStatus.DATA,
                        prefix + ": it is still refused, since it lies in " + wider + ", which is banned as a whole;"
                                + " saltban unban " + wider + " lets all of that in, saltban allow " + prefix
                                + " takes " + wider + " off the list for its sake");
            }
            return status.code();
        }
    }

    private void print(Unbanned unbanned, PrintWriter out) {
        for (Ban ban : unbanned.ended()) {
            out.println(ban.prefix() + " is unbanned; it was banned by " + BanText.rule(ban) + " at "
                    + Wording.second(ban.since()));
        }
        if (unbanned.heldEnded() > 0) {
            out.println(Wording.count(unbanned.heldEnded(), "ban") + " that waited for review will not happen");
        }
        if (unbanned.ended().isEmpty() && unbanned.heldEnded() == 0) {
            out.println(prefix + " was not banned; what was reported until now will not ban it");
        }
    }
}
