package io.mlfd.trainer.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The text of a run file for image folders: a quick training that runs as it is, to be turned up from there. */
final class RunFileDraft {
    private static final int SMALL = 1000;
    private static final int MEDIUM = 5000;
    private static final int LARGE = 20_000;
    /** Pixels on each side from which on networks of ImageNet have something to see. */
    private static final int DETAILED = 160;
    /** Images that a stage may look at in all, so that a first run takes minutes. */
    private static final int IMAGES_SEEN = 60_000;

    /** With fewer training images in a class, a tenth of them is none. */
    private static final int FEWEST_FOR_VALIDATION = 5;

    private static final int MOST_EPOCHS = 30;
    private static final int FEWEST_EPOCHS = 2;

    private final String name;
    private final Path root;
    private final List<FolderSurvey> folders;

    RunFileDraft(String name, Path root, List<FolderSurvey> folders) {
        this.name = name;
        this.root = root;
        this.folders = List.copyOf(folders);
    }

    String yaml(String fileName) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("# To run it here:  ")
                .append(command(fileName).replaceAll("\\p{Cntrl}", "?"))
                .append('\n');
        yaml.append("# A short training to begin with; turn up spec.training.epochs for results.\n");
        yaml.append("apiVersion: mlfd.io/v1alpha1\nkind: MLFDRun\n");
        yaml.append("metadata: {name: ").append(LayoutText.quoted(name)).append("}\n");
        yaml.append("spec:\n");
        yaml.append("  data: {claimName: datasets}  # on a cluster: the claim that holds the folders below\n");
        yaml.append("  datasets:\n");
        Set<String> names = new HashSet<>();
        for (FolderSurvey folder : folders) {
            yaml.append(String.format(
                    Locale.ROOT,
                    "    - name: %s  # %d classes, %d training and %d test images%n",
                    LayoutText.quoted(unique(names, folder)),
                    folder.classes(),
                    folder.train(),
                    folder.test()));
            folder.layout().said().ifPresent(said -> yaml.append("      # ")
                    .append(said.replaceAll("\\p{Cntrl}", "?"))
                    .append('\n'));
            yaml.append("      source: {imageFolder: {path: ")
                    .append(LayoutText.quoted(folder.path()))
                    .append(LayoutText.of(folder.layout().layout()))
                    .append(validates(folder) ? "}, validation: 0.1}\n" : "}}\n");
            yaml.append("      model: {name: ").append(network(folder)).append("}\n");
        }
        yaml.append("  input: {size: ")
                .append(inputSize())
                .append("}")
                .append(larger())
                .append('\n');
        yaml.append("  training:\n");
        yaml.append("    epochs: ").append(epochs()).append('\n');
        yaml.append("    batchSize: 64\n");
        yaml.append("    optimizer: {name: AdamW, learningRate: 0.003, weightDecay: 0.0005}\n");
        yaml.append("    schedule: {name: OneCycle, warmup: 0.2}\n");
        yaml.append("    augmentation: {crop: ")
                .append(inputSize() / 8)
                .append(", flip: false}  # flip: true where left and right mean the same\n");
        yaml.append("  method: {mlfd: {}}\n");
        yaml.append("  baselines: [OwnTeacher]\n");
        return yaml.toString();
    }

    private static boolean validates(FolderSurvey folder) {
        return folder.smallestClass() >= FEWEST_FOR_VALIDATION && folder.validation() == 0;
    }

    private static String unique(Set<String> taken, FolderSurvey folder) {
        String base = Labels.of(folder.folderName(), 27, "set");
        String candidate = base;
        for (int i = 2; !taken.add(candidate); i++) {
            candidate = base + "-" + i;
        }
        return candidate;
    }

    /** How the file is run from here, fit to be pasted into a shell. */
    String command(String fileName) {
        return "./mlfd run " + shellWord(fileName) + " --data " + shellWord(root.toString());
    }

    private static String shellWord(String text) {
        return text.matches("[A-Za-z0-9_/.:=@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** The more images, the deeper the network that they can train. */
    private static String network(FolderSurvey folder) {
        if (folder.train() < SMALL) {
            return "resnet8";
        }
        if (folder.train() < MEDIUM) {
            return "resnet14";
        }
        return folder.train() < LARGE ? "resnet20" : "wrn16";
    }

    /** What larger pictures are worth to who has the time; the file itself is to run at once. */
    private String larger() {
        int images = folders.stream().mapToInt(FolderSurvey::train).min().orElse(0);
        String network = images < MEDIUM ? "{name: mobilenetv2}" : "{name: convnextv2-atto}";
        return side() < DETAILED
                ? ""
                : "  # the images have " + side() + " pixels: with hours or a GPU, 224, and " + network
                        + " or {name: resnet18, entry: Large} as models";
    }

    /** A power of two, so that all levels can be fused; no larger than the smallest images bear. */
    private int inputSize() {
        if (side() < 24) {
            return 16;
        }
        return side() < 96 ? 32 : 64;
    }

    private int side() {
        return folders.stream().mapToInt(FolderSurvey::side).min().orElse(32);
    }

    private int epochs() {
        int images = folders.stream().mapToInt(FolderSurvey::train).sum();
        return Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, IMAGES_SEEN / Math.max(1, images)));
    }
}
