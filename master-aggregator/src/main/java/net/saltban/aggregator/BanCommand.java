package net.saltban.aggregator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

import net.saltban.address.Prefix;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Bans by an operator's word. */
@Command(name = "ban", description = "Bans an address or a prefix on the whole fleet.", mixinStandardHelpOptions = true)
final class BanCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Parameters(paramLabel = "PREFIX", description = "An address or a prefix.", converter = PrefixConverter.class)
    private Prefix prefix = Prefix.parse("::");

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "How long, such as 12h or 30d (default: for good).",
            converter = DurationConverter.class)
    private @Nullable Duration banFor;

    @Option(names = "--force", description = "Also a private address, or a prefix wider than a machine may ban.")
    private boolean force;

    @Mixin
    private ActOptions act = new ActOptions();

    BanCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            Optional<String> objection = new Objections(
                            installation.protection(),
                            installation.configuration().policy(),
                            force)
                    .to(prefix);
            if (objection.isPresent()) {
                throw new Failure(ExitStatus.DATA, prefix + ": " + objection.get());
            }
            Optional<Instant> until = Optional.ofNullable(banFor).map(surroundings.now()::plus);
            boolean isNew = installation.store().ban(prefix, until, surroundings.act(act.reason()));
            String term = until.map(time -> " until " + Wording.second(time)).orElse(" for good");
            surroundings.out().println(prefix + (isNew ? " is banned" + term : " was banned already; nothing changed"));
            return new Followup(saltban, installation).run(act.isPushed()).code();
        }
    }
}
