package io.mlfd.trainer.data.layout;

import java.util.Arrays;
import java.util.Map;

/**
 * The block in front of a member.
 *
 * @param name as far as it stands here
 * @param size of what follows, in bytes; negative where it is none
 * @param type one character
 */
record TarHeader(String name, long size, char type) {
    static final int BLOCK = 512;

    private static final int NAME_LENGTH = 100;
    private static final int SIZE_AT = 124;
    private static final int NUMBER_LENGTH = 12;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final byte[] POSIX = {'u', 's', 't', 'a', 'r', 0};
    private static final int PREFIX_AT = 345;
    private static final int PREFIX_LENGTH = 155;
    private static final char FOLDER = '5';
    private static final char LONG_NAME = 'L';
    private static final char PAX = 'x';
    /** Long names of links and what holds for all members that follow: neither is of a file that can be used. */
    private static final String PASSED_OVER = "Kg";

    private static final Map<Character, String> KINDS = Map.of(
            '1',
            "a hard link",
            '2',
            "a symbolic link",
            '3',
            "a device",
            '4',
            "a device",
            '6',
            "a pipe",
            'S',
            "a sparse file");

    static boolean isEnd(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    /** @param at where the block lies, for people */
    static TarHeader of(byte[] block, long at) throws LayoutException {
        LayoutException.require(
                at > 0 || (block[0] & 0xff) != 0x1f || (block[1] & 0xff) != 0x8b,
                "is compressed, so that single images cannot be read; unpack it with gunzip");
        LayoutException.require(
                number(block, CHECKSUM_AT, CHECKSUM_LENGTH) == checksum(block),
                at == 0 ? "is no tar archive" : "is damaged: at byte " + at + " there is no header");
        String name = text(block, 0, NAME_LENGTH, at);
        boolean posix = Arrays.equals(block, MAGIC_AT, MAGIC_AT + POSIX.length, POSIX, 0, POSIX.length);
        String prefix = posix ? text(block, PREFIX_AT, PREFIX_LENGTH, at) : "";
        return new TarHeader(
                prefix.isEmpty() ? name : prefix + "/" + name, number(block, SIZE_AT, NUMBER_LENGTH), (char)
                        (block[TYPE_AT] & 0xff));
    }

    /** All bytes as unsigned numbers, those of the sum itself as spaces. */
    private static long checksum(byte[] block) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH ? ' ' : block[i] & 0xff;
        }
        return sum;
    }

    /** Octal digits, or where the highest bit is set a binary number; -1 where it is neither, or over 2^62. */
    private static long number(byte[] block, int from, int length) {
        boolean binary = (block[from] & 0x80) != 0;
        long number = binary ? block[from] & 0x7f : 0;
        boolean ended = false;
        for (int i = binary ? from + 1 : from; i < from + length; i++) {
            boolean blank = block[i] == ' ' || block[i] == 0;
            if (number >= 1L << 54 || (!binary && !blank && (ended || block[i] < '0' || block[i] > '7'))) {
                return -1;
            }
            if (binary) {
                number = number * 256 + (block[i] & 0xff);
            } else if (blank) {
                ended |= number > 0;
            } else {
                number = number * 8 + block[i] - '0';
            }
        }
        return number;
    }

    /** Up to the first zero, or all. */
    static String text(byte[] bytes, int from, int length, long at) throws LayoutException {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return Table.text(Arrays.copyOfRange(bytes, from, end))
                .orElseThrow(
                        () -> new LayoutException("has a name at byte " + at + " that is not UTF-8; pack it anew"));
    }

    /** Whether it is no member, but says something of those that follow. */
    boolean describes() {
        return isLongName() || isPax() || PASSED_OVER.indexOf(type) >= 0;
    }

    boolean isLongName() {
        return type == LONG_NAME;
    }

    boolean isPax() {
        return type == PAX;
    }

    /** Programs before POSIX write a zero, and mark folders by the name alone. */
    boolean isFile() {
        return (type == '0' || type == 0 || type == '7') && !name.endsWith("/");
    }

    boolean isFolder() {
        return type == FOLDER || (type == 0 && name.endsWith("/"));
    }

    /** For people. */
    String kind() {
        return KINDS.getOrDefault(type, "of a kind that is not known");
    }
}
