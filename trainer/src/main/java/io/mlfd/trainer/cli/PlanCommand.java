package io.mlfd.trainer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = "Shows the stages that a run file becomes, without running anything.",
        footer = {"", "Example:", "  ./mlfd plan manifests/samples/quickstart.yaml -o mermaid"})
final class PlanCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "Run file.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Mixin
    private EditOptions edits;

    /** As typed, so in lower case. */
    @SuppressWarnings("java:S115")
    enum Format {
        table,
        json,
        mermaid
    }

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PlanText text = new PlanText(
                new RunFiles(surroundings).read(file, edits.edits()).plan());
        surroundings
                .out()
                .print(
                        switch (format) {
                            case table -> text.table();
                            case json -> text.json();
                            case mermaid -> text.mermaid();
                        });
        surroundings.out().flush();
        return 0;
    }
}
