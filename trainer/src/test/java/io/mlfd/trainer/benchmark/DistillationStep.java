package io.mlfd.trainer.benchmark;

import io.mlfd.contract.StageOrder;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.trainer.BuiltInPrograms;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.method.mlfd.LookingTeacherProgram;
import io.mlfd.trainer.result.Provenance;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Epoch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a step of a student costs with three experts and T* at work in it, with the experts' features read from their cache,
 * and with what T* says read from its cache: the same student, one way after the other, again and again.
 */
final class DistillationStep {
    /** In which the JVM compiles. */
    private static final int UNCOUNTED_EPOCHS = 1;

    private static final String STUDENT = "distill/a";
    private static final String LOOKING = "T* and its experts look in every step";
    private static final String FEATURES = "experts' features are read, T* computes in every step";
    private static final String OUTPUTS = "what T* says is read, of images as they are";
    private static final String VIEWS = "the same of %d views";
    private static final String HALVES = "the same of %d views, Float16";

    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: distillation-step}
            spec:
              datasets:
                - name: a
                  source: {generated: {kind: shapes}, trainPerClass: %d, testPerClass: 2}
                  model: {name: %s}
                  teacher: {model: {name: %s}}
                - name: b
                  source: {generated: {kind: glyphs}, trainPerClass: 8, testPerClass: 2}
                  model: {name: %3$s}
                  student: {none: true}
                - name: c
                  source: {generated: {kind: glyphs}, trainPerClass: 8, testPerClass: 2}
                  model: {name: %3$s}
                  student: {none: true}
              input: {size: %d}
              training: {epochs: 1, batchSize: %d}
              method:
                mlfd:
                  distillation:
                    training: {epochs: %d, augmentation: {crop: 2, flip: true}}
            %s
            """;

    private final Path folder;
    private final Work work;
    private final int threads;

    /**
     * What is trained.
     *
     * @param pixels on each side
     * @param epochs of a student, more than {@link #UNCOUNTED_EPOCHS}; as many views are kept
     */
    record Work(String expert, String student, int pixels, int batch, int trainPerClass, int epochs, int repetitions) {}

    /** @param seconds a step, by way and then by repetition; the first way keeps nothing */
    record Costs(Work work, Map<String, List<Double>> seconds, Provenance made) {
        /** The median over repetitions of how many steps of the way a step of the first is worth. */
        double ratio(String way) {
            List<Double> uncached = seconds.get(LOOKING);
            List<Double> own = seconds.get(way);
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) {
                ratios.add(uncached.get(i) / own.get(i));
            }
            return median(ratios);
        }

        String rows() {
            StringBuilder rows = new StringBuilder();
            seconds.forEach((way, all) -> rows.append(String.format(
                    Locale.ROOT,
                    "| %s, %s | %s | %.1f ms | %.2f |%n",
                    work.expert(),
                    work.student(),
                    way,
                    1000 * median(all),
                    ratio(way))));
            return rows.toString();
        }
    }

    /** @param folder for what stages leave, empty */
    DistillationStep(Path folder, Work work, int threads) {
        this.folder = folder;
        this.work = work;
        this.threads = threads;
    }

    Costs costs() throws IOException {
        Plan plain = plan("");
        MeasuredStages builtIn = new MeasuredStages();
        for (Stage stage : plain.stages()) {
            if (stage.name().startsWith("teacher/") || stage.name().equals("joint")) {
                builtIn.carriedOut(order(stage, stage.planKey()));
            }
        }
        MeasuredStages looking = new MeasuredStages(order -> order instanceof Distill distill
                ? new LookingTeacherProgram(distill, work.epochs())
                : new BuiltInPrograms().of(order));
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        Provenance made = null;
        for (int repetition = 0; repetition < work.repetitions(); repetition++) {
            for (Map.Entry<String, Stage> way : ways(plain).entrySet()) {
                StageOrder order =
                        order(way.getValue(), HexFormat.of().toHexDigits((way.getKey() + repetition).hashCode()));
                StageResult result = (way.getKey().equals(LOOKING) ? looking : builtIn).carriedOut(order);
                seconds.computeIfAbsent(way.getKey(), any -> new ArrayList<>()).add(secondsAStep(result));
                made = result.provenance();
            }
        }
        return new Costs(work, seconds, made);
    }

    private Map<String, Stage> ways(Plan plain) {
        Map<String, Stage> ways = new LinkedHashMap<>();
        ways.put(LOOKING, plain.stage(STUDENT));
        ways.put(FEATURES, plain.stage(STUDENT));
        ways.put(OUTPUTS, plan("cache: {afterwards: Keep}").stage(STUDENT));
        String views = "cache: {views: " + work.epochs() + ", afterwards: Keep";
        ways.put(VIEWS.formatted(work.epochs()), plan(views + "}").stage(STUDENT));
        ways.put(
                HALVES.formatted(work.epochs()),
                plan(views + ", precision: Float16}").stage(STUDENT));
        return ways;
    }

    private Plan plan(String cache) {
        return new MeasuredStages()
                .plan(
                        "distillation-step",
                        FILE.formatted(
                                work.trainPerClass(),
                                work.student(),
                                work.expert(),
                                work.pixels(),
                                work.batch(),
                                work.epochs(),
                                cache.indent(8)));
    }

    private StageOrder order(Stage stage, String key) {
        return new StageOrder(
                StageOrder.VERSION,
                "distillation-step",
                stage.name(),
                1,
                key,
                stage.seed(),
                threads,
                Optional.of(TestDevice.choice()),
                3600,
                stage.work(),
                stage.inputs(),
                new StageOrder.Places(folder.toString(), Map.of()));
    }

    /** Caches, evaluation and checkpoints left out. */
    private double secondsAStep(StageResult result) {
        double steps = Math.ceil((double) result.data().get(0).train() / work.batch());
        return median(result.curve().stream()
                        .skip(UNCOUNTED_EPOCHS)
                        .map(Epoch::seconds)
                        .toList())
                / steps;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
