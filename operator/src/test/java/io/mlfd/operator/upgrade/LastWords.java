package io.mlfd.operator.upgrade;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.contract.ReportReader;
import io.mlfd.contract.StageReport;
import io.mlfd.operator.DoneReport;
import io.mlfd.operator.build.Labels;

/** What trainers of several releases say when a stage has ended well. */
final class LastWords {
    private static final String VERSION = "\"version\":" + StageReport.VERSION;

    private final StoredRelease earlier;

    LastWords(StoredRelease earlier) {
        this.earlier = earlier;
    }

    /** Of which release a trainer is. */
    enum Trainer {
        EARLIER,
        THIS,
        /** Has added a field to what it says. */
        LATER,
        /** Says it in another way. */
        MUCH_LATER
    }

    String of(Trainer trainer, Job job) {
        String stage = job.getMetadata().getAnnotations().get(Labels.STAGE);
        int attempt = Integer.parseInt(job.getMetadata().getLabels().get(Labels.ATTEMPT));
        return switch (trainer) {
            case EARLIER ->
                earlier.report(stage)
                        .orElseThrow(() -> new AssertionError("no report of " + stage))
                        .replace("\"attempt\":1,", "\"attempt\":" + attempt + ",");
            case THIS -> DoneReport.of(stage, attempt);
            case LATER -> DoneReport.of(stage, attempt).replace(VERSION, VERSION + ",\"added\":{\"more\":1}");
            case MUCH_LATER -> "{\"version\":99,\"said\":\"otherwise\"}";
        };
    }

    /** What has to be told of them; empty where nothing is to tell. */
    String notice(Trainer trainer, String stage) {
        return switch (trainer) {
            case EARLIER ->
                new ReportReader()
                        .read(earlier.report(stage).orElseThrow(), stage, 1, 0)
                        .notice();
            case THIS -> "";
            case LATER -> "its report has fields that this program does not know (added)" + ReportReader.REMEDY;
            case MUCH_LATER ->
                "its report is of version 99, this program reads version " + StageReport.VERSION + ReportReader.REMEDY;
        };
    }
}
