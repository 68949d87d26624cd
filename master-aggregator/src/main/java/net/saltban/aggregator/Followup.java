package net.saltban.aggregator;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.saltban.banfile.BanList;
import net.saltban.durable.LockFile;
import net.saltban.policy.Mode;
import net.saltban.problem.ProblemsException;
import net.saltban.saltapi.SaltApiException;

/** Pushes at once what an operator's act changed; the act itself is stored by then, whatever happens here. */
final class Followup {
    private static final String STORED = "; what you did is stored, and the next saltban collect pushes it";

    private final Saltban saltban;
    private final Installation installation;
    private final Delivery delivery;
    private boolean isListWanted;

    Followup(Saltban saltban, Installation installation) {
        this.saltban = saltban;
        this.installation = installation;
        this.delivery = new Delivery(saltban.surroundings(), installation, saltban.listener());
    }

    /** For a rebuild: what the lost ban file held stays on the list also in the mode {@code observe}. */
    Followup salvaging(BanList list) {
        delivery.salvage(list);
        isListWanted = !list.isEmpty();
        return this;
    }

    /**
     * Merges and pushes, and says what became of it.
     *
     * @param isPushed whether to push at all
     */
    ExitStatus run(boolean isPushed) throws Exception {
        if (!isPushed) {
            out().println("not pushed; the next saltban collect does it");
            return ExitStatus.DONE;
        }
        Mode mode = installation.store().mode();
        if (mode == Mode.OBSERVE && !isListWanted && delivery.readBanFile().isEmpty()) {
            out().println(DeliveryText.line(DeliveryReport.nothing(), mode));
            return ExitStatus.DONE;
        }
        Optional<LockFile> lock = installation.waitForLock();
        if (lock.isEmpty()) {
            throw new Failure(
                    ExitStatus.PARTIAL,
                    installation.stateDir().resolve("lock") + ": another saltban has been at work for a minute"
                            + STORED);
        }
        try {
            return installation.work(lock.get(), api -> {
                Fleet fleet = Fleet.recent(saltban.surroundings(), installation, api);
                DeliveryReport report = delivery.run(api, fleet.members(), fleet.silent(installation));
                out().println(DeliveryText.line(report, mode));
                List<String> complaints = DeliveryText.complaints(report, Map.of());
                complaints.forEach(saltban.surroundings()::complain);
                return complaints.isEmpty() ? ExitStatus.DONE : ExitStatus.PARTIAL;
            });
        } catch (SaltApiException fault) {
            Failure failure = Failure.of(fault);
            throw new Failure(failure.status(), failure.getMessage() + STORED);
        } catch (ProblemsException problems) {
            throw new Failure(ExitStatus.CONFIGURATION, problems.getMessage() + STORED);
        }
    }

    private PrintWriter out() {
        return saltban.surroundings().out();
    }
}
