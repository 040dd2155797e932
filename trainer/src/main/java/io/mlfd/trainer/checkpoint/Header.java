package io.mlfd.trainer.checkpoint;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A safetensors header: metadata and tensors in the order of their bytes. Strict where the format leaves a choice: the
 * tensors fill the rest of the file without holes or overlaps.
 */
record Header(SortedMap<String, String> metadata, List<TensorInfo> tensors) {
    /** The format allows 100 MB; a ResNet-18 with its optimiser needs about 30 kB. */
    static final int MAX_BYTES = 4 << 20;

    private static final int MAX_TENSORS = 20_000;
    private static final int MAX_AXES = 8;
    private static final String METADATA = "__metadata__";
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** What is wrong with a header, without the file's name. */
    static final class Defect extends Exception {
        private static final long serialVersionUID = 1;

        Defect(String message) {
            super(message);
        }
    }

    /** Bytes of all tensors. */
    long dataLength() {
        return tensors.isEmpty() ? 0 : tensors.get(tensors.size() - 1).end();
    }

    /** The header as JSON, padded with spaces so that the tensors begin at a multiple of eight. */
    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            for (TensorInfo tensor : tensors) {
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField(
                        "dtype", ElementType.of(tensor.dataType()).orElseThrow().name());
                json.writeFieldName("shape");
                json.writeArray(tensor.shape().getShape(), 0, tensor.shape().dimension());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {tensor.begin(), tensor.end()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] text = bytes.toByteArray();
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    /**
     * Reads a header.
     *
     * @param dataLength bytes that follow it in the file
     */
    static Header parse(byte[] bytes, long dataLength) throws Defect {
        SortedMap<String, String> metadata = new TreeMap<>();
        List<TensorInfo> tensors = new ArrayList<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "the header is not a JSON object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (name.equals(METADATA)) {
                    metadata.putAll(metadata(json));
                } else {
                    require(tensors.size() < MAX_TENSORS, "the header lists more than " + MAX_TENSORS + " tensors");
                    tensors.add(tensor(name, json));
                }
            }
            require(json.nextToken() == null, "the header goes on after its JSON object");
        } catch (IOException e) {
            throw new Defect("the header is not valid JSON (" + firstLine(e) + ")");
        }
        tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        requireContiguous(tensors, dataLength);
        return new Header(metadata, List.copyOf(tensors));
    }

    private static Map<String, String> metadata(JsonParser json) throws IOException, Defect {
        Map<String, String> metadata = new LinkedHashMap<>();
        require(json.nextToken() == JsonToken.START_OBJECT, "metadata is not a JSON object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            require(json.nextToken() == JsonToken.VALUE_STRING, "metadata " + printable(key) + " is not a string");
            metadata.put(key, json.getText());
        }
        return metadata;
    }

    private static TensorInfo tensor(String name, JsonParser json) throws IOException, Defect {
        String where = "tensor " + printable(name);
        require(json.nextToken() == JsonToken.START_OBJECT, where + " is not a JSON object");
        String dtype = "";
        long[] shape = {-1};
        long[] offsets = {};
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (json.currentName()) {
                case "dtype" -> {
                    require(json.nextToken() == JsonToken.VALUE_STRING, where + ": dtype is not a string");
                    dtype = json.getText();
                }
                case "shape" -> shape = sizes(json, where + ": shape");
                case "data_offsets" -> offsets = sizes(json, where + ": data_offsets");
                default -> throw new Defect(where + ": unknown field " + printable(json.currentName()));
            }
        }
        String unknownType =
                where + ": dtype " + printable(dtype) + " is not one of " + Arrays.toString(ElementType.values());
        ElementType type = ElementType.named(dtype).orElseThrow(() -> new Defect(unknownType));
        require(shape.length == 0 || shape[0] >= 0, where + ": shape is missing");
        require(offsets.length == 2 && offsets[0] <= offsets[1], where + ": data_offsets are not begin and end");
        long length = length(shape, type.dataType().getNumOfBytes(), where);
        require(
                length == offsets[1] - offsets[0],
                where + ": " + type + " " + Arrays.toString(shape) + " needs " + length + " bytes but has "
                        + (offsets[1] - offsets[0]));
        return new TensorInfo(name, type.dataType(), new Shape(shape), offsets[0], offsets[1]);
    }

    private static long[] sizes(JsonParser json, String where) throws IOException, Defect {
        require(json.nextToken() == JsonToken.START_ARRAY, where + " is not an array");
        long[] values = new long[MAX_AXES];
        int count = 0;
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            require(count < MAX_AXES, where + " has more than " + MAX_AXES + " numbers");
            long value = json.getLongValue();
            require(value >= 0, where + " holds " + value);
            values[count++] = value;
        }
        require(json.currentToken() == JsonToken.END_ARRAY, where + " holds something that is not a whole number");
        return Arrays.copyOf(values, count);
    }

    private static long length(long[] shape, int bytesPerElement, String where) throws Defect {
        long length = bytesPerElement;
        for (long size : shape) {
            try {
                length = Math.multiplyExact(length, size);
            } catch (ArithmeticException e) {
                throw new Defect(where + ": shape " + Arrays.toString(shape) + " is too large");
            }
        }
        return length;
    }

    private static void requireContiguous(List<TensorInfo> tensors, long dataLength) throws Defect {
        long expected = 0;
        for (TensorInfo tensor : tensors) {
            String where = "tensor " + printable(tensor.name());
            require(tensor.begin() >= expected, where + ": overlaps the one before it");
            require(tensor.begin() == expected, where + ": a hole of bytes lies before it");
            expected = tensor.end();
        }
        require(
                expected == dataLength,
                "holds " + dataLength + " bytes of tensors instead of " + expected
                        + (dataLength < expected ? ", it is truncated" : ""));
    }

    private static void require(boolean holds, String defect) throws Defect {
        if (!holds) {
            throw new Defect(defect);
        }
    }

    /** Names come from the file: shortened, and without what could break the line. */
    private static String printable(String text) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        return printable(message.lines().findFirst().orElse("unreadable"));
    }
}
