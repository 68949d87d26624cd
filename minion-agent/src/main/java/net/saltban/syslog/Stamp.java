package net.saltban.syslog;

/**
 * A time stamp as a log prints it; parts that it leaves out are marked so. Used again for each line.
 *
 * <p>Shapes: {@code Jan  5 03:04:05} (RFC 3164; the day padded by a space, a zero or nothing; a year may stand before the time;
 * a fraction behind it), {@code 2026-01-05T03:04:05.123456+01:00} (RFC 3339; also a space or {@code _} for the {@code T}, a comma
 * before the fraction, an offset without colon or none at all), {@code Mon 2026-01-05 03:04:05 UTC} (journalctl short-full),
 * {@code 1767582245.123456} (short-unix), {@code [   12.345678]} (short-monotonic: no time of day at all).
 */
public final class Stamp {
    /** No year in the text. */
    static final int YEAR_UNKNOWN = -1;

    /** No offset in the text: the reader's zone. */
    static final int OFFSET_UNKNOWN = Integer.MIN_VALUE;

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final String WEEKDAYS = "MonTueWedThuFriSatSun";
    private static final int TIME_LENGTH = 8;

    private int year;
    private int month;
    private int day;
    private int secondOfDay;
    private int timeFrom;
    private int nano;
    private int offsetSeconds;
    private long epochSecond;
    private Form form = Form.NONE;

    private enum Form {
        CIVIL,
        EPOCH,
        NONE
    }

    /** Reads the stamp that starts at a place; the place behind it, or -1 if none starts there. */
    int read(byte[] b, int at, int end) {
        year = YEAR_UNKNOWN;
        nano = 0;
        offsetSeconds = OFFSET_UNKNOWN;
        form = Form.CIVIL;
        if (end - at < 12) {
            return -1;
        }
        byte first = b[at];
        if (first >= 'A' && first <= 'Z') {
            int found = name(MONTHS, b, at);
            if (found >= 0) {
                month = found + 1;
                return readBsd(b, at + 3, end);
            }
            return name(WEEKDAYS, b, at) >= 0 && b[at + 3] == ' ' ? readFull(b, at + 4, end) : -1;
        }
        if (first == '[') {
            return readMonotonic(b, at + 1, end);
        }
        if (!Ascii.isDigit(first)) {
            return -1;
        }
        return b[at + 4] == '-' ? readOffset(b, readIso(b, at, end), end) : readUnix(b, at, end);
    }

    /** Whether the stamp tells a time of day at all; one since boot does not. */
    public boolean isTime() {
        return form != Form.NONE;
    }

    boolean isEpoch() {
        return form == Form.EPOCH;
    }

    long epochSecond() {
        return epochSecond;
    }

    int year() {
        return year;
    }

    int month() {
        return month;
    }

    int day() {
        return day;
    }

    int secondOfDay() {
        return secondOfDay;
    }

    int nano() {
        return nano;
    }

    /** Where the time of a stamp with a date and a time stands, after {@link #read}. */
    int timeFrom() {
        return timeFrom;
    }

    /** Takes the same stamp again with another second of its hour. */
    void move(int secondOfHour, int newNano) {
        secondOfDay = secondOfDay - secondOfDay % 3600 + secondOfHour;
        nano = newNano;
    }

    /** Takes over what another stamp tells. */
    public void set(Stamp other) {
        year = other.year;
        month = other.month;
        day = other.day;
        secondOfDay = other.secondOfDay;
        timeFrom = other.timeFrom;
        nano = other.nano;
        offsetSeconds = other.offsetSeconds;
        epochSecond = other.epochSecond;
        form = other.form;
    }

    boolean isCivil() {
        return form == Form.CIVIL;
    }

    int offsetSeconds() {
        return offsetSeconds;
    }

    /** {@code  5 03:04:05}, the month is read. */
    private int readBsd(byte[] b, int at, int end) {
        if (b[at] != ' ') {
            return -1;
        }
        int from = b[at + 1] == ' ' ? at + 2 : at + 1;
        int to = Ascii.skipDigits(b, from, Math.min(end, from + 2));
        if (to == from || to + 1 + TIME_LENGTH > end || b[to] != ' ') {
            return -1;
        }
        day = (int) Ascii.number(b, from, to);
        int time = to + 1;
        if (b[time + 2] != ':') {
            if (time + 5 + TIME_LENGTH > end || b[time + 4] != ' ') {
                return -1;
            }
            year = (int) Ascii.number(b, time, time + 4);
            if (year < 0) {
                return -1;
            }
            time += 5;
        }
        return checkedDate(readFraction(b, readTime(b, time, end), end));
    }

    /** {@code 2026-01-05 03:04:05 UTC}: a zone's abbreviation names no offset for sure, except UTC. */
    private int readFull(byte[] b, int at, int end) {
        int behind = end - at < 20 || b[at + 4] != '-' ? -1 : readIso(b, at, end);
        if (behind < 0 || behind + 1 >= end || b[behind] != ' ') {
            return -1;
        }
        int zoneEnd = Ascii.skipToken(b, behind + 1, end);
        int length = zoneEnd - behind - 1;
        if (length < 2 || length > 6) {
            return -1;
        }
        if (length == 3 && b[behind + 1] == 'U' && b[behind + 2] == 'T' && b[behind + 3] == 'C') {
            offsetSeconds = 0;
        }
        return zoneEnd;
    }

    private int readIso(byte[] b, int at, int end) {
        if (at + 11 + TIME_LENGTH > end || b[at + 7] != '-') {
            return -1;
        }
        byte between = b[at + 10];
        year = (int) Ascii.number(b, at, at + 4);
        month = (int) Ascii.number(b, at + 5, at + 7);
        day = (int) Ascii.number(b, at + 8, at + 10);
        if (year < 0 || between != 'T' && between != ' ' && between != '_') {
            return -1;
        }
        return checkedDate(readFraction(b, readTime(b, at + 11, end), end));
    }

    private int readOffset(byte[] b, int at, int end) {
        if (at < 0 || at == end) {
            return at;
        }
        if (b[at] == 'Z') {
            offsetSeconds = 0;
            return at + 1;
        }
        if (b[at] != '+' && b[at] != '-') {
            return at;
        }
        if (at + 5 > end) {
            return -1;
        }
        int minuteAt = b[at + 3] == ':' ? at + 4 : at + 3;
        long hours = Ascii.number(b, at + 1, at + 3);
        long minutes = minuteAt + 2 > end ? -1 : Ascii.number(b, minuteAt, minuteAt + 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return -1;
        }
        int seconds = (int) (hours * 3600 + minutes * 60);
        offsetSeconds = b[at] == '-' ? -seconds : seconds;
        return minuteAt + 2;
    }

    private int readUnix(byte[] b, int at, int end) {
        int behind = Ascii.skipDigits(b, at, end);
        long seconds = Ascii.number(b, at, behind);
        if (behind - at < 9 || seconds < 0 || behind == end || b[behind] != '.') {
            return -1;
        }
        form = Form.EPOCH;
        epochSecond = seconds;
        return readFraction(b, behind, end);
    }

    private int readMonotonic(byte[] b, int at, int end) {
        int from = Ascii.skipBlanks(b, at, end);
        int point = Ascii.skipDigits(b, from, end);
        if (point == from || point == end || b[point] != '.') {
            return -1;
        }
        int behind = Ascii.skipDigits(b, point + 1, end);
        form = Form.NONE;
        return behind > point + 1 && behind < end && b[behind] == ']' ? behind + 1 : -1;
    }

    /** {@code 03:04:05}; a leap second counts as the second before it. */
    private int readTime(byte[] b, int at, int end) {
        if (at + TIME_LENGTH > end || b[at + 2] != ':' || b[at + 5] != ':') {
            return -1;
        }
        long hour = Ascii.number(b, at, at + 2);
        long minute = Ascii.number(b, at + 3, at + 5);
        long second = Ascii.number(b, at + 6, at + 8);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return -1;
        }
        timeFrom = at;
        secondOfDay = (int) (hour * 3600 + minute * 60 + Math.min(second, 59));
        return at + TIME_LENGTH;
    }

    private int readFraction(byte[] b, int at, int end) {
        if (at < 0 || at >= end || b[at] != '.' && b[at] != ',') {
            return at;
        }
        int behind = Ascii.skipDigits(b, at + 1, end);
        int digits = behind - at - 1;
        if (digits < 1 || digits > 9) {
            return -1;
        }
        int value = (int) Ascii.number(b, at + 1, behind);
        for (int i = digits; i < 9; i++) {
            value *= 10;
        }
        nano = value;
        return behind;
    }

    private int checkedDate(int behind) {
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? behind : -1;
    }

    private static int name(String names, byte[] b, int at) {
        for (int i = 0; i < names.length(); i += 3) {
            if (b[at] == names.charAt(i) && b[at + 1] == names.charAt(i + 1) && b[at + 2] == names.charAt(i + 2)) {
                return i / 3;
            }
        }
        return -1;
    }
}
