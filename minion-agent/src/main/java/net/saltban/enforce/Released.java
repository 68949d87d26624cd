package net.saltban.enforce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;
import net.saltban.durable.AtomicFile;
import net.saltban.limits.BoundedInput;
import net.saltban.text.UntrustedText;

/**
 * The addresses that an operator let in on this machine, whatever the list says. The file {@code released}: one address a line;
 * empty lines and lines that start with {@code #} say nothing. A line that is anything else is an error: the file was edited,
 * and an operator must say what was meant.
 */
final class Released {
    /** Most addresses; whoever needs more wants the allowlist of the master. */
    static final int MAX = 1000;

    private static final int BYTES_MAX = 64 * 1024;

    private final SortedSet<IpAddress> addresses;

    private Released(Collection<IpAddress> addresses) {
        this.addresses = new TreeSet<>(addresses);
    }

    static Released none() {
        return new Released(List.of());
    }

    static Released read(Path file) throws IOException {
        Released released = none();
        if (!Files.exists(file)) {
            return released;
        }
        List<String> lines = new String(BoundedInput.readAll(file, BYTES_MAX), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int number = i + 1;
            released.addresses.add(IpAddress.tryParse(line)
                    .orElseThrow(() -> new IOException(file + ":" + number + ": \"" + UntrustedText.show(line, 64)
                            + "\" is no address; mend the line or delete it")));
        }
        return released;
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder("# let in by an operator on this machine; saltban-agent release\n");
        addresses.forEach(address -> text.append(address).append('\n'));
        new AtomicFile(file, "rw-r--r--").write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    Released with(IpAddress address) {
        Released more = new Released(addresses);
        more.addresses.add(address);
        return more;
    }

    Released without(IpAddress address) {
        Released fewer = new Released(addresses);
        fewer.addresses.remove(address);
        return fewer;
    }

    boolean contains(IpAddress address) {
        return addresses.contains(address);
    }

    /** The addresses in order. */
    List<IpAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** The entries of a list that one of the addresses lies in. */
    BanList entriesOf(BanList list) {
        SortedSet<Prefix> entries = new TreeSet<>();
        addresses.forEach(address -> entries.addAll(list.containing(address)));
        return BanList.of(entries);
    }
}
