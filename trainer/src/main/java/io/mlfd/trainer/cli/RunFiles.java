package io.mlfd.trainer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlfd.api.MLFDRun;
import io.mlfd.contract.ExitCode;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;
import io.mlfd.plan.RunFileReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads and plans run files. */
final class RunFiles {
    private final Surroundings surroundings;
    private final RunFileReader reader = new RunFileReader();

    RunFiles(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** A run file that is valid, and its plan. */
    record Planned(MLFDRun run, Plan plan) {}

    /**
     * @param edits values that replace those of the file
     * @throws CommandException with everything that is wrong with it
     */
    Planned read(Path file, List<Edit> edits) {
        JsonNode values = valid(file, reader.tree(text(file)));
        MLFDRun run = valid(file, reader.read(new YamlEdits(edits).applyTo(file.toString(), values)));
        return new Planned(run, valid(file, new Planner().plan(run.getMetadata().getName(), run.getSpec())));
    }

    private static <T> T valid(Path file, Checked<T> checked) {
        if (checked instanceof Checked.Invalid<T> invalid) {
            throw CommandException.of(file.toString(), invalid.problems());
        }
        return ((Checked.Valid<T>) checked).value();
    }

    private String text(Path file) {
        Path path = surroundings.resolve(file);
        if (!Files.exists(path)) {
            throw new CommandException(ExitCode.BAD_ORDER, file + ": there is no such file; mlfd init writes one");
        }
        try {
            if (Files.size(path) > 4L * RunFileReader.MAX_CHARACTERS) {
                throw new CommandException(ExitCode.BAD_ORDER, file + ": is too large to be a run file");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CommandException(ExitCode.BAD_ORDER, file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.BAD_ORDER,
                    file + ": cannot be read" + (Files.isDirectory(path) ? ", it is a folder" : ""));
        }
    }
}
