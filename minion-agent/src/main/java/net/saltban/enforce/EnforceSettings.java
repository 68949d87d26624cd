package net.saltban.enforce;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import net.saltban.address.Prefix;

/**
 * What the configuration says about enforcement.
 *
 * @param folder the state folder of enforcement, {@code /var/lib/saltban-agent/enforce}
 * @param backend what refuses
 * @param mode whether it refuses or only counts
 * @param ports TCP ports to which new connections are refused; empty means every port of every protocol that has ports
 * @param jail name of the fail2ban jail
 * @param protect prefixes that an operator protects on this machine
 * @param entriesMax most entries that are accepted; a longer list is refused as a whole and the old one stays
 * @param list id of the only list that is obeyed; empty means the first one received
 * @param masters addresses or names of the Salt masters, for the guard
 * @param agentVersion version that the documents name
 */
public record EnforceSettings(
        Path folder,
        BackendName backend,
        Mode mode,
        List<Integer> ports,
        String jail,
        List<Prefix> protect,
        int entriesMax,
        Optional<UUID> list,
        List<String> masters,
        String agentVersion) {
    /** Copies and sorts. */
    public EnforceSettings {
        ports = ports.stream().distinct().sorted().toList();
        protect = List.copyOf(protect);
        masters = List.copyOf(masters);
    }
}
