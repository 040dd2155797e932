package io.mlfd.images;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the dynamic linker looks for before it lets a program or a library run: the entries {@code DT_NEEDED} of an ELF
 * file (System V ABI, chapter 5) of 64 bits, the lowest byte first, as all machines have it that the images run on.
 */
final class NeededLibraries {

    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F', 2, 1};
    private static final int HEADER = 64;
    private static final int LOADED = 1;
    private static final int DYNAMIC = 2;
    private static final long NEEDED = 1;
    private static final long STRINGS = 5;
    private static final int LONGEST_NAME = 256;

    private NeededLibraries() {}

    /** Names such as {@code libz.so.1}; none where the file is no such file, or is linked to nothing. */
    static List<String> of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer header = read(channel, 0, HEADER);
            if (header.remaining() < HEADER || !isElf(header)) {
                return List.of();
            }
            ByteBuffer segments = read(channel, header.getLong(32), header.getShort(54) * header.getShort(56));
            for (int at = 0; at < segments.limit(); at += header.getShort(54)) {
                if (segments.getInt(at) == DYNAMIC) {
                    ByteBuffer entries =
                            read(channel, segments.getLong(at + 8), Math.toIntExact(segments.getLong(at + 32)));
                    return names(channel, segments, header.getShort(54), entries);
                }
            }
            return List.of();
        }
    }

    private static List<String> names(FileChannel channel, ByteBuffer segments, int size, ByteBuffer entries)
            throws IOException {
        List<Long> offsets = new ArrayList<>();
        long strings = 0;
        for (int at = 0; at + 16 <= entries.limit(); at += 16) {
            if (entries.getLong(at) == NEEDED) {
                offsets.add(entries.getLong(at + 8));
            } else if (entries.getLong(at) == STRINGS) {
                strings = inFile(segments, size, entries.getLong(at + 8));
            }
        }
        List<String> names = new ArrayList<>();
        for (long offset : offsets) {
            String name = StandardCharsets.ISO_8859_1
                    .decode(read(channel, strings + offset, LONGEST_NAME))
                    .toString();
            names.add(name.substring(0, name.indexOf('\0')));
        }
        return List.copyOf(names);
    }

    /** Where an address of the running program lies in the file. */
    private static long inFile(ByteBuffer segments, int size, long address) throws IOException {
        for (int at = 0; at < segments.limit(); at += size) {
            long begin = segments.getLong(at + 16);
            if (segments.getInt(at) == LOADED && begin <= address && address < begin + segments.getLong(at + 32)) {
                return segments.getLong(at + 8) + address - begin;
            }
        }
        throw new IOException("an ELF file whose table of names is not in it");
    }

    private static boolean isElf(ByteBuffer header) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (header.get(i) != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    /** Fewer bytes than asked for at the end of the file. */
    private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, offset + buffer.position());
        }
        return buffer.flip();
    }
}
