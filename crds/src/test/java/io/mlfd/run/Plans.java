package io.mlfd.run;

import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec.OnDelete;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;
import io.mlfd.plan.RunFileReader;
import io.mlfd.plan.RunPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Plans and policies for tests. */
public final class Plans {
    public static final String TWO_SETS = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: two}
            spec:
              datasets:
                - {name: a, source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}, model: {name: resnet8}}
                - {name: b, source: {generated: {kind: glyphs}, trainPerClass: 5, testPerClass: 5}, model: {name: resnet14}}
              input: {size: 32}
              training: {epochs: 2}
              method: {mlfd: {}}
              baselines: [OwnTeacher]
            """;

    private Plans() {}

    public static Plan of(String yaml) {
        if (new RunFileReader().read(yaml) instanceof Checked.Valid<MLFDRun> run
                && new Planner()
                                .plan(
                                        run.value().getMetadata().getName(),
                                        run.value().getSpec())
                        instanceof Checked.Valid<Plan> plan) {
            return plan.value();
        }
        throw new IllegalArgumentException(yaml);
    }

    /** Stages: teacher/a, teacher/b, joint, distill/a, distill/b, baseline/own-teacher/a and b, report. */
    public static Plan twoSets() {
        return of(TWO_SETS);
    }

    public static RunPolicy policy() {
        return policy(false, 2);
    }

    public static RunPolicy policy(boolean suspend, int parallelism) {
        return new RunPolicy(
                suspend,
                Optional.empty(),
                parallelism,
                2,
                OptionalInt.of(3),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                Duration.ofHours(10),
                OnDelete.DELETE);
    }
}
