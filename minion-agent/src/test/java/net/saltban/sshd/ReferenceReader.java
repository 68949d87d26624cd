package net.saltban.sshd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.saltban.address.IpAddress;

/**
 * The slow, obvious reader: one regular expression a form, written from the table of message families and not from the signatures. It says
 * {@code failure ADDRESS}, {@code success ADDRESS}, {@code probe ADDRESS}, {@code ambiguous} or {@code nobody}; the fast reader must say the same of
 * every line.
 */
final class ReferenceReader {
    private static final String STAMP =
            "(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(?:0?[1-9]|[12]\\d|3[01]) (?:\\d{4} )?"
                    + time()
                    + "(?:[.,]\\d{1,9})?"
                    + "|\\d{4}-(?:0[1-9]|1[0-2])-" + day() + "[T _]" + time()
                    + "(?:[.,]\\d{1,9})?(?:Z|[+-](?:0\\d|1[0-8]):?[0-5]\\d)?"
                    + "|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \\d{4}-(?:0[1-9]|1[0-2])-" + day() + "[T _]" + time()
                    + "(?:[.,]\\d{1,9})? [^ \\t]{2,6}"
                    + "|\\d{9,10}\\.\\d{1,9}"
                    + "|\\[[ \\t]*\\d+\\.\\d+\\])";
    private static final String FACILITY =
            "(?:auth|authpriv|security|daemon|user|syslog|kern|cron|mail|news|lpr|uucp|ftp|ntp|console|audit|mark|local[0-7])"
                    + "\\.(?:emerg|panic|alert|crit|err|error|warn|warning|notice|info|debug)";
    private static final String ANGLES = "(?:<(?:\\d{1,10}|\\d{1,10}\\.\\d{1,10}|" + FACILITY + ")>)?";
    private static final String BLANKS = "[ \\t]+";
    private static final String TAG =
            "(?:(?<tag>[^ \\t\\[:@]*@(?:[^ \\t\\[:]|:(?![ \\t]|\\z))+|[^ \\t\\[:]+)(?:\\[\\d{1,10}\\]:|:(?=[ \\t]|\\z))|\\[(?<metalog>[^ \\t\\]]+)\\]:?(?=[ \\t]))";
    private static final String ELEMENT = "\\[(?:[^\\]\"]++|\"(?:[^\"\\\\]++|\\\\.)*\")*\\]";
    private static final String COLOURS = "(?:\u001b\\[[\\d;]*m)*";

    private static final Pattern LINE = Pattern.compile("(?s)(?:\u00ef\u00bb\u00bf)?(?:@[0-9a-f]{24} (?:" + FACILITY
            + ":" + BLANKS + ")?)?" + ANGLES + "(?:1 )?" + STAMP + BLANKS + ANGLES + "[ \\t]*"
            + "(?:" + FACILITY + ":" + BLANKS + STAMP + BLANKS + ")?"
            + "(?:(?:" + FACILITY + BLANKS + "|(?!" + FACILITY + "[ \\t])[^ \\t]+" + BLANKS + "(?:" + FACILITY + BLANKS
            + ")?)??" + TAG
            + "|[^ \\t]+" + BLANKS + "(?<name>[^ \\t]+) (?:\\d{1,10}|-) [^ \\t]+ (?:-|(?:" + ELEMENT
            + ")+)(?= |$)[ \\t]*(?:\u00ef\u00bb\u00bf)?)"
            + "[ \\t]*" + COLOURS + "(?:\\[ID \\d+ " + FACILITY + "\\][ \\t]*)?(?<message>.*)");

    private static String time() {
        return "(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)";
    }

    private static String day() {
        return "(?:0[1-9]|[12]\\d|3[01])";
    }

    private static final String HOST = "[0-9A-Za-z.:%_-]+";

    /** A whole token; a colon behind it is not part of it. */
    private static final String A = "(?<a>" + HOST + "+)(?<![^:]:)(?<!:::)";

    private static final String OWN = HOST + "+(?<![^:]:)(?<!:::)";

    /** A token, then a port and a colon, or a colon alone. */
    private static final String A_COLON =
            "(?:(?<a>" + HOST + "+)(?:(?<![^:]:)(?<!:::) port \\d{1,10}:|(?<=[^:]:|:::)))";

    private static final String CLAIM = "(?:invalid|authenticating) user ";
    private static final String PORT = " port \\d{1,10}";
    private static final String OPTIONAL_PORT = "(?: port \\d{1,10})?";

    /** One form: {@code u} is the peer's text before the address, at most {@code textMax} bytes of it before escaping. */
    private record Form(Says says, Pattern whole, Optional<Pattern> head, boolean preauth, boolean name, int textMax) {}

    private final List<Form> sshd = new ArrayList<>();
    private final List<Form> pam = new ArrayList<>();
    private final List<Form> dropbear = new ArrayList<>();

    ReferenceReader() {
        String method = "[A-Za-z0-9_@./-]+";
        named(
                Says.FAILURE,
                "Failed " + method + " for (?:invalid user |illegal user )?+",
                "U?",
                " from " + A + PORT + " ssh[12](?:: .*)?",
                false,
                100);
        named(
                Says.SUCCESS,
                "Accepted " + method + " for ",
                "U?",
                " from " + A + PORT + " ssh[12](?:: .*)?",
                false,
                100);
        named(Says.FAILURE, "(?:Invalid|Illegal) user ", "U", " from " + A + OPTIONAL_PORT, false, 100);
        plain(Says.FAILURE, "ROOT LOGIN REFUSED FROM " + A + OPTIONAL_PORT, false);
        named(
                Says.FAILURE,
                "User ",
                "U",
                " from " + A
                        + " not allowed because (?:not listed in AllowUsers|listed in DenyUsers|not in any group|a group is listed in DenyGroups"
                        + "|none of user's groups are listed in AllowGroups)",
                false,
                100);
        plain(Says.OTHER, "User .* not allowed because .*", false);
        named(
                Says.FAILURE,
                "PAM: (?:Authentication failure|User not known to the underlying authentication module|Have exhausted maximum number of retries for service"
                        + "|Permission denied|authentication error|unknown user|Authentication failed|User account has expired"
                        + "|Authentication service cannot retrieve authentication info) for (?:illegal user |invalid user )?+",
                "U",
                " from " + A + "(?: via " + OWN + ")?",
                false,
                100);
        named(
                Says.FAILURE,
                "maximum authentication attempts exceeded for (?:invalid user )?+",
                "U",
                " from " + A + PORT + " ssh[12]",
                false,
                100);
        claimed(Says.FAILURE, "Disconnecting ", ": Too many authentication failures", false);
        claimed(Says.FAILURE, "Disconnecting ", ": Change of username or service not allowed: .*", false);
        named(Says.FAILURE, "Connection (?:closed|reset) by " + CLAIM, "U", " " + A + PORT, true, 187);
        named(Says.FAILURE, "Disconnected from " + CLAIM, "U", " " + A + PORT, true, 187);
        plain(Says.PROBE, "Connection (?:closed|reset) by " + A + OPTIONAL_PORT, false);
        plain(Says.PROBE, "Disconnected from " + A + OPTIONAL_PORT, true);
        plain(Says.PROBE, "Received disconnect from " + A_COLON + "(?: |)\\d{1,10}: .*", true);
        plain(Says.PROBE, "Did not receive identification string from " + A + OPTIONAL_PORT, false);
        text(Says.PROBE, "Bad protocol version identification '", "' from " + A + OPTIONAL_PORT);
        plain(Says.PROBE, "banner exchange: Connection from " + A + PORT + ": .*", false);
        plain(Says.PROBE, "Protocol major versions differ for " + A_COLON + " .*", false);
        plain(Says.PROBE, "Unable to negotiate with " + A_COLON + " .*", false);
        named(Says.PROBE, "Unable to negotiate with " + CLAIM, "U?", " " + A + PORT + ": .*", false, 187);
        claimed(Says.PROBE, "ssh_dispatch_run_fatal: Connection from ", ": .*", false);
        claimed(Says.PROBE, "Disconnecting ", ": bad service request .*", false);
        claimed(Says.PROBE, "Disconnecting ", ": .*", true);
        plain(
                Says.PROBE,
                "Timeout before authentication for connection from " + A + " to " + OWN + ", pid = \\d{1,10}",
                false);
        plain(Says.PROBE, "Timeout before authentication for " + A + OPTIONAL_PORT, false);
        claimed(Says.PROBE, "Connection from ", " timed out", false);
        plain(
                Says.PROBE,
                "drop connection #\\d{1,10} from \\[" + A + "\\]:\\d{1,10} on \\[" + OWN + "\\]:\\d{1,10} .*",
                false);
        plain(Says.PROBE, "srclimit_penalise: " + A + "/(?:32|128): .*", false);
        plain(Says.PROBE, "srclimit_penalise: ipv[46]: new " + A + "/(?:32|128) .*", false);
        plain(
                Says.PROBE,
                "session process \\d{1,10} for connection from " + A + " to " + OWN + " killed by signal \\d{1,10}",
                false);
        plain(
                Says.PROBE,
                "Session process \\d{1,10} unpriv child crash for connection from " + A + " to " + OWN,
                false);
        plain(Says.PROBE, "(?:probed|scanned) from " + A + OPTIONAL_PORT + " with .*", false);
        plain(Says.PROBE, "Could not write ident string to " + A + OPTIONAL_PORT, false);
        text(Says.PROBE, "refused connect from ", " \\(" + A + "\\)");
        String pamPeer = "; logname=[A-Za-z0-9_@./-]* uid=\\d{1,10} euid=\\d{1,10} tty=(?:ssh|NODEVssh|) ruser= rhost="
                + A + "(?:  ?user=.*)?";
        plain(Says.FAILURE, "(?:pam_unix|pam_sss|pam_ldap)\\(sshd:auth\\): authentication failure" + pamPeer, false);
        plain(Says.FAILURE, "PAM \\d{1,10} more authentication failures?" + pamPeer, false);
        pam.add(new Form(Says.FAILURE, whole("authentication failure" + pamPeer), Optional.empty(), false, false, 0));
        pam.add(new Form(
                Says.FAILURE,
                whole("\\d{1,10} more authentication failures?" + pamPeer),
                Optional.empty(),
                false,
                false,
                0));
        String joined = "(?<a>" + HOST + "):\\d{1,10}";
        dropbear.add(new Form(
                Says.FAILURE,
                whole("[Bb]ad (?:PAM )?password attempt for '(?<u>.*)' from " + joined),
                Optional.of(whole("[Bb]ad (?:PAM )?password attempt for '.*")),
                false,
                false,
                100));
        dropbear.add(new Form(
                Says.FAILURE,
                whole("[Ll]ogin attempt for nonexistent user from " + joined),
                Optional.empty(),
                false,
                false,
                0));
        dropbear.add(new Form(
                Says.FAILURE,
                whole("[Ll]ogin attempt for nonexistent user '(?<u>.*)' from " + joined),
                Optional.of(whole("[Ll]ogin attempt for nonexistent user '.*")),
                false,
                false,
                100));
        dropbear.add(new Form(
                Says.FAILURE,
                whole("Exit before auth from <" + joined + ">: \\(user '.*\\): Max auth tries reached - user '.*"),
                Optional.empty(),
                false,
                false,
                0));
        dropbear.add(new Form(
                Says.FAILURE,
                whole("Exit before auth \\(user '(?<u>.*)' from " + joined),
                Optional.of(whole("Exit before auth \\(user '.*")),
                false,
                false,
                257));
        dropbear.add(new Form(
                Says.PROBE, whole("Exit before auth from <" + joined + ">: .*"), Optional.empty(), false, false, 0));
        dropbear.add(new Form(
                Says.SUCCESS,
                whole("(?:Password|PAM password|Pubkey) auth succeeded for '(?<u>.*)' from " + joined),
                Optional.of(whole("(?:Password|PAM password|Pubkey) auth succeeded for '.*")),
                false,
                true,
                100));
        dropbear.add(new Form(
                Says.SUCCESS,
                whole(
                        "Pubkey auth succeeded for '(?<u>.*)' with (?:[A-Za-z0-9_@./-]+ key|key md5|key sha1!!) [^ \\t]+ from "
                                + joined),
                Optional.of(whole("Pubkey auth succeeded for '.*")),
                false,
                true,
                100));
    }

    private void named(Says says, String head, String user, String tail, boolean preauth, int textMax) {
        String gap = user.equals("U?") ? "(?<u>.*?)" : "(?<u>.*)";
        sshd.add(new Form(says, whole(head + gap + tail), Optional.of(whole(head + ".*")), preauth, true, textMax));
    }

    private void claimed(Says says, String head, String tail, boolean preauth) {
        plain(says, head + A + PORT + tail, preauth);
        named(says, head + CLAIM, tail.endsWith(".*") ? "U?" : "U", " " + A + PORT + tail, preauth, 187);
    }

    private void text(Says says, String head, String tail) {
        sshd.add(new Form(says, whole(head + "(?<u>.*)" + tail), Optional.of(whole(head + ".*")), false, false, 257));
    }

    private void plain(Says says, String whole, boolean preauth) {
        sshd.add(new Form(says, whole(whole), Optional.empty(), preauth, false, 0));
    }

    private static Pattern whole(String regex) {
        return Pattern.compile("(?s)" + regex);
    }

    String read(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher header = LINE.matcher(trimmed(line));
        if (!header.matches()) {
            return "nobody";
        }
        String tag = header.group("tag") != null
                ? header.group("tag")
                : header.group("metalog") != null ? header.group("metalog") : header.group("name");
        String message = header.group("message");
        if (tag.matches("sshd|sshd-session|sshd-auth|sshd?\\.service|sshd?@.*\\.service")) {
            return message(sshd, message);
        }
        return tag.equals("sshd(pam_unix)")
                ? message(pam, message)
                : tag.equals("dropbear") ? message(dropbear, message) : "nobody";
    }

    private static String trimmed(String line) {
        return line.replaceAll("(?s)(?:[ \\t\\r\\n]++|\u001b\\[[\\d;]*m)+$", "");
    }

    private static String message(List<Form> forms, String text) {
        Matcher repeated = whole("message repeated 0*[1-9]\\d{0,9} times: \\[ (?<inner>.+)\\]")
                .matcher(text);
        String message = repeated.matches() ? repeated.group("inner") : text;
        String rest = message.startsWith("error: ") || message.startsWith("fatal: ") ? message.substring(7) : message;
        boolean preauth = rest.endsWith(" [preauth]");
        rest = preauth
                ? rest.substring(0, rest.length() - 10)
                : rest.endsWith(" [postauth]") ? rest.substring(0, rest.length() - 11) : rest;
        boolean lost = false;
        for (Form form : forms) {
            Matcher matcher = form.whole.matcher(rest);
            if (matcher.matches() && (preauth || !form.preauth)) {
                return form.says == Says.OTHER ? "nobody" : verdict(form, matcher, message, rest);
            }
            lost |= message.length() >= 500
                    && form.head.isPresent()
                    && form.head.get().matcher(rest).matches();
        }
        return lost ? "ambiguous" : "nobody";
    }

    private static String verdict(Form form, Matcher matcher, String message, String rest) {
        if (form.head.isPresent()) {
            int missing = 500 - message.length();
            String from = message.substring(message.indexOf(rest) + matcher.start("u"));
            int unescaped =
                    from.replaceAll("(?s)\\\\+(?:[0-7]{1,3}|[^0-7\\\\]|$)", "x").length();
            if (missing <= 0
                    || unescaped + missing <= form.textMax
                    || form.name && matcher.group("u").indexOf(':') >= 0) {
                return "ambiguous";
            }
        }
        boolean colonBehind = matcher.end("a") < rest.length() && rest.charAt(matcher.end("a")) == ':';
        return address(matcher.group("a"), colonBehind)
                .map(a -> form.says.word() + " " + a)
                .orElse("nobody");
    }

    private static Optional<IpAddress> address(String written, boolean colonBehind) {
        boolean colonInside = !colonBehind && written.endsWith(":") && !written.matches(".*[^:]::");
        String token = colonInside ? written.substring(0, written.length() - 1) : written;
        String text = token.replaceFirst("^::ffff:(?=\\d+\\.)", "").replaceFirst("(?<=:.{0,60})%.+$", "");
        return IpAddress.tryParse(text)
                .filter(a -> a.toString().equals(text))
                .filter(a -> a.scope().isPeer());
    }
}
