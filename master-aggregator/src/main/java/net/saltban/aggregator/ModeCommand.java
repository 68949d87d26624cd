package net.saltban.aggregator;

import java.util.concurrent.Callable;

import net.saltban.policy.Mode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows or changes whether bans are carried out. */
@Command(
        name = "mode",
        description = {
            "Shows the mode, or changes it.",
            "observe: bans are proposed and nothing is added to the list. enforce: bans are pushed.",
            "To enforce, name the number of bans that are then pushed: look at saltban bans first."
        },
        mixinStandardHelpOptions = true)
final class ModeCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Parameters(arity = "0..1", paramLabel = "MODE", description = "observe or enforce.")
    private @Nullable Mode mode;

    @Option(names = "--bans", paramLabel = "N", description = "With enforce: how many bans are proposed.")
    private long bans = -1;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the act.")
    private String reason = "";

    @Option(names = "--no-push", description = "Leave the push to the next saltban collect.")
    private boolean noPush;

    ModeCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            long proposed = Delivery.listed(installation.store(), installation.protection(), surroundings)
                    .size();
            if (mode == null) {
                Mode current = installation.store().mode();
                String bansText = Wording.count(proposed, "ban");
                surroundings
                        .out()
                        .println(ModeText.of(current) + ", " + bansText
                                + (current == Mode.ENFORCE ? "" : " proposed" + hint(proposed)));
                return ExitStatus.DONE.code();
            }
            if (mode == installation.store().mode()) {
                surroundings.out().println("mode is already " + ModeText.of(mode));
                return ExitStatus.DONE.code();
            }
            if (mode == Mode.ENFORCE && bans != proposed) {
                throw new Failure(
                        ExitStatus.USAGE,
                        "--bans is " + (bans < 0 ? "missing" : String.valueOf(bans)) + ", but "
                                + Wording.count(proposed, "ban is", "bans are")
                                + " proposed" + hint(proposed));
            }
            installation.store().setMode(mode, surroundings.act(reason));
            surroundings.out().println("mode is now " + ModeText.of(mode));
            return new Followup(saltban, installation).run(!noPush).code();
        }
    }

    private static String hint(long proposed) {
        return "; look at saltban bans, then: saltban mode enforce --bans " + proposed;
    }
}
