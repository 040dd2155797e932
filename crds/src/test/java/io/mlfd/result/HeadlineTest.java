package io.mlfd.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric.Direction;
import io.mlfd.result.Metric.Unit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said of gains that are claimed is in {@link ResultTableTest}. */
class HeadlineTest {
    private static final Role TEACHER = new Role("teacher", "Teacher", "");
    private static final Role STUDENT = new Role("student", "Student", "");
    private static final Metric ERROR = new Metric("error", "Error", Unit.NUMBER, Direction.LOWER_IS_BETTER);

    @Test
    void withoutAReferenceNothingIsCompared() {
        Comparisons none = new Comparisons(Column.of(STUDENT, Metric.TOP1), List.of());

        assertThat(sentence(none, measured(STUDENT, Metric.TOP1, 0.5)))
                .isEqualTo("Nothing is compared: no data set has both what is claimed and what it is compared with.");
    }

    @Test
    void withoutAValueOfTheReferenceNothingIsCompared() {
        assertThat(sentence(over(Metric.TOP1), measured(STUDENT, Metric.TOP1, 0.5)))
                .startsWith("Nothing is compared");
    }

    @Test
    void plainNumbersAreNoPoints() {
        assertThat(sentence(over(ERROR), measured(TEACHER, ERROR, 4), measured(STUDENT, ERROR, 2.5)))
                .isEqualTo("Student over teacher: untested; +1.500 (4.000 to 2.500).");
    }

    @Test
    void abbreviationsStayAsTheyAreWithinASentence() {
        Role ema = new Role("ema", "EMA peer 1", "");
        Comparisons comparisons =
                new Comparisons(Column.of(STUDENT, ERROR), List.of(Column.of(ema, ERROR), Column.of(TEACHER, ERROR)));

        assertThat(sentence(comparisons, measured(ema, ERROR, 4), measured(STUDENT, ERROR, 2.5)))
                .startsWith("Student over EMA peer 1: ");
        assertThat(new ResultTable.Head(ema, ERROR).inText()).isEqualTo("EMA peer 1, error");
        assertThat(new ResultTable.Head(TEACHER, ERROR).inText()).isEqualTo("teacher, error");
    }

    private static Comparisons over(Metric metric) {
        return new Comparisons(Column.of(STUDENT, metric), List.of(Column.of(TEACHER, metric)));
    }

    private static Measured measured(Role role, Metric metric, double value) {
        return new Measured("a", 0, role, metric, Selection.LAST, value, 100, Optional.empty());
    }

    private static String sentence(Comparisons comparisons, Measured... measured) {
        ResultTable table = new ResultTables(Stream.of(measured).toList(), comparisons, Chance.UNKNOWN)
                .of(Selection.LAST, List.of("a"));
        return new Headline(table, comparisons).sentence();
    }
}
