package io.mlfd.trainer.report;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VersionedJson;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.stored.StoredFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The record of a finished student, and the report of the run that it is part of. */
public final class StoredResult {
    private StoredResult() {}

    public static List<StoredFormat> formats() {
        return List.of(new Result(), new Report());
    }

    private static final class Result implements StoredFormat {
        @Override
        public String file() {
            return "stage/" + VolumeLayout.RESULT;
        }

        @Override
        public String written() {
            List<StageResult> stages = SyntheticRun.small().stages();
            return new ContractJson().write(stages.get(stages.size() - 1));
        }

        @Override
        public Optional<String> refusal(Path file) throws IOException {
            return Optional.of(VersionedJson.of(StageResult.class, StageResult.VERSION)
                            .read(Files.readString(file))
                            .problem())
                    .filter(problem -> !problem.isEmpty());
        }
    }

    private static final class Report implements StoredFormat {
        @Override
        public String file() {
            return VolumeLayout.REPORT_DATA;
        }

        @Override
        public String written() {
            return new ContractJson().write(SyntheticRun.small().report("small"));
        }

        @Override
        public Optional<String> refusal(Path file) throws IOException {
            return Optional.of(VersionedJson.of(ReportData.class, ReportData.VERSION)
                            .read(Files.readString(file))
                            .problem())
                    .filter(problem -> !problem.isEmpty());
        }
    }
}
