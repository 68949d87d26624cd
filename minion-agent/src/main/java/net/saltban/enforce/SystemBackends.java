package net.saltban.enforce;

import java.util.List;

/** The back-ends of this machine. */
final class SystemBackends implements Enforcer.Backends {
    private final EnforceSettings settings;

    private final List<String> fail2banServer;

    SystemBackends(EnforceSettings settings) {
        this(settings, List.of());
    }

    /**
     * With another fail2ban than the system's.
     *
     * @param fail2banServer options of fail2ban-client that name it
     */
    SystemBackends(EnforceSettings settings, List<String> fail2banServer) {
        this.settings = settings;
        this.fail2banServer = List.copyOf(fail2banServer);
    }

    @Override
    public Backend open(BackendName name) throws BackendException {
        return switch (name) {
            case NFTABLES -> NftablesBackend.ofSystem(settings.mode(), settings.ports());
            case FAIL2BAN ->
                Fail2banBackend.ofSystem(fail2banServer, settings.jail(), settings.mode(), settings.ports());
            case FILE -> new FileBackend(new StateFolder(settings.folder()).enforced());
        };
    }
}
