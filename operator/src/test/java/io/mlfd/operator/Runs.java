package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.operator.build.StageDefaults;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;

/** Runs for tests. */
public final class Runs {
    public static final String IMAGE = "localhost/mlfd-trainer:test";
    public static final StageDefaults DEFAULTS = StageDefaults.of(IMAGE);
    public static final String NAMESPACE = "test";
    /** Two data sets: teacher/a, teacher/b, joint, distill/a, distill/b, report. */
    public static final String SPEC = """
            datasets:
              - name: a
                source: {generated: {kind: shapes}, trainPerClass: 4, testPerClass: 2}
                model: {name: resnet8}
              - name: b
                source: {generated: {kind: glyphs}, trainPerClass: 4, testPerClass: 2}
                model: {name: resnet14}
            input: {size: 32}
            training:
              epochs: 1
              batchSize: 8
              optimizer: {name: AdamW, learningRate: 0.001}
            method: {mlfd: {}}
            """;

    private Runs() {}

    public static MLFDRun run(String name) {
        return run(name, SPEC);
    }

    public static MLFDRun run(String name, String spec) {
        MLFDRun run = new MLFDRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withUid("uid-of-" + name)
                .withGeneration(1L)
                .build());
        run.setSpec(Serialization.unmarshal(spec, MLFDRunSpec.class));
        return run;
    }

    public static Plan plan(MLFDRun run) {
        Checked<Plan> checked = new Planner().plan(run.getMetadata().getName(), run.getSpec());
        if (checked instanceof Checked.Valid<Plan> valid) {
            return valid.value();
        }
        throw new AssertionError(checked);
    }
}
