package io.mlfd.contract;

import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All scores of a run's last weights in one word, small enough for a termination message. Names are left out, since whoever
 * reads it knows the plan: values stand in the order of its {@linkplain ScoreSlot slots}.
 *
 * <p>The word is base64 of one big number in a mixed radix, lowest digit first: how many values there are (2^16), for every
 * data set in the order of its first value the number of its test images n (2^31), then every value: how many images were
 * right (n + 2), or n + 1 and then the bits of a float (2^32).
 */
public final class PackedScores {
    /** Characters; what else is in a report of a report stage takes less than the rest. */
    public static final int MAX_LENGTH = 3000;

    private static final long MOST_VALUES = 1L << 16;
    private static final long MOST_IMAGES = 1L << 31;
    private static final long FLOATS = 1L << 32;

    private record Digit(long value, long radix) {}

    private PackedScores() {}

    /** How many of the scores, from the first one on, have room in a word; a longer list never has a shorter word. */
    public static int fitting(List<Score> scores) {
        int fitting = 0;
        int most = (int) Math.min(scores.size(), MOST_VALUES - 1);
        while (fitting < most) {
            int middle = most - (most - fitting) / 2;
            if (pack(scores.subList(0, middle)).length() <= MAX_LENGTH) {
                fitting = middle;
            } else {
                most = middle - 1;
            }
        }
        return fitting;
    }

    /**
     * @param scores of last weights in the order of the slots, from the first slot on; those of one data set with one count
     * @return base64, longer than {@link #MAX_LENGTH} when there are more than fit
     */
    public static String pack(List<Score> scores) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        scores.forEach(score -> counts.putIfAbsent(score.dataset(), score.count()));
        List<Digit> digits = new ArrayList<>();
        digits.add(new Digit(scores.size(), MOST_VALUES));
        counts.values().forEach(count -> digits.add(new Digit(count, MOST_IMAGES)));
        for (Score score : scores) {
            int count = counts.get(score.dataset());
            if (score.count() != count || score.selection() != Selection.LAST) {
                throw new IllegalArgumentException(score + " is of other images or weights than the others");
            }
            boolean share = score.correct() >= 0
                    && score.correct() <= count
                    && (double) score.correct() / count == score.value();
            digits.add(new Digit(share ? score.correct() : count + 1L, count + 2L));
            if (!share) {
                digits.add(new Digit(Integer.toUnsignedLong(Float.floatToIntBits((float) score.value())), FLOATS));
            }
        }
        BigInteger number = BigInteger.ZERO;
        for (int i = digits.size() - 1; i >= 0; i--) {
            Digit digit = digits.get(i);
            number = number.multiply(BigInteger.valueOf(digit.radix())).add(BigInteger.valueOf(digit.value()));
        }
        return Base64.getEncoder().withoutPadding().encodeToString(number.toByteArray());
    }

    /**
     * @param slots of the plan
     * @return none where the word is no such word or has more values than there are slots
     */
    public static List<Score> unpack(String word, List<ScoreSlot> slots) {
        if (word.length() > MAX_LENGTH) {
            return List.of();
        }
        try {
            Digits digits = new Digits(new BigInteger(Base64.getDecoder().decode(word)));
            int values = (int) digits.next(MOST_VALUES);
            return values > slots.size() ? List.of() : scores(digits, slots.subList(0, values));
        } catch (IllegalArgumentException e) {
            // Not base64, or no byte at all (NumberFormatException).
            return List.of();
        }
    }

    private static List<Score> scores(Digits digits, List<ScoreSlot> slots) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        slots.forEach(slot -> counts.put(slot.dataset(), 0));
        counts.replaceAll((dataset, unknown) -> (int) digits.next(MOST_IMAGES));
        List<Score> scores = new ArrayList<>();
        for (ScoreSlot slot : slots) {
            int count = counts.get(slot.dataset());
            long correct = digits.next(count + 2L);
            double value =
                    correct <= count ? (double) correct / count : Float.intBitsToFloat((int) digits.next(FLOATS));
            if (count == 0 || !Double.isFinite(value)) {
                return List.of();
            }
            scores.add(new Score(
                    slot.stage(),
                    slot.output().id(),
                    slot.dataset(),
                    slot.metric().id(),
                    Selection.LAST,
                    value,
                    count));
        }
        return digits.ended() ? scores : List.of();
    }

    private static final class Digits {
        private BigInteger rest;

        Digits(BigInteger number) {
            if (number.signum() < 0) {
                throw new IllegalArgumentException("a number below 0");
            }
            this.rest = number;
        }

        long next(long radix) {
            BigInteger[] divided = rest.divideAndRemainder(BigInteger.valueOf(radix));
            rest = divided[0];
            return divided[1].longValue();
        }

        boolean ended() {
            return rest.signum() == 0;
        }
    }
}
