package io.mlfd.trainer.cli.kubectl;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.api.StageStatus.Weights;
import io.mlfd.contract.Output;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file of a run that is worth having.
 *
 * @param path below the run's folder on its claim
 * @param name plain, of the file that it becomes
 * @param digest SHA-256 that the run's status has of it, hexadecimal
 */
record RemoteFile(String path, String name, Optional<String> digest) {
    /** What a status may be written by: nothing of it leads out of a folder, here or there. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private static final Set<String> STUDENTS = Set.of("distill", "online");
    private static final String DONE = "Done";

    /**
     * The report page, and the weights of every student, named after its data set: {@code cifar10.safetensors}. Where a run has several
     * seeds, or a stage several networks, these stand in the name too.
     */
    static List<RemoteFile> of(MLFDRunStatus status) {
        List<RemoteFile> files = new ArrayList<>();
        for (StageStatus stage : status.stages()) {
            if (stage.state().equals(DONE) && stage.kind().equals("report")) {
                files.add(new RemoteFile(VolumeLayout.REPORT_PAGE, "report.html", Optional.empty()));
            } else if (stage.state().equals(DONE) && STUDENTS.contains(stage.kind())) {
                stage.weights().forEach(weights -> files.add(of(stage, weights)));
            }
        }
        return List.copyOf(files);
    }

    private static RemoteFile of(StageStatus stage, Weights weights) {
        String output = weights.output() == null ? Output.ONLY : weights.output();
        for (String part : stage.name().split("/", -1)) {
            word(part, stage);
        }
        word(stage.planKey(), stage);
        String path = VolumeLayout.stageFolder(stage.name(), stage.planKey()) + "/";
        if (output.equals(Output.ONLY)) {
            return new RemoteFile(
                    path + VolumeLayout.weights(Selection.LAST),
                    plain(stage) + ".safetensors",
                    Optional.of(weights.digest()));
        }
        word(output, stage);
        return new RemoteFile(
                path + VolumeLayout.weights(output, Selection.LAST),
                plain(stage) + "-" + output + ".safetensors",
                Optional.of(weights.digest()));
    }

    /** The stage's name without its kind, and in one word. */
    private static String plain(StageStatus stage) {
        int slash = stage.name().indexOf('/');
        return stage.name().substring(slash + 1).replace('/', '-');
    }

    private static void word(String part, StageStatus stage) {
        if (!WORD.matcher(part).matches()) {
            throw new ClusterException("status.stages[" + stage.name() + "]: \"" + part
                    + "\" is no name of a file; its status was not written by the operator");
        }
    }
}
