package net.saltban.enforce;

/** The back-ends of this machine. */
final class SystemBackends implements Enforcer.Backends {
    private final EnforceSettings settings;

    SystemBackends(EnforceSettings settings) {
        this.settings = settings;
    }

    @Override
    public Backend open(BackendName name) throws BackendException {
        return switch (name) {
            case NFTABLES -> NftablesBackend.ofSystem(settings.mode(), settings.ports());
            case FAIL2BAN -> throw new BackendException("the back-end fail2ban is not in this build");
            case FILE -> new FileBackend(new StateFolder(settings.folder()).enforced());
        };
    }
}
