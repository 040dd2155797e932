package io.mlfd.trainer.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Values that replace those of a run file; the same for every command that plans one. */
final class EditOptions {
    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            converter = Edit.Converter.class,
            description = "Replace a value of the file, as in --set spec.training.epochs=3. May be repeated.")
    private List<Edit> edits = new ArrayList<>();

    List<Edit> edits() {
        return edits;
    }
}
