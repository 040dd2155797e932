package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.ImageLayout;
import io.mlfd.contract.NamePattern;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What may stand in a layout, and what it excludes. */
final class ImageLayoutRules {
    private final SpecProblems problems;
    private final String path;

    /** @param path of the image folder */
    ImageLayoutRules(SpecProblems problems, String path) {
        this.problems = problems;
        this.path = path;
    }

    /** @param folder one that has a layout */
    void check(Dataset.ImageFolder folder) {
        ImageLayout layout = folder.layout();
        List<?> given = Stream.of(layout.index(), layout.names(), layout.cifar(), layout.idx(), layout.shards())
                .filter(Objects::nonNull)
                .toList();
        if (given.size() != 1) {
            problems.add(path + ".layout", "name exactly one of index, names, cifar, idx and shards");
        }
        if (folder.folders() != null && layout.names() == null) {
            problems.add(path + ".folders", "says where class folders lie; leave it or layout out");
        }
        if (layout.index() != null) {
            belowPath("index.file", layout.index().file());
            belowPath("index.images", layout.index().images());
        }
        if (layout.names() != null) {
            pattern(layout.names().pattern());
        }
        if (layout.shards() != null) {
            shards(layout.shards());
        }
    }

    private void shards(ImageLayout.Shards shards) {
        belowPath("shards.train", shards.train());
        belowPath("shards.validation", shards.validation());
        belowPath("shards.test", shards.test());
        if ((shards.test() == null) == (shards.testFraction() == null)) {
            problems.add(path + ".layout.shards", "name exactly one of test and testFraction");
        }
    }

    private void pattern(String pattern) {
        try {
            NamePattern.of(pattern);
        } catch (NamePattern.PatternException e) {
            problems.add(path + ".layout.names.pattern", "\"" + pattern + "\" " + e.getMessage());
        }
    }

    private void belowPath(String field, String value) {
        if (value != null && SpecRules.climbs(value)) {
            problems.add(path + ".layout." + field, "\"" + value + "\" must lie below path: no leading / and no ..");
        }
    }
}
