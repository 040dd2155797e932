package io.mlfd.trainer.data.layout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values separated by commas (RFC 4180) under a header; blank lines are passed over. */
final class CsvTable implements Table {
    private static final int QUOTE = '"';
    private static final int COMMA = ',';

    /** {@code fault}: what is wrong with it; its fields are not to be used then. */
    private record Row(long line, List<String> fields, Optional<String> fault) {
        boolean isBlank() {
            return fault.isEmpty() && fields.equals(List.of(""));
        }
    }

    @Override
    public void read(InputStream bytes, TableVisitor visitor) throws IOException, LayoutException {
        Rows rows = new Rows(new TableBytes(bytes));
        Row header =
                rows.next().orElseThrow(() -> new LayoutException("is empty; it must begin with the columns' names"));
        if (header.fault().isPresent()) {
            throw new LayoutException(
                    "line " + header.line() + ": " + header.fault().get());
        }
        List<String> columns = header.fields().stream().map(String::strip).toList();
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new LayoutException(
                    "line " + header.line() + ": names a column twice; the header must name each once");
        }
        visitor.columns(columns);
        for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
            tell(row.get(), columns, visitor);
        }
    }

    private static void tell(Row row, List<String> columns, TableVisitor visitor) throws LayoutException {
        if (row.fault().isPresent()) {
            visitor.bad(row.line(), row.fault().get());
        } else if (row.fields().size() != columns.size()) {
            visitor.bad(
                    row.line(),
                    "has " + row.fields().size() + " fields, the header has " + columns.size()
                            + "; a comma inside a field needs quotes around it");
        } else {
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                cells.put(columns.get(i), row.fields().get(i));
            }
            visitor.row(row.line(), cells);
        }
    }

    /** Splits bytes into rows; all that means something is ASCII. */
    private static final class Rows {
        private final TableBytes bytes;
        private final ByteArrayOutputStream field = new ByteArrayOutputStream();
        private Optional<String> fault = Optional.empty();

        Rows(TableBytes bytes) {
            this.bytes = bytes;
        }

        /** The next that is not blank; empty at the end. */
        Optional<Row> next() throws IOException, LayoutException {
            while (true) {
                long line = bytes.line();
                bytes.rowBegins();
                int first = bytes.next();
                if (first == TableBytes.END) {
                    return Optional.empty();
                }
                fault = Optional.empty();
                List<String> fields = fields(first);
                Row row = new Row(line, fields, fault);
                if (!row.isBlank()) {
                    return Optional.of(row);
                }
            }
        }

        private List<String> fields(int first) throws IOException, LayoutException {
            List<String> fields = new ArrayList<>();
            int next = first;
            while (true) {
                field.reset();
                int end = next == QUOTE ? quoted() : plain(next);
                Optional<String> text = Table.text(field.toByteArray());
                if (text.isEmpty()) {
                    wrong("is not UTF-8; save the table in that encoding");
                }
                fields.add(text.orElse(""));
                if (end != COMMA) {
                    return fields;
                }
                next = bytes.next();
            }
        }

        /** @return what ends the field */
        private int plain(int first) throws IOException, LayoutException {
            int next = first;
            while (!ends(next)) {
                if (next == QUOTE) {
                    wrong("has a quote inside a field that does not begin with one");
                }
                field.write(next);
                next = bytes.next();
            }
            return next;
        }

        private int quoted() throws IOException, LayoutException {
            while (true) {
                int next = bytes.next();
                if (next == TableBytes.END) {
                    wrong("has a quoted field that does not end");
                    return next;
                }
                if (next == QUOTE) {
                    next = bytes.next();
                    if (next != QUOTE) {
                        return behindQuotes(next);
                    }
                }
                field.write(next);
            }
        }

        private int behindQuotes(int first) throws IOException, LayoutException {
            int next = first;
            while (!ends(next)) {
                wrong("has text behind a closing quote");
                next = bytes.next();
            }
            return next;
        }

        private static boolean ends(int next) {
            return next == COMMA || next == TableBytes.NEW_LINE || next == TableBytes.END;
        }

        /** The first thing that is wrong with a row is told. */
        private void wrong(String why) {
            fault = fault.or(() -> Optional.of(why));
        }
    }
}
