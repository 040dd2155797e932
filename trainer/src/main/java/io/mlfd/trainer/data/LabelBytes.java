package io.mlfd.trainer.data;

import java.io.IOException;

/** Single bytes of records that all have the same length, read some records at a time. */
final class LabelBytes {
    private static final int READ_AT_ONCE = 1 << 20;

    private final DataSetFolder folder;
    private final ByteStore store;
    private final int record;
    private long from;
    private byte[] held = {};

    /** @param record its length in bytes */
    LabelBytes(DataSetFolder folder, ByteStore store, int record) {
        this.folder = folder;
        this.store = store;
        this.record = record;
    }

    /**
     * The byte {@code at} of a record, from 0 to 255.
     *
     * @throws BadInputException when the file is shorter than it was
     */
    int of(long number, int at) throws IOException {
        long offset = number * record;
        if (offset < from || offset + record > from + held.length) {
            from = offset;
            long whole = Math.max(1, READ_AT_ONCE / record) * (long) record;
            try {
                held = store.read(folder.disk(), from, (int) Math.min(whole, store.length() - from));
            } catch (ImageFormatException e) {
                throw new BadInputException(Problems.printable(store.file()) + " " + e.getMessage());
            }
        }
        return held[(int) (offset - from) + at] & 0xff;
    }
}
