package io.mlfd.trainer.data.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A file of rows with named columns, in UTF-8 with or without a mark of that, line ends of any system. */
public interface Table {
    /** Of a row, in bytes. */
    int LONGEST_ROW = 1 << 16;

    /**
     * Goes through all rows.
     *
     * @throws LayoutException when what is behind cannot be read either, and whatever the visitor throws
     */
    void read(InputStream bytes, TableVisitor visitor) throws IOException, LayoutException;

    /** By the name of a file; empty where it is not that of a table. */
    static Optional<Table> named(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return Optional.of(new CsvTable());
        }
        return name.endsWith(".jsonl") || name.endsWith(".ndjson")
                ? Optional.of(new JsonLinesTable())
                : Optional.empty();
    }

    /** UTF-8, strictly: empty where it is something else. */
    static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
