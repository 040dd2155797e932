package io.mlfd.trainer.data.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * Goes through the members of a tar archive (POSIX ustar and pax, GNU's long names) without unpacking anything. A header costs its
 * own block of memory and what it may say of a name, whatever sizes it claims; a member that is not wholly there is never told.
 */
public final class TarArchive {
    /** Of a member that a visitor wants to have, and of what stands in front of one to name it. */
    static final int LARGEST_HELD = 1 << 16;

    private final SeekableByteChannel channel;
    private final long length;
    private long position;
    private Optional<String> longName = Optional.empty();
    private Optional<PaxRecords> pax = Optional.empty();

    private TarArchive(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
    }

    /** Takes the members in their order. */
    public interface Visitor {
        /** Whether to hand a file's content over, of at most 64 KiB. */
        boolean wants(String name);

        /**
         * A file.
         *
         * @param offset of its content in the archive, in bytes
         * @param size of its content, in bytes
         * @param content where it was wanted
         */
        void file(String name, long offset, long size, Optional<byte[]> content) throws LayoutException;

        /** A member that is none of those that can be used; the others can be. */
        void odd(String name, String why) throws LayoutException;
    }

    /** @throws LayoutException when it is no archive, cut off or damaged, and whatever the visitor throws */
    public static void read(SeekableByteChannel channel, Visitor visitor) throws IOException, LayoutException {
        new TarArchive(channel).run(visitor);
    }

    private void run(Visitor visitor) throws IOException, LayoutException {
        while (true) {
            LayoutException.require(
                    position + TarHeader.BLOCK <= length,
                    position == 0
                            ? "is no tar archive"
                            : "is truncated: it ends at byte " + length + " without an end mark");
            byte[] block = bytes(position, TarHeader.BLOCK);
            if (TarHeader.isEnd(block)) {
                requireNothingBehind();
                return;
            }
            TarHeader header = TarHeader.of(block, position);
            position += TarHeader.BLOCK;
            long size = header.describes()
                    ? header.size()
                    : pax.flatMap(PaxRecords::size).orElse(header.size());
            LayoutException.require(
                    size >= 0 && size <= length - position,
                    "is truncated: " + name(header) + " has " + size + " bytes, only " + (length - position)
                            + " are left");
            member(header, size, visitor);
            // The last block of a member is filled up; a size is at most that of the file, so this is a number.
            position += (size + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
        }
    }

    private void member(TarHeader header, long size, Visitor visitor) throws IOException, LayoutException {
        if (header.describes()) {
            LayoutException.require(size <= LARGEST_HELD, "has a name of " + size + " bytes at byte " + position);
            describe(header, bytes(position, (int) size));
            return;
        }
        String name = name(header);
        Optional<PaxRecords> said = pax;
        longName = Optional.empty();
        pax = Optional.empty();
        if (header.isFolder()) {
            return;
        }
        if (!header.isFile() || said.filter(PaxRecords::isSparse).isPresent()) {
            visitor.odd(name, "is no plain file but " + header.kind() + "; pack plain files only");
        } else if (!visitor.wants(name)) {
            visitor.file(name, position, size, Optional.empty());
        } else if (size > LARGEST_HELD) {
            visitor.odd(name, "is over " + LARGEST_HELD + " bytes, far more than a label needs");
        } else {
            visitor.file(name, position, size, Optional.of(bytes(position, (int) size)));
        }
    }

    /** What a member says of the next. */
    private void describe(TarHeader header, byte[] content) throws LayoutException {
        if (header.isLongName()) {
            longName = Optional.of(TarHeader.text(content, 0, content.length, position));
        } else if (header.isPax()) {
            pax = Optional.of(PaxRecords.of(content, position));
        }
    }

    private String name(TarHeader header) {
        return pax.flatMap(PaxRecords::path).or(() -> longName).orElse(header.name());
    }

    /** An archive that another was appended to has images that no reader would see. */
    private void requireNothingBehind() throws IOException, LayoutException {
        for (long at = position; at < length; at += LARGEST_HELD) {
            for (byte value : bytes(at, (int) Math.min(LARGEST_HELD, length - at))) {
                LayoutException.require(
                        value == 0,
                        "goes on behind its end at byte " + position + ", as joined archives do; pack it anew");
            }
        }
    }

    private byte[] bytes(long from, int count) throws IOException, LayoutException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        channel.position(from);
        while (bytes.hasRemaining()) {
            LayoutException.require(channel.read(bytes) >= 0, "has become shorter while it was read");
        }
        return bytes.array();
    }
}
