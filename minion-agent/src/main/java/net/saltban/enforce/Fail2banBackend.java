package net.saltban.enforce;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;

/**
 * A jail of fail2ban that holds the list for good ({@code bantime = -1}). It is filled many addresses a call; its action
 * {@code saltban.py} carries them into the table {@code inet f2b-saltban}, which is read back. Where the operator's jail has
 * another action, what the jail says is all that can be told.
 *
 * <p>Written for fail2ban 1.0.2; {@code banip} and {@code unbanip} with many addresses came with 0.11.
 */
final class Fail2banBackend implements Backend {
    private static final String TABLE = "f2b-saltban";
    private static final String ACTION = "saltban";
    private static final String FOREVER = "-1";
    private static final int ADDRESSES_A_CALL =
            2000; // the server answers nobody else during a call: under half a second
    private static final Duration TIME_MAX = Duration.ofMinutes(2);
    private static final int OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
    private static final Duration ACTION_TIME_MAX = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Tool client;
    private final List<String> server;
    private final String jail;
    private final Optional<NftKernel> kernel;

    /**
     * By a client and a jail.
     *
     * @param server options that name the server, none for the system's
     * @param kernel where to read back what the action brought into force
     */
    Fail2banBackend(Tool client, List<String> server, String jail, Optional<NftKernel> kernel) {
        this.client = client;
        this.server = List.copyOf(server);
        this.jail = jail;
        this.kernel = kernel;
    }

    /**
     * The back-end of this machine.
     *
     * @param server options that name the server, none for the system's
     */
    static Fail2banBackend ofSystem(List<String> server, String jail, Mode mode, List<Integer> ports)
            throws BackendException {
        Tool client = Tool.find("fail2ban-client", TIME_MAX, OUTPUT_BYTES_MAX)
                .orElseThrow(
                        () -> new BackendException("fail2ban-client is not installed; install the package fail2ban,"
                                + " or set enforce.backend to nftables"));
        Optional<NftKernel> kernel =
                NftKernel.tool().map(nft -> new NftKernel(nft, new NftRules(TABLE, mode, ports), new Random()));
        return new Fail2banBackend(client, server, jail, kernel);
    }

    @Override
    public BackendName name() {
        return BackendName.FAIL2BAN;
    }

    @Override
    public String form() {
        return "jail " + jail;
    }

    @Override
    public Reading read(BanList expected) throws BackendException {
        BanList banned = banned();
        if (kernel.isEmpty() || !hasOurAction()) {
            return Reading.whole(banned, OptionalLong.empty());
        }
        awaitAction();
        NftKernel nft = kernel.get();
        if (expected.size() > NftablesBackend.READ_WHOLE_MAX || banned.size() > NftablesBackend.READ_WHOLE_MAX) {
            return banned.equals(expected) ? nft.sample(expected) : Reading.whole(banned, OptionalLong.empty());
        }
        Optional<NftTable> table = nft.table();
        if (table.isEmpty()) {
            return Reading.whole(BanList.empty(), OptionalLong.empty());
        }
        if (table.get().isOfOtherForm(nft.rules())) {
            throw new BackendException("fail2ban: the action of jail " + jail + " has other rules than \""
                    + nft.rules().comment() + "\"; set mode and ports of its action to those of agent.yaml");
        }
        BanList held = table.get().inForce(nft.rules());
        return Reading.whole(held.equals(expected) ? banned : held, table.get().refused()); // both must be right
    }

    private boolean hasOurAction() throws BackendException {
        return ask(List.of("get", jail, "actions"))
                .lines()
                .anyMatch(line -> line.strip().equals(ACTION));
    }

    /** The action follows the jail within a moment. */
    private void awaitAction() throws BackendException {
        long end = System.nanoTime() + ACTION_TIME_MAX.toNanos();
        while (!ask(List.of("get", jail, "action", ACTION, "settled")).strip().equals("True")) {
            if (System.nanoTime() >= end || !pause()) {
                throw new BackendException(
                        "fail2ban: the action of jail " + jail + " has not carried out what is banned" + " for "
                                + ACTION_TIME_MAX.toSeconds() + " s; fail2ban's log says why");
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void replace(BanList list) throws BackendException {
        String bantime = ask(List.of("get", jail, "bantime")).strip();
        if (!bantime.equals(FOREVER)) {
            throw new BackendException("fail2ban: jail " + jail + " has bantime " + bantime + "; set bantime = "
                    + FOREVER + " in its configuration, since only the master ends a ban");
        }
        change(banned(), list);
        if (kernel.isPresent() && hasOurAction()) {
            ask(List.of("set", jail, "action", ACTION, "renew", "{}"));
        }
    }

    @Override
    public boolean change(BanList from, BanList to) throws BackendException {
        tell("banip", to.minus(from));
        tell("unbanip", from.minus(to));
        return true;
    }

    @Override
    public void clear() throws BackendException {
        tell("unbanip", banned());
    }

    private BanList banned() throws BackendException {
        List<Prefix> prefixes = new ArrayList<>();
        for (String text : ask(List.of("get", jail, "banip")).split("\\s+")) {
            Prefix.tryParse(text).ifPresent(prefixes::add);
        }
        return BanList.of(prefixes);
    }

    private void tell(String verb, BanList list) throws BackendException {
        for (int start = 0; start < list.size(); start += ADDRESSES_A_CALL) {
            List<String> arguments = new ArrayList<>(List.of("set", jail, verb));
            for (int i = start; i < Math.min(list.size(), start + ADDRESSES_A_CALL); i++) {
                arguments.add(list.get(i).toString());
            }
            ask(arguments);
        }
    }

    private String ask(List<String> arguments) throws BackendException {
        List<String> all = new ArrayList<>(server);
        all.addAll(arguments);
        Tool.Result result = client.run(all);
        String printed = new String(result.output(), StandardCharsets.UTF_8);
        if (result.isDone()) {
            return printed;
        }
        String said = result.error() + " " + printed;
        if (said.contains("Permission denied")) {
            throw BackendException.permission("fail2ban: only root may talk to its server; run as root");
        }
        if (said.contains("does not exist")) {
            throw new BackendException("fail2ban: there is no jail " + jail
                    + "; apply the state saltban, which brings its configuration, and reload fail2ban");
        }
        if (said.contains("socket")) {
            throw new BackendException("fail2ban: its server does not run; start the service fail2ban");
        }
        throw new BackendException("fail2ban: cannot "
                + String.join(" ", arguments.subList(0, Math.min(3, arguments.size()))) + " (exit status "
                + result.status() + "): " + result.error());
    }
}
