package net.saltban.aggregator;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

import net.saltban.policy.Ban;
import net.saltban.policy.Retraction;
import net.saltban.text.UntrustedText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Withdraws what one minion reported. */
@Command(
        name = "retract",
        description = {
            "Takes back what one minion reported, with every ban that rests on it: for a server that was broken into.",
            "It never counts again, also if the minion reports it anew. What other minions saw bans again at the"
                    + " next saltban collect."
        },
        mixinStandardHelpOptions = true)
final class RetractCommand implements Callable<Integer> {
    private static final int MINION_SHOWN = 60;

    private final Saltban saltban;

    @Parameters(paramLabel = "MINION", description = "The minion's id.")
    private String minion = "";

    @Option(names = "--from", paramLabel = "TIME", description = "Only from then on, such as 2026-01-05T03:00:00Z.")
    private Instant from = Instant.EPOCH;

    @Option(names = "--to", paramLabel = "TIME", description = "Only before that time; by default, until now.")
    private @Nullable Instant to;

    @Mixin
    private ActOptions act = new ActOptions();

    RetractCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            if (installation.store().minions().stream()
                    .noneMatch(known -> known.minion().equals(minion))) {
                throw new Failure(
                        ExitStatus.NO_INPUT,
                        "\"" + UntrustedText.show(minion, MINION_SHOWN)
                                + "\": no minion of this name is known; saltban minions shows them");
            }
            Instant end = to == null ? surroundings.now() : to;
            if (!from.isBefore(end)) {
                throw new Failure(ExitStatus.USAGE, "--from is not before --to (or now); nothing was retracted");
            }
            // Any key: the minion may have got another one since.
            List<Ban> ended =
                    installation.store().retract(new Retraction(minion, "", from, end), surroundings.act(act.reason()));
            print(ended, surroundings.out());
            return new Followup(saltban, installation).run(act.isPushed()).code();
        }
    }

    private void print(List<Ban> ended, PrintWriter out) {
        out.println("what " + minion + " reported does not count any more; " + Wording.count(ended.size(), "ban")
                + (ended.size() == 1 ? " ends" : " end"));
        for (Ban ban : ended) {
            out.println(
                    "  " + ban.prefix() + ", banned by " + BanText.rule(ban) + " at " + Wording.second(ban.since()));
        }
    }
}
