package io.mlfd.result;

import static io.mlfd.result.Metric.Direction.LOWER_IS_BETTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.PairedComparison.Pair;
import io.mlfd.result.ResultTable.Cell;
import io.mlfd.result.ResultTable.Gain;
import io.mlfd.result.ResultTable.Row;
import io.mlfd.result.ResultTable.SeedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private static final Role TEACHER = new Role("teacher", "Teacher", "");
    private static final Role STUDENT = new Role("student", "Student", "");
    private static final Comparisons COMPARED =
            new Comparisons(Column.of(STUDENT, Metric.TOP1), List.of(Column.of(TEACHER, Metric.TOP1)));

    private final List<Measured> measured = new ArrayList<>();

    @Test
    void twoTestImagesSayNothing() {
        both("a", 0, 0, 2, 0, 0);

        Row row = table("a").rows().get(0);

        assertThat(cell(row, TEACHER).interval().orElseThrow().high()).isEqualTo(0.6576, within(1e-4));
        assertThat(cell(row, STUDENT).interval().orElseThrow().low()).isEqualTo(0.3424, within(1e-4));
        assertThat(gain(row).difference()).isEqualTo(1, EXACT);
        assertThat(gain(row).verdict()).isEqualTo(Verdict.TOO_FEW);
        assertThat(sentence("a"))
                .isEqualTo("Student over teacher: with too few test images to tell; +100.0 points (0.0 to 100.0 %).");
    }

    @Test
    void aGainAndALossAreNotTwoGains() {
        both("a", 0, 0, 59, 1, 0);
        both("b", 0, 41, 3, 14, 2);

        assertThat(sentence("a", "b"))
                .isEqualTo("Student over teacher: 1 gains, 1 loses; on average +39.2 points (46.7 to 85.8 %).");
        assertThat(table("a", "b").mean().orElseThrow().gain(Column.of(TEACHER, Metric.TOP1)))
                .hasValueSatisfying(gain -> {
                    assertThat(gain.verdict()).isEqualTo(Verdict.GAINS);
                    assertThat(gain.difference()).isEqualTo((58.0 / 60 - 11.0 / 60) / 2, EXACT);
                });
    }

    @Test
    void whatIsBelowChanceIsFlagged() {
        both("a", 0, 10, 40, 0, 50);

        Row row = table("a").rows().get(0);

        assertThat(cell(row, TEACHER).belowChance()).isTrue();
        assertThat(cell(row, STUDENT).belowChance()).isFalse();
        assertThat(cell(row, STUDENT).chance()).hasValue(0.5);
    }

    @Test
    void chanceOfAllLabelsIsThatOfAllDataSetsTogether() {
        assertThat(new Chance(Map.of("a", 2, "b", 6)).of("a", Metric.TOP1_ALL_LABELS))
                .hasValue(0.125);
        assertThat(new Chance(Map.of("a", 2)).of("b", Metric.TOP1)).isEmpty();
    }

    @Test
    void aGainOfSeveralSeedsIsClaimedWhereImagesAndTrainingsBothSayIt() {
        both("steady", 0, 20, 15, 2, 63);
        both("steady", 1, 20, 16, 2, 62);
        both("steady", 2, 20, 15, 2, 63);
        both("shaky", 0, 20, 40, 0, 40);
        both("shaky", 1, 20, 2, 2, 76);

        assertThat(gain(row("steady")).verdict()).isEqualTo(Verdict.GAINS);
        assertThat(gain(row("shaky")).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(gain(row("shaky")).deviation().orElseThrow()).isEqualTo(Math.sqrt(2 * 0.2 * 0.2), within(1e-9));
    }

    @Test
    void seedsThatAgreeToTheImageLeaveAnErrorAllTheSame() {
        both("a", 0, 20, 10, 2, 68);
        both("a", 1, 20, 10, 2, 68);

        Interval interval = gain(row("a")).interval().orElseThrow();

        assertThat(interval.high() - interval.low()).isGreaterThan(0.05);
        assertThat(gain(row("a")).p().orElseThrow()).isPositive();
    }

    @Test
    void gainsAreTakenFromSeedsThatHaveBoth() {
        both("a", 0, 70, 10, 0, 20);
        add("a", 1, STUDENT, Metric.TOP1, 0.99, 100, Optional.empty());

        assertThat(gain(row("a")).difference()).isEqualTo(0.1, EXACT);
        assertThat(gain(row("a")).seeds()).hasSize(1);
    }

    @Test
    void withoutAnswersNothingIsClaimed() {
        add("a", 0, TEACHER, Metric.TOP1, 0.5, 100, Optional.empty());
        add("a", 0, STUDENT, Metric.TOP1, 0.9, 100, Optional.empty());
        add("a", 1, TEACHER, Metric.TOP1, 0.5, 100, Optional.empty());
        add("a", 1, STUDENT, Metric.TOP1, 0.91, 100, Optional.empty());

        Gain gain = gain(row("a"));
        assertThat(gain.verdict()).isEqualTo(Verdict.UNTESTED);
        assertThat(gain.p()).as("the seeds alone are no test of the images").isEmpty();
        assertThat(gain.interval()).isEmpty();
        assertThat(gain.deviation()).isPresent();
    }

    /**
     * Wilson's intervals are [0.71117, 0.86663] and [0.82563, 0.94477], which reach √(0.08883² + 0.07437²) / 2 below their mean and
     * √(0.06663² + 0.04477²) / 2 above it.
     */
    @Test
    void theMeanOverDataSetsReachesAsFarAsItsErrorsCombined() {
        add("a", 0, TEACHER, Metric.TOP1, 0.8, 100, Optional.empty());
        add("b", 0, TEACHER, Metric.TOP1, 0.9, 100, Optional.empty());

        Row row = table("a", "b").mean().orElseThrow();

        assertThat(row.dataset()).isEqualTo("mean");
        assertThat(cell(row, TEACHER).value()).isEqualTo(0.85, EXACT);
        Interval interval = cell(row, TEACHER).interval().orElseThrow();
        assertThat(interval.low()).isEqualTo(0.7921, within(1e-4));
        assertThat(interval.high()).isEqualTo(0.8901, within(1e-4));
    }

    @Test
    void severalSeedsHaveAMeanAndASpreadAndTheIntervalOfOne() {
        add("a", 0, TEACHER, Metric.TOP1, 0.7, 100, Optional.empty());
        add("a", 1, TEACHER, Metric.TOP1, 0.9, 100, Optional.empty());

        Cell cell = cell(row("a"), TEACHER);

        assertThat(cell.value()).isEqualTo(0.8, EXACT);
        assertThat(cell.deviation().orElseThrow()).isEqualTo(Math.sqrt(0.02), EXACT);
        assertThat(cell.seeds()).containsExactly(new SeedValue(0, 0.7), new SeedValue(1, 0.9));
        assertThat(cell.interval().orElseThrow().low()).isEqualTo(0.7112, within(1e-4));
        assertThat(cell.interval().orElseThrow().high()).isEqualTo(0.8666, within(1e-4));
    }

    @Test
    void theMeanOverDataSetsSpreadsAsItsSeedsDo() {
        add("a", 0, TEACHER, Metric.TOP1, 0.7, 100, Optional.empty());
        add("a", 1, TEACHER, Metric.TOP1, 0.9, 100, Optional.empty());
        add("b", 0, TEACHER, Metric.TOP1, 0.5, 100, Optional.empty());
        add("b", 1, TEACHER, Metric.TOP1, 0.4, 100, Optional.empty());

        Cell cell = cell(table("a", "b").mean().orElseThrow(), TEACHER);

        assertThat(cell.seeds())
                .extracting(SeedValue::value)
                .satisfiesExactly(one -> assertThat(one).isEqualTo(0.6, EXACT), two -> assertThat(two)
                        .isEqualTo(0.65, EXACT));
        assertThat(cell.deviation().orElseThrow()).isEqualTo(Math.sqrt(0.00125), EXACT);
    }

    @Test
    void weightsOfEitherSelectionHaveATableOfTheirOwn() {
        measured.add(measured(Selection.LAST, TEACHER, 0.7));
        measured.add(measured(Selection.LAST, STUDENT, 0.8));
        measured.add(measured(Selection.BEST, TEACHER, 0.75));
        measured.add(measured(Selection.BEST, STUDENT, 0.9));
        ResultTable best = tables().of(Selection.BEST, List.of("a"));
        Row row = best.rows().get(0);

        assertThat(best.selection()).isEqualTo(Selection.BEST);
        assertThat(cell(row, TEACHER).value()).isEqualTo(0.75, EXACT);
        assertThat(cell(row, STUDENT).value()).isEqualTo(0.9, EXACT);
        assertThat(gain(row).difference()).isEqualTo(0.15, EXACT);
        assertThat(gain(row("a")).difference()).isEqualTo(0.1, EXACT);
    }

    private static Measured measured(Selection selection, Role role, double value) {
        return new Measured("a", 0, role, Metric.TOP1, selection, value, 100, Optional.empty());
    }

    @Test
    void whatOneDataSetLacksHasNoMean() {
        both("a", 0, 20, 15, 2, 63);
        add("b", 0, STUDENT, Metric.TOP1, 0.9, 100, Optional.empty());

        Row mean = table("a", "b").mean().orElseThrow();

        assertThat(mean.cells()).extracting(Cell::column).containsExactly(Column.of(STUDENT, Metric.TOP1));
        assertThat(mean.gains()).isEmpty();
        assertThat(sentence("a", "b")).contains("of the 1 of 2 data sets that have both");
    }

    /** A helper set has no student by design: that is no lack, and no mean is without it. */
    @Test
    void aHelperHasARowAndNoShare() {
        both("a", 0, 20, 15, 2, 63);
        both("b", 0, 20, 15, 2, 63);
        add("c", 0, TEACHER, Metric.TOP1, 0.9, 100, Optional.empty());
        Comparisons comparisons = new Comparisons(COMPARED.subject(), COMPARED.references(), List.of("c"));

        ResultTable table = new ResultTables(measured, comparisons, new Chance(Map.of("a", 2)))
                .of(Selection.LAST, List.of("a", "b", "c"));

        assertThat(table.rows()).extracting(Row::dataset).containsExactly("a", "b", "c");
        assertThat(table.mean()).contains(table("a", "b").mean().orElseThrow());
        assertThat(new Headline(table, comparisons).sentence()).isEqualTo(sentence("a", "b"));
        assertThat(new ResultTables(measured, comparisons, Chance.UNKNOWN)
                        .of(Selection.LAST, List.of("a", "c"))
                        .mean())
                .isEmpty();
    }

    @Test
    void lessIsMoreWhereTheMetricSaysSo() {
        Metric error = new Metric("error", "Error", Metric.Unit.NUMBER, LOWER_IS_BETTER);
        add("a", 0, TEACHER, error, 4, 100, Optional.empty());
        add("a", 0, STUDENT, error, 3, 100, Optional.empty());
        Comparisons comparisons = new Comparisons(Column.of(STUDENT, error), List.of(Column.of(TEACHER, error)));
        ResultTable table = new ResultTables(measured, comparisons, Chance.UNKNOWN).of(Selection.LAST, List.of("a"));

        assertThat(table.rows().get(0).gains()).singleElement().satisfies(gain -> {
            assertThat(gain.difference()).isEqualTo(1, EXACT);
            assertThat(gain.verdict()).isEqualTo(Verdict.UNTESTED);
        });
        assertThat(table.rows().get(0).cells())
                .allSatisfy(cell -> assertThat(cell.interval()).isEmpty());
    }

    private void both(String dataset, long seed, int both, int student, int teacher, int neither) {
        Pair pair = PairedComparisonTest.pair(both, student, teacher, neither);
        int images = both + student + teacher + neither;
        add(
                dataset,
                seed,
                TEACHER,
                Metric.TOP1,
                (double) (both + teacher) / images,
                images,
                Optional.of(pair.reference()));
        add(
                dataset,
                seed,
                STUDENT,
                Metric.TOP1,
                (double) (both + student) / images,
                images,
                Optional.of(pair.subject()));
    }

    private void add(
            String dataset,
            long seed,
            Role role,
            Metric metric,
            double value,
            int images,
            Optional<RightAnswers> right) {
        measured.add(new Measured(dataset, seed, role, metric, Selection.LAST, value, images, right));
    }

    private ResultTable table(String... datasets) {
        return tables().of(Selection.LAST, List.of(datasets));
    }

    private ResultTables tables() {
        return new ResultTables(measured, COMPARED, new Chance(Map.of("a", 2)));
    }

    private String sentence(String... datasets) {
        return new Headline(table(datasets), COMPARED).sentence();
    }

    private Row row(String dataset) {
        return table(dataset).rows().get(0);
    }

    private static Cell cell(Row row, Role role) {
        return row.cell(Column.of(role, Metric.TOP1)).orElseThrow();
    }

    private static Gain gain(Row row) {
        return row.gain(Column.of(TEACHER, Metric.TOP1)).orElseThrow();
    }
}
