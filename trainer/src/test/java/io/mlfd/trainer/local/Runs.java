package io.mlfd.trainer.local;

import io.mlfd.api.DeviceChoice;
import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;
import io.mlfd.plan.RunFileReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A small run: teacher/a, teacher/b, joint, distill/a, distill/b, report. */
final class Runs {
    private static final String YAML = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: small}
            spec:
              datasets:
                - name: a
                  source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}
                  model: {name: resnet8}
                - name: b
                  source: {generated: {kind: glyphs}, trainPerClass: 5, testPerClass: 5}
                  model: {name: resnet8, width: WIDTH}
              input: {size: 16}
              training: {epochs: 1}
              method: {mlfd: {}}
              retries: {failures: 2, backoff: {initial: 10s}}
            """;

    private Runs() {}

    static LocalRun small() {
        return small(8, "", false, false);
    }

    /** @param more further fields of the spec */
    static LocalRun small(int width, String more, boolean acceptChanges, boolean fresh) {
        return small(width, more, Optional.empty(), acceptChanges, fresh);
    }

    /** @param device as the command line says it */
    static LocalRun small(String more, Optional<DeviceChoice> device) {
        return small(8, more, device, false, false);
    }

    /** The run, told to take from folders of others. */
    static LocalRun reusing(LocalRun run, Path... folders) {
        return new LocalRun(
                run.run(),
                run.plan(),
                run.cores(),
                run.device(),
                run.data(),
                run.acceptChanges(),
                run.fresh(),
                List.of(folders));
    }

    private static LocalRun small(
            int width, String more, Optional<DeviceChoice> device, boolean acceptChanges, boolean fresh) {
        String yaml = YAML.replace("WIDTH", Integer.toString(width)) + more.indent(2);
        MLFDRun run = valid(new RunFileReader().read(yaml));
        Plan plan = valid(new Planner().plan("small", run.getSpec()));
        CoreAllocation cores = new CoreAllocation(2, OptionalInt.empty(), OptionalInt.empty());
        return new LocalRun(run, plan, cores, device, Map.of(), acceptChanges, fresh, List.of());
    }

    private static <T> T valid(Checked<T> checked) {
        if (checked instanceof Checked.Valid<T> valid) {
            return valid.value();
        }
        throw new AssertionError(((Checked.Invalid<T>) checked).problems());
    }
}
