package io.mlfd.trainer.data.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One JSON object a line, its fields the columns; blank lines are passed over. Text and whole numbers are cells, all else is none. */
final class JsonLinesTable implements Table {
    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public void read(InputStream given, TableVisitor visitor) throws IOException, LayoutException {
        TableBytes bytes = new TableBytes(given);
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        boolean first = true;
        int end = 0;
        while (end != TableBytes.END) {
            long line = bytes.line();
            bytes.rowBegins();
            row.reset();
            for (end = bytes.next(); end != TableBytes.NEW_LINE && end != TableBytes.END; end = bytes.next()) {
                row.write(end);
            }
            String text = Table.text(row.toByteArray())
                    .orElseThrow(() -> new LayoutException("line " + line + ": is not UTF-8"));
            if (!text.isBlank()) {
                first = tell(line, text, first, visitor);
            }
        }
        if (first) {
            throw new LayoutException("is empty; it must hold a JSON object a line");
        }
    }

    /** @return whether the first object is still to come */
    private boolean tell(long line, String text, boolean first, TableVisitor visitor) throws LayoutException {
        JsonNode object;
        try {
            object = json.readTree(text);
        } catch (JsonProcessingException e) {
            visitor.bad(
                    line,
                    "is no JSON object ("
                            + e.getOriginalMessage().lines().findFirst().orElse("") + ")");
            return first;
        }
        if (!object.isObject()) {
            visitor.bad(line, "is no JSON object");
            return first;
        }
        Map<String, String> cells = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            if (field.getValue().isTextual() || field.getValue().isIntegralNumber()) {
                cells.put(field.getKey(), field.getValue().asText());
            }
        });
        if (first) {
            visitor.columns(List.copyOf(cells.keySet()));
        }
        visitor.row(line, cells);
        return false;
    }
}
