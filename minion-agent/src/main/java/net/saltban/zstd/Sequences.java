package net.saltban.zstd;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The sequences of a block: literals to copy, then a match further back (RFC 8878 sections 3.1.1.3.2 and 3.1.1.4), with the
 * tables and distances that the blocks of a frame share.
 */
final class Sequences {
    private static final int LENGTH_LOG_MAX = 9;
    private static final int DISTANCE_LOG_MAX = 8;
    private static final int LITERAL_CODE_MAX = 35;
    private static final int MATCH_CODE_MAX = 52;
    private static final int DISTANCE_CODE_MAX = 31;
    private static final int DISTANCE_CODE_USED_MAX = 28;

    private @Nullable FseTable literalTable;
    private @Nullable FseTable distanceTable;
    private @Nullable FseTable matchTable;
    private final long[] recent = new long[3];
    private int at;

    /** Forgets all: a frame begins. */
    void reset() {
        literalTable = null;
        distanceTable = null;
        matchTable = null;
        recent[0] = 1;
        recent[1] = 4;
        recent[2] = 8;
    }

    /** Reads the section and carries it out. */
    void execute(ByteBuffer in, int from, int end, Literals literals, History history) throws ZstdDamagedException {
        at = from;
        int count = readCount(in, end);
        int start = history.end();
        int used = 0;
        if (count > 0) {
            readTables(in, end);
            used = executeAll(new BackwardBits(in, at, end - at), count, literals, history);
        } else if (at != end) {
            throw new ZstdDamagedException("a block with something behind its end");
        }
        int rest = literals.count() - used;
        checkRoom(history.end() - start, rest);
        history.add(literals.bytes(), used, rest);
    }

    private int readCount(ByteBuffer in, int end) throws ZstdDamagedException {
        checkEnd(1, end);
        int first = in.get(at++) & 0xff;
        if (first < 128) {
            return first;
        }
        if (first < 255) {
            checkEnd(1, end);
            return (first - 128 << 8) + (in.get(at++) & 0xff);
        }
        checkEnd(2, end);
        at += 2;
        return (in.getShort(at - 2) & 0xffff) + 0x7f00;
    }

    private void readTables(ByteBuffer in, int end) throws ZstdDamagedException {
        checkEnd(1, end);
        int modes = in.get(at++);
        if ((modes & 3) != 0) {
            throw new ZstdDamagedException("a block of an unknown form");
        }
        literalTable = table(in, end, modes >> 6 & 3, literalTable, LENGTH_LOG_MAX, LITERAL_CODE_MAX);
        distanceTable = table(in, end, modes >> 4 & 3, distanceTable, DISTANCE_LOG_MAX, DISTANCE_CODE_MAX);
        matchTable = table(in, end, modes >> 2 & 3, matchTable, LENGTH_LOG_MAX, MATCH_CODE_MAX);
    }

    private FseTable table(ByteBuffer in, int end, int mode, @Nullable FseTable before, int logMax, int symbolMax)
            throws ZstdDamagedException {
        switch (mode) {
            case 0 -> {
                return SequenceCodes.predefined(symbolMax);
            }
            case 1 -> {
                checkEnd(1, end);
                int symbol = in.get(at++) & 0xff;
                if (symbol > symbolMax) {
                    throw new ZstdDamagedException("a code of " + symbol + "; at most " + symbolMax);
                }
                return FseTable.ofOne(symbol);
            }
            case 2 -> {
                FseTable.Described described = FseTable.read(in, at, end, logMax, symbolMax);
                at = described.end();
                return described.table();
            }
            default -> {
                if (before == null) {
                    throw new ZstdDamagedException("a block whose table was not told");
                }
                return before;
            }
        }
    }

    /** Returns how many literals were used. */
    private int executeAll(BackwardBits bits, int count, Literals literals, History history)
            throws ZstdDamagedException {
        FseTable literalCodes = told(literalTable);
        FseTable distanceCodes = told(distanceTable);
        FseTable matchCodes = told(matchTable);
        int literalState = literalCodes.begin(bits);
        int distanceState = distanceCodes.begin(bits);
        int matchState = matchCodes.begin(bits);
        int start = history.end();
        int used = 0;
        for (int i = 0; i < count; i++) {
            int distanceCode = distanceCodes.symbol(distanceState);
            if (distanceCode > DISTANCE_CODE_USED_MAX) {
                throw new ZstdDamagedException("a match more than 512 MiB back");
            }
            long distanceValue = (1L << distanceCode) + bits.take(distanceCode);
            int matchLength = SequenceCodes.matchLength(matchCodes.symbol(matchState), bits);
            int literalLength = SequenceCodes.literalLength(literalCodes.symbol(literalState), bits);
            if (i < count - 1) {
                literalState = literalCodes.next(literalState, bits);
                matchState = matchCodes.next(matchState, bits);
                distanceState = distanceCodes.next(distanceState, bits);
            }
            if (bits.isOverdrawn() || literalLength > literals.count() - used) {
                throw new ZstdDamagedException("a block that ends within a sequence");
            }
            checkRoom(history.end() - start, literalLength + matchLength);
            history.add(literals.bytes(), used, literalLength);
            used += literalLength;
            history.addMatch(distance(distanceValue, literalLength == 0), matchLength);
        }
        if (!bits.isAtEnd()) {
            throw new ZstdDamagedException("a block whose sequences do not fill their stream");
        }
        return used;
    }

    /** The values 1 to 3 mean distances that were used before (section 3.1.1.5). */
    private long distance(long value, boolean noLiterals) throws ZstdDamagedException {
        long distance;
        int index = value > 3 ? 3 : (int) value - 1 + (noLiterals ? 1 : 0);
        if (value > 3) {
            distance = value - 3;
        } else {
            distance = index < 3 ? recent[index] : recent[0] - 1;
        }
        if (distance <= 0) {
            throw new ZstdDamagedException("a match no byte back");
        }
        if (index > 1) {
            recent[2] = recent[1];
        }
        if (index > 0) {
            recent[1] = recent[0];
            recent[0] = distance;
        }
        return distance;
    }

    private static FseTable told(@Nullable FseTable table) throws ZstdDamagedException {
        if (table == null) {
            throw new ZstdDamagedException("a block whose table was not told");
        }
        return table;
    }

    private static void checkRoom(int taken, int more) throws ZstdDamagedException {
        if (taken + more > ZstdInputStream.BLOCK_BYTES_MAX) {
            throw new ZstdDamagedException("a block of more than 128 KiB");
        }
    }

    private void checkEnd(int count, int end) throws ZstdDamagedException {
        if (at + count > end) {
            throw new ZstdDamagedException("sequences that are cut off");
        }
    }
}
