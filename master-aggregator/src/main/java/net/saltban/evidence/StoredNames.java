package net.saltban.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.finding.Login;
import net.saltban.finding.UserFailures;

/**
 * Lists of names as one column of text: one a line, fields separated by tabs. Names hold neither, since the types that carry
 * them escape control characters.
 */
final class StoredNames {
    private StoredNames() {}

    /** Empty for an empty list, so that the column is empty too. */
    static Optional<String> ofUsers(List<UserFailures> users) {
        StringBuilder out = new StringBuilder();
        for (UserFailures user : users) {
            out.append(user.name()).append('\t').append(user.invalid() ? 1 : 0).append('\t');
            out.append(user.failures()).append('\n');
        }
        return out.isEmpty() ? Optional.empty() : Optional.of(out.toString());
    }

    static List<UserFailures> users(Optional<String> column) {
        List<UserFailures> users = new ArrayList<>();
        for (String[] fields : lines(column)) {
            users.add(new UserFailures(fields[0], fields[1].equals("1"), Integer.parseInt(fields[2])));
        }
        return users;
    }

    static Optional<String> ofLogins(List<Login> logins) {
        StringBuilder out = new StringBuilder();
        for (Login login : logins) {
            out.append(login.user()).append('\t').append(login.method()).append('\t');
            out.append(login.key())
                    .append('\t')
                    .append(Micros.of(login.first()))
                    .append('\t');
            out.append(Micros.of(login.last()))
                    .append('\t')
                    .append(login.count())
                    .append('\n');
        }
        return out.isEmpty() ? Optional.empty() : Optional.of(out.toString());
    }

    static List<Login> logins(Optional<String> column) {
        List<Login> logins = new ArrayList<>();
        for (String[] fields : lines(column)) {
            logins.add(new Login(
                    fields[0],
                    fields[1],
                    fields[2],
                    Micros.toInstant(Long.parseLong(fields[3])),
                    Micros.toInstant(Long.parseLong(fields[4])),
                    Integer.parseInt(fields[5])));
        }
        return logins;
    }

    /** Names alone, each between line ends, so that one can be looked for with its line ends. */
    static String ofMinions(List<String> minions) {
        return "\n" + String.join("\n", minions) + "\n";
    }

    static List<String> minions(String column) {
        return column.lines().filter(line -> !line.isEmpty()).toList();
    }

    private static List<String[]> lines(Optional<String> column) {
        return column.map(text -> text.lines().map(line -> line.split("\t", -1)).toList())
                .orElse(List.of());
    }
}
