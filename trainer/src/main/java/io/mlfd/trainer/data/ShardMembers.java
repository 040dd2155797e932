package io.mlfd.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlfd.trainer.data.layout.LayoutException;
import io.mlfd.trainer.data.layout.Table;
import io.mlfd.trainer.data.layout.TarArchive;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one archive, brought together by their key: what stands in front of the first dot of a name, folders included.
 * What is behind that dot tells an image, a label ({@code cls}) or notes ({@code json}); other members are passed over.
 */
final class ShardMembers implements TarArchive.Visitor {
    private static final String LABEL = "cls";
    private static final String NOTES = "json";

    private final DataSetFolder folder;
    private final ByteStore store;
    private final String archive;
    private final JsonMapper json = new JsonMapper();
    private final Map<String, Sample> samples = new LinkedHashMap<>();

    /** What one key has. */
    private record Sample(Optional<Image> image, Optional<String> label, Optional<String> noted) {
        static final Sample NONE = new Sample(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private record Image(String name, ImageContent content) {}

    /** @param archive its name below the data set's folder */
    ShardMembers(DataSetFolder folder, ByteStore store, String archive) {
        this.folder = folder;
        this.store = store;
        this.archive = archive;
    }

    @Override
    public boolean wants(String name) {
        String ending = ending(name);
        return ending.equals(LABEL) || ending.equals(NOTES);
    }

    @Override
    public void file(String name, long offset, long size, Optional<byte[]> content) throws LayoutException {
        folder.stop().check();
        if (name.startsWith("/") || ("/" + name + "/").contains("/../")) {
            odd(name, "has a name that leads out of the archive; pack it anew");
            return;
        }
        String key = name.substring(0, name.length() - ending(name).length());
        Sample sample = samples.getOrDefault(key, Sample.NONE);
        LayoutException.require(
                samples.size() < folder.limits().files(),
                "has more than " + folder.limits().files() + " keys");
        if (content.isPresent()) {
            Optional<String> text = Table.text(content.get()).map(String::strip);
            boolean label = ending(name).equals(LABEL);
            Optional<String> said = label ? text : text.flatMap(this::labelIn);
            if (label && said.isEmpty()) {
                odd(name, "is no label: it is not UTF-8");
            } else if (label && sample.label().isPresent()) {
                odd(name, "is there twice");
            } else {
                samples.put(
                        key,
                        label
                                ? new Sample(sample.image(), said, sample.noted())
                                : new Sample(sample.image(), sample.label(), said.or(sample::noted)));
            }
        } else if (NameReader.isEndingOfAnImage(ending(name))) {
            if (sample.image().isPresent()) {
                odd(
                        name,
                        "is the second image of its key, besides "
                                + Problems.printable(sample.image().get().name()));
            } else {
                Image image = new Image(name, new EncodedSlice(store, offset, size));
                samples.put(key, new Sample(Optional.of(image), sample.label(), sample.noted()));
            }
        }
    }

    @Override
    public void odd(String name, String why) {
        folder.problems().add(at(name) + why);
    }

    /** Every key that has an image must have a label, and the other way round. */
    void addTo(FoundImages found, Split split) {
        samples.forEach((key, sample) -> {
            Optional<String> label = sample.label().or(sample::noted);
            if (sample.image().isPresent() && label.isPresent()) {
                String name = sample.image().get().name();
                found.add(
                        at(name),
                        new FoundImage(sample.image().get().content(), archive + "/" + name, label.get(), split));
            } else if (sample.image().isPresent()) {
                odd(sample.image().get().name(), "has no " + LABEL + " beside it, and no " + NOTES + " with a label");
            } else if (sample.label().isPresent()) {
                odd(key + LABEL, "has no image beside it");
            }
        });
    }

    private Optional<String> labelIn(String text) {
        try {
            JsonNode label = json.readTree(text).path("label");
            return Optional.of(label)
                    .filter(value -> value.isTextual() || value.isIntegralNumber())
                    .map(JsonNode::asText);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private String at(String name) {
        return Problems.printable(folder.path().resolve(archive)) + ": " + Problems.printable(name) + " ";
    }

    /** What is behind the first dot of the last part, in lower case. */
    private static String ending(String name) {
        int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
