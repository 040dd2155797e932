package io.mlfd.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.Plan;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Plans;
import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void whateverAWordIsReadingItIsNoError(@ForAll String word) {
        List<ScoreSlot> slots = slots(2, 2);
        assertThat(PackedScores.unpack(word, slots)).hasSizeLessThanOrEqualTo(slots.size());
    }

    /** With every letter in the place of every other, and without it: the slots' values can be wrong then, but never impossible. */
    @Test
    void aSpoiltWordIsNoneOrHasValuesThatCanBe() {
        List<ScoreSlot> slots = slots(2, 2);
        String word = PackedScores.pack(scores(slots, 3, new Random(1)));
        int wrong = 0;
        int none = 0;
        for (String spoilt : spoilt(word)) {
            List<Score> scores = PackedScores.unpack(spoilt, slots);
            none += scores.isEmpty() ? 1 : 0;
            wrong += scores.isEmpty() ? 0 : 1;
            assertThat(scores).hasSizeLessThanOrEqualTo(slots.size());
            for (int i = 0; i < scores.size(); i++) {
                Score score = scores.get(i);
                assertThat(score.value()).isFinite();
                assertThat(score.count()).isPositive();
                assertThat(new ScoreSlot(
                                score.stage(),
                                slots.get(i).output(),
                                score.dataset(),
                                slots.get(i).metric()))
                        .isEqualTo(slots.get(i));
            }
        }
        assertThat(wrong).isGreaterThan(100);
        assertThat(none).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({"1e300, 3", "0.5, 0"})
    void whatNoScoreCanBeIsNone(double value, int images) {
        List<ScoreSlot> slots = slots(1, 1);
        String word = PackedScores.pack(
                List.of(new Score("stage/0", Output.ONLY, "set0", Metric.TOP1.id(), Selection.LAST, value, images)));

        assertThat(PackedScores.unpack(word, slots)).isEmpty();
    }

    private static List<String> spoilt(String word) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        List<String> spoilt = new ArrayList<>();
        for (int at = 0; at < word.length(); at++) {
            String before = word.substring(0, at);
            String after = word.substring(at + 1);
            spoilt.add(before);
            spoilt.add(before + after);
            letters.chars().forEach(letter -> spoilt.add(before + (char) letter + after));
        }
        spoilt.removeIf(word::equals);
        return spoilt;
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
