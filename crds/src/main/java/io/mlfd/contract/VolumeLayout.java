package io.mlfd.contract;

import io.mlfd.result.Selection;

/** Names of files and folders below a run's folder. All are relative, with {@code /}. */
public final class VolumeLayout {
    public static final String CHECKPOINTS = "checkpoints";
    /** Of a checkpoint: everything that is trained. */
    public static final String MODEL = "model.safetensors";

    public static final String MANIFEST = "manifest.json";
    public static final String RESULT = "result.json";
    public static final String METRICS = "metrics.jsonl";
    public static final String PROGRESS = "progress.json";
    /** Of a stage whose data are bad in more ways than its message has room for: a line each. */
    public static final String PROBLEMS = "problems.txt";

    public static final String REPORT_PAGE = "report/index.html";
    public static final String REPORT_DATA = "report/report.json";

    /** What stages found in their data sets. */
    public static final String RECORDS = "records";

    private VolumeLayout() {}

    /** Folder of a stage: {@code stages/<stage>/<plan key>}. */
    public static String stageFolder(String stage, String planKey) {
        return "stages/" + stage + "/" + planKey;
    }

    /** Weights of {@link Output#ONLY}; for the joint stage and for networks of several data sets one file. */
    public static String weights(Selection selection) {
        return switch (selection) {
            case LAST -> "last.safetensors";
            case BEST -> "best.safetensors";
        };
    }

    /** Weights of one output of a stage: those of another network than {@link Output#ONLY} begin with its name and a dot. */
    public static String weights(String output, Selection selection) {
        String name = weights(selection);
        return output.equals(Output.ONLY) ? name : output + "." + name;
    }

    /** Folder of a feature cache. */
    public static String cacheFolder(String key) {
        return "cache/" + key;
    }
}
