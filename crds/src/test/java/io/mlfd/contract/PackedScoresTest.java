package io.mlfd.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.Plan;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Plans;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PackedScoresTest {
    private static final Metric ERROR =
            new Metric("error", "Error", Metric.Unit.NUMBER, Metric.Direction.LOWER_IS_BETTER);

    @Property
    void whatIsPackedComesBack(
            @ForAll @IntRange(min = 1, max = 6) int datasets,
            @ForAll @IntRange(min = 0, max = 10) int stages,
            @ForAll @IntRange(min = 1, max = 100_000) int images,
            @ForAll long seed) {
        List<ScoreSlot> slots = slots(datasets, stages);
        List<Score> scores = scores(slots, images, new Random(seed));

        List<Score> back = PackedScores.unpack(PackedScores.pack(scores), slots);

        assertThat(back).hasSameSizeAs(scores);
        for (int i = 0; i < scores.size(); i++) {
            Score before = scores.get(i);
            assertThat(back.get(i))
                    .usingRecursiveComparison()
                    .ignoringFields("value")
                    .isEqualTo(before);
            boolean share = before.metric().equals(Metric.TOP1.id());
            assertThat(back.get(i).value())
                    .isEqualTo(before.value(), within(share ? 0 : 1e-6 * Math.abs(before.value())));
        }
    }

    @Property
    void anyOtherWordIsNone(@ForAll String word) {
        PackedScores.unpack(word, slots(2, 2))
                .forEach(score -> assertThat(score.value()).isFinite());
    }

    @Test
    void wordOfALargerPlanIsNone() {
        List<ScoreSlot> slots = slots(3, 2);
        String word = PackedScores.pack(scores(slots, 100, new Random(1)));

        assertThat(PackedScores.unpack(word, slots.subList(0, slots.size() - 1)))
                .isEmpty();
    }

    /** As many data sets and seeds as a run may have, all baselines, and as many test images as ImageNet has. */
    @Test
    void theLargestRunHasRoom() {
        String sets = IntStream.range(0, 16)
                .mapToObj(i -> "    - {name: s" + i
                        + ", source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}, model: {name: "
                        + (i % 2 == 0 ? "resnet8" : "resnet14") + "}}\n")
                .collect(Collectors.joining());
        String seeds = IntStream.range(0, 10).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        Plan plan = Plans.of(Plans.TWO_SETS
                .replaceAll(
                        "(?s)  datasets:\n.*  input:", "  datasets:\n" + sets + "  seeds: [" + seeds + "]\n  input:")
                .replace("baselines: [OwnTeacher]", "baselines: [OwnTeacher, Joint]"));
        List<ScoreSlot> slots = plan.stages().stream()
                .flatMap(stage -> ScoreSlot.of(stage.name(), stage.work(), plan.datasets()).stream())
                .toList();
        List<Score> scores = scores(slots, 50_000, new Random(7));

        assertThat(slots).hasSize(16 * 10 * 6);
        assertThat(PackedScores.fitting(scores)).isEqualTo(scores.size());
        String word = PackedScores.pack(scores);
        assertThat(word).hasSizeLessThanOrEqualTo(PackedScores.MAX_LENGTH);
        assertThat(PackedScores.unpack(word, slots)).isEqualTo(scores);
    }

    @Test
    void whatHasNoRoomIsLeftOutFromTheEnd() {
        List<ScoreSlot> slots = slots(16, 100);
        List<Score> scores = scores(slots, 50_000, new Random(7));

        int fitting = PackedScores.fitting(scores);

        assertThat(fitting).isBetween(500, scores.size() - 1);
        assertThat(PackedScores.unpack(PackedScores.pack(scores.subList(0, fitting)), slots))
                .hasSize(fitting);
        assertThat(PackedScores.pack(scores.subList(0, fitting + 1))).hasSizeGreaterThan(PackedScores.MAX_LENGTH);
    }

    private static List<ScoreSlot> slots(int datasets, int stages) {
        Output output =
                new Output(Output.ONLY, Roles.TEACHER, Optional.empty(), Optional.empty(), List.of(Metric.TOP1, ERROR));
        return IntStream.range(0, stages)
                .boxed()
                .flatMap(stage -> IntStream.range(0, datasets).boxed().flatMap(set -> Stream.of(Metric.TOP1, ERROR)
                        .map(metric -> new ScoreSlot("stage/" + stage, output, "set" + set, metric))))
                .toList();
    }

    private static List<Score> scores(List<ScoreSlot> slots, int images, Random random) {
        return slots.stream()
                .map(slot -> new Score(
                        slot.stage(),
                        slot.output().id(),
                        slot.dataset(),
                        slot.metric().id(),
                        Selection.LAST,
                        slot.metric().equals(ERROR)
                                ? random.nextGaussian() * 1000
                                : (double) random.nextInt(images + 1) / images,
                        images))
                .toList();
    }
}
