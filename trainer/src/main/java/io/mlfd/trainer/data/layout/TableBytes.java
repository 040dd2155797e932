package io.mlfd.trainer.data.layout;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a table: line ends are one byte whatever the system, a mark of UTF-8 at the start is passed over. */
final class TableBytes {
    static final int END = -1;
    static final int NEW_LINE = '\n';

    private static final int[] MARK = {0xef, 0xbb, 0xbf};

    private final InputStream bytes;
    private long line = 1;
    private int length;

    TableBytes(InputStream given) throws IOException {
        this.bytes = new BufferedInputStream(given);
        bytes.mark(MARK.length);
        for (int expected : MARK) {
            if (bytes.read() != expected) {
                bytes.reset();
                break;
            }
        }
    }

    /** The line that the next byte is in, from 1. */
    long line() {
        return line;
    }

    /** From here on the bytes of a row are counted anew. */
    void rowBegins() {
        length = 0;
    }

    /** @throws LayoutException when the row is longer than any should be */
    int next() throws IOException, LayoutException {
        int next = bytes.read();
        if (next == '\r') {
            bytes.mark(1);
            if (bytes.read() != NEW_LINE) {
                bytes.reset();
            }
            next = NEW_LINE;
        }
        if (++length > Table.LONGEST_ROW) {
            throw new LayoutException("line " + line + ": is over " + Table.LONGEST_ROW + " bytes; is this a table?");
        }
        if (next == NEW_LINE) {
            line++;
        }
        return next;
    }
}
