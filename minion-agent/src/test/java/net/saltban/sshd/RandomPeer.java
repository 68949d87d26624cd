package net.saltban.sshd;

import java.util.List;
import java.util.Random;

/** A peer that sends what could move the blame to addresses of 203.0.113.0/24 and 2001:db8:dead::/48, which never connect. */
class RandomPeer {
    private final Random random;

    /** Its address, in sshd's text. */
    final String address;

    final int port;

    private final boolean hostile;

    RandomPeer(Random random, boolean hostile) {
        this.random = random;
        this.hostile = hostile;
        this.address = switch (random.nextInt(6)) {
            case 0 -> "2001:db8:beef::" + Integer.toHexString(random.nextInt(0xffff) + 1);
            case 1 -> "fe80::" + Integer.toHexString(random.nextInt(0xffff) + 1) + "%v0";
            case 2 -> "2001:db8:beef:" + Integer.toHexString(random.nextInt(0xffff) + 1) + ":1:2:3:4";
            default -> "198.51.100." + (random.nextInt(254) + 1);
        };
        this.port = random.nextInt(65_535) + 1;
    }

    /** The address as a finding names it. */
    String canonical() {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private String victim() {
        return switch (random.nextInt(4)) {
            case 0 -> "2001:db8:dead::66";
            case 1 -> "::ffff:203.0.113.66";
            default -> "203.0.113." + (random.nextInt(254) + 1);
        };
    }

    /** Other text that it sends, of some hundred bytes; none if it is not hostile. */
    String text() {
        StringBuilder text = new StringBuilder();
        int parts = hostile ? random.nextInt(8) : 0;
        for (int i = 0; i < parts; i++) {
            text.append(part());
        }
        return text.toString();
    }

    /** The user name that it sends. */
    String name() {
        return hostile ? text() : plainName();
    }

    private String plainName() {
        List<String> names =
                List.of("root", "admin", "test", "oracle", "x", "", "git", "invalid", "user from", "ubuntu port 22");
        return names.get(random.nextInt(names.size()));
    }

    private String part() {
        return switch (random.nextInt(24)) {
            case 0 -> " from " + victim();
            case 1 -> " from " + victim() + " port " + random.nextInt(70_000);
            case 2 -> " from " + victim() + " port 22 ssh2";
            case 3 -> " from " + victim() + " port 22 ssh2: RSA SHA256:x";
            case 4 -> " " + victim() + " port 22 [preauth]";
            case 5 -> " " + victim() + " port 22: Too many authentication failures";
            case 6 -> victim();
            case 7 -> " ".repeat(random.nextInt(190));
            case 8, 9, 10 -> "\u0080".repeat(random.nextInt(130));
            case 11 -> "\\".repeat(random.nextInt(60));
            case 12 -> "x".repeat(random.nextInt(120));
            case 13 -> "\n\r\t\b\u001b[0m";
            case 14 -> " [preauth]";
            case 15 -> "]' (" + victim() + ")";
            case 16 -> "message repeated 2 times: [ ";
            case 17 -> "invalid user ";
            case 18 -> "' from " + victim() + ":22";
            case 19 -> " rhost=" + victim() + "  user=root";
            case 20 -> String.valueOf((char) random.nextInt(256));
            case 21 -> ":";
            case 22 -> " via " + victim();
            default -> address;
        };
    }
}
