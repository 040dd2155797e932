package io.mlfd.trainer.data;

import io.mlfd.trainer.data.generated.Drawing;
import io.mlfd.trainer.data.generated.Glyphs;
import io.mlfd.trainer.data.generated.Shapes;
import io.mlfd.trainer.data.generated.Textures;
import java.util.List;

/** The generated sets; none has a class, or anything that looks like one, in common with another. */
public enum GeneratedKind {
    /** Six filled figures: circle, cross, ring, square, star, triangle. */
    SHAPES("shapes"),
    /** Eight patterns over the whole image. */
    TEXTURES("textures"),
    /** The ten digits of a seven-segment display, hand-drawn. */
    GLYPHS("glyphs");

    private final String label;

    GeneratedKind(String label) {
        this.label = label;
    }

    /** The word for run files and fingerprints. */
    public String label() {
        return label;
    }

    /** The classes, sorted by name. */
    public List<String> classNames() {
        return drawing().classNames();
    }

    Drawing drawing() {
        return switch (this) {
            case SHAPES -> new Shapes();
            case TEXTURES -> new Textures();
            case GLYPHS -> new Glyphs();
        };
    }
}
