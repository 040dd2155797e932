package io.mlfd.trainer.data.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What pax (POSIX.1-2001) says of the next member: lines of a length in decimal, a space, a keyword, an equals sign and a value. */
record PaxRecords(Map<String, String> values) {
    private static final int LONGEST_NUMBER = 18;

    /** @param at where they lie, for people */
    static PaxRecords of(byte[] content, long at) throws LayoutException {
        Map<String, String> values = new LinkedHashMap<>();
        int from = 0;
        while (from < content.length) {
            int space = from;
            while (space < content.length && content[space] >= '0' && content[space] <= '9') {
                space++;
            }
            boolean number = space > from && space - from <= LONGEST_NUMBER && space < content.length;
            long length =
                    number ? Long.parseLong(new String(content, from, space - from, StandardCharsets.US_ASCII)) : 0;
            LayoutException.require(
                    number
                            && content[space] == ' '
                            && length > space - from
                            && length <= content.length - from
                            && content[from + (int) length - 1] == '\n',
                    "is damaged: the pax header at byte " + at + " is none");
            int end = from + (int) length;
            String record = Table.text(Arrays.copyOfRange(content, space + 1, end - 1))
                    .orElseThrow(() -> new LayoutException("has a pax header at byte " + at + " that is not UTF-8"));
            int equals = record.indexOf('=');
            LayoutException.require(equals > 0, "is damaged: the pax header at byte " + at + " is none");
            values.put(record.substring(0, equals), record.substring(equals + 1));
            from = end;
        }
        return new PaxRecords(values);
    }

    Optional<String> path() {
        return Optional.ofNullable(values.get("path"));
    }

    /** In bytes; negative where it is no number. */
    Optional<Long> size() {
        return Optional.ofNullable(values.get("size"))
                .map(text -> text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1L);
    }

    boolean isSparse() {
        return values.keySet().stream().anyMatch(keyword -> keyword.startsWith("GNU.sparse"));
    }
}
