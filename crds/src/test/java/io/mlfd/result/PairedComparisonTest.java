package io.mlfd.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.result.PairedComparison.Pair;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PairedComparisonTest {
    private static final Offset<Double> CLOSE = within(1e-9);

    /** The values are those of reference.py beside the file. */
    @ParameterizedTest
    @CsvFileSource(resources = "paired.csv", numLinesToSkip = 1)
    void oneSeedIsMcNemarsExactTestWithTheIntervalOfAgrestiAndMin(
            int both, int subject, int reference, int neither, double p, double low, double high) {
        PairedComparison test = PairedComparison.of(List.of(pair(both, subject, reference, neither)));

        assertThat(test.p()).isEqualTo(p, CLOSE);
        assertThat(test.interval().low()).isEqualTo(low, CLOSE);
        assertThat(test.interval().high()).isEqualTo(high, CLOSE);
        assertThat(test.difference())
                .isEqualTo((double) (subject - reference) / (both + subject + reference + neither), CLOSE);
    }

    @Test
    void whereExactCountingWouldTakeTooLongTheNormalDistributionAgreesWithIt() {
        for (int sum : new int[] {0, 2, 100, 280, 400}) {
            PairedComparison exact = PairedComparison.of(List.of(
                    pair(100, (PairedComparison.MOST_EXACT + sum) / 2, (PairedComparison.MOST_EXACT - sum) / 2, 100)));

            assertThat(PairedComparison.normal(sum, PairedComparison.MOST_EXACT))
                    .isEqualTo(exact.p(), within(5e-5));
        }
    }

    /** Two seeds that always agree are no more than one: exact, p is 0.05000. */
    @Test
    void differencesAreCountedInWhatTheyAreMultiplesOf() {
        Pair once = pair(10, 5099, 4902, 10);

        assertThat(PairedComparison.of(Collections.nCopies(2, once)).p())
                .isEqualTo(PairedComparison.of(List.of(once)).p(), CLOSE);
        assertThat(PairedComparison.of(Collections.nCopies(4, once)).p())
                .isEqualTo(PairedComparison.of(List.of(once)).p(), CLOSE);
    }

    @Test
    @Timeout(20)
    void aMillionImagesAreComparedAtOnce() {
        PairedComparison test = PairedComparison.of(Collections.nCopies(10, pair(500_000, 251_000, 249_000, 0)));

        assertThat(test.p()).isEqualTo(0.00470, within(1e-5));
    }

    /** By trying all 1,024 signs, reference.py. */
    @Test
    void severalSeedsAreComparedByAllSigns() {
        assertThat(PairedComparison.of(threeSeeds(List.of(3, 2, 2, 1, 1, 1, -1, -2, 3, 2)))
                        .p())
                .isEqualTo(0.072265625, CLOSE);
    }

    private static List<Pair> threeSeeds(List<Integer> differences) {
        List<Pair> pairs = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            BitSet subject = new BitSet();
            BitSet reference = new BitSet();
            for (int image = 0; image < differences.size(); image++) {
                subject.set(image, differences.get(image) > seed);
                reference.set(image, -differences.get(image) > seed);
            }
            pairs.add(new Pair(
                    RightAnswers.of(subject, differences.size()), RightAnswers.of(reference, differences.size())));
        }
        return pairs;
    }

    @Property
    void swappingTheNetworksTurnsTheIntervalAround(
            @ForAll @IntRange(min = 0, max = 40) int both,
            @ForAll @IntRange(min = 0, max = 40) int subject,
            @ForAll @IntRange(min = 0, max = 40) int reference,
            @ForAll @IntRange(min = 1, max = 40) int neither) {
        PairedComparison one = PairedComparison.of(List.of(pair(both, subject, reference, neither)));
        PairedComparison other = PairedComparison.of(List.of(pair(both, reference, subject, neither)));

        assertThat(one.p()).isBetween(0.0, 1.0).isEqualTo(other.p(), CLOSE);
        assertThat(one.interval().low()).isEqualTo(-other.interval().high(), CLOSE);
        assertThat(one.interval().low()).isLessThan(one.interval().high());
        assertThat(one.interval().contains(one.difference())).isTrue();
    }

    @Property
    void theSameAnswersWithEverySeedAreNoMoreEvidenceThanOnce(
            @ForAll @IntRange(min = 0, max = 20) int subject,
            @ForAll @IntRange(min = 0, max = 20) int reference,
            @ForAll @IntRange(min = 1, max = 5) int seeds) {
        Pair pair = pair(10, subject, reference, 10);
        PairedComparison once = PairedComparison.of(List.of(pair));
        PairedComparison often = PairedComparison.of(Collections.nCopies(seeds, pair));

        assertThat(often.p()).isEqualTo(once.p(), CLOSE);
        assertThat(often.interval().low()).isEqualTo(once.interval().low(), CLOSE);
    }

    static Pair pair(int both, int subject, int reference, int neither) {
        int images = both + subject + reference + neither;
        BitSet one = new BitSet();
        one.set(0, both + subject);
        BitSet other = new BitSet();
        other.set(0, both);
        other.set(both + subject, both + subject + reference);
        return new Pair(RightAnswers.of(one, images), RightAnswers.of(other, images));
    }
}
