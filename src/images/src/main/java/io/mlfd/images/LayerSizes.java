package io.mlfd.images;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an image takes of a node that has nothing of it, layer by layer, the base's first.
 *
 * @param packed bytes as they travel
 * @param unpacked bytes of the files
 */
record LayerSizes(List<Long> packed, List<Long> unpacked) {

    static LayerSizes of(Image.Built image) throws IOException {
        ArchivedLayers archived = ArchivedLayers.of(image);
        long[] unpacked = new long[archived.layers().size()];
        archived.visit((layer, entry) -> unpacked[layer] += entry.getSize());
        return new LayerSizes(
                archived.layers().stream()
                        .map(layer -> layer.path("size").asLong())
                        .toList(),
                Arrays.stream(unpacked).boxed().toList());
    }

    /**
     * A line for each of the topmost layers.
     *
     * @param names of these, in their order
     */
    List<String> lines(List<String> names) {
        List<String> lines = new ArrayList<>();
        int base = packed.size() - names.size();
        for (int i = 0; i < names.size(); i++) {
            lines.add(String.format(
                    "%-36s %8.1f MB packed %8.1f MB unpacked",
                    names.get(i), packed.get(base + i) / 1e6, unpacked.get(base + i) / 1e6));
        }
        return List.copyOf(lines);
    }

    /** In MB, as in {@code 109.3 + 34.7 + 0.6 = 144.6}. */
    static String text(List<Long> bytes) {
        List<String> parts =
                bytes.stream().map(size -> String.format("%.1f", size / 1e6)).toList();
        long sum = bytes.stream().mapToLong(Long::longValue).sum();
        return String.join(" + ", parts) + String.format(" = %.1f", sum / 1e6);
    }
}
