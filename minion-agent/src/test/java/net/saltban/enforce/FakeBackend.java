package net.saltban.enforce;

import java.util.ArrayList;
import java.util.List;

import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;

/** A back-end in memory that behaves as nftables does: a change fails unless it starts from what is in force. */
final class FakeBackend implements Backend {
    final List<String> calls = new ArrayList<>();
    BanList inForce = BanList.empty();
    BackendName name = BackendName.NFTABLES;
    String form = "form";
    String failure = "";
    boolean losesAnEntry;

    @Override
    public BackendName name() {
        return name;
    }

    @Override
    public String form() {
        return form;
    }

    @Override
    public Reading read(BanList expected) throws BackendException {
        failIfAsked();
        return new Reading(inForce.sha256(), 0, 7);
    }

    @Override
    public void replace(BanList list) throws BackendException {
        failIfAsked();
        calls.add("replace " + list.size());
        inForce = losesAnEntry ? list.minus(BanList.of(list.get(0))) : list;
    }

    @Override
    public boolean change(BanList from, BanList to) throws BackendException {
        failIfAsked();
        if (!inForce.equals(from)) {
            calls.add("change refused");
            return false;
        }
        calls.add("change +" + to.minus(from).size() + " -" + from.minus(to).size());
        inForce = to;
        return true;
    }

    @Override
    public void clear() throws BackendException {
        failIfAsked();
        calls.add("clear");
        inForce = BanList.empty();
    }

    private void failIfAsked() throws BackendException {
        if (!failure.isEmpty()) {
            throw new BackendException(failure);
        }
    }

    List<String> prefixes() {
        List<String> prefixes = new ArrayList<>();
        for (Prefix prefix : inForce) {
            prefixes.add(prefix.toString());
        }
        return prefixes;
    }
}
