package io.mlfd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.supervised.Roles;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreSlotTest {
    private static final Metric ERROR =
            new Metric("error", "Error", Metric.Unit.NUMBER, Metric.Direction.LOWER_IS_BETTER);

    /** What a stage says of itself may be anything: the table, whose intervals are those of shares, is not to fail over it. */
    @ParameterizedTest
    @CsvSource({
        "0, true, true",
        "1, true, true",
        "1.5, false, true",
        "-0.1, false, true",
        "NaN, false, false",
        "Infinity, false, false"
    })
    void onlyAValueThatCanBeFillsASlot(double value, boolean share, boolean number) {
        assertThat(slot(Metric.TOP1).in(List.of(score(Metric.TOP1, value)), Selection.LAST))
                .isEqualTo(share ? Optional.of(score(Metric.TOP1, value)) : Optional.empty());
        assertThat(slot(ERROR).in(List.of(score(ERROR, value)), Selection.LAST))
                .isEqualTo(number ? Optional.of(score(ERROR, value)) : Optional.empty());
    }

    private static ScoreSlot slot(Metric metric) {
        Output output = new Output(Output.ONLY, Roles.TEACHER, Optional.of("a"), Optional.empty(), List.of(metric));
        return new ScoreSlot("teacher/a", output, "a", metric);
    }

    private static Score score(Metric metric, double value) {
        return new Score("teacher/a", Output.ONLY, "a", metric.id(), Selection.LAST, value, 10);
    }
}
