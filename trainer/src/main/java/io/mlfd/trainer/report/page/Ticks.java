package io.mlfd.trainer.report.page;

import java.util.ArrayList;
import java.util.List;

/** Round numbers for an axis. */
final class Ticks {
    private static final double SLACK = 1e-9;

    private Ticks() {}

    /** Multiples of 1, 2 or 5 times a power of ten from at most {@code low} to at least {@code high}, about {@code count}. */
    static List<Double> linear(double low, double high, int count) {
        double step = step((high - low) / count);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.floor(low / step + SLACK); ; i++) {
            ticks.add(i * step);
            if (i * step >= high - SLACK * step) {
                return ticks;
            }
        }
    }

    /** As above, whole numbers only. */
    static List<Double> whole(double low, double high, int count) {
        return linear(low, high, (int) Math.max(1, Math.min(count, high - low)));
    }

    /** 1, 2 and 5 times powers of ten, or powers of ten alone where those are enough, around {@code low} to {@code high}. */
    static List<Double> logarithmic(double low, double high) {
        boolean wide = high / low > 1000;
        double[] digits = wide ? new double[] {1} : new double[] {1, 2, 5};
        List<Double> all = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++) {
            for (double digit : digits) {
                all.add(digit * Math.pow(10, power));
            }
        }
        int first = 0;
        while (all.get(first + 1) <= low * (1 + SLACK)) {
            first++;
        }
        int last = first;
        while (all.get(last) < high * (1 - SLACK)) {
            last++;
        }
        return List.copyOf(all.subList(first, last + 1));
    }

    private static double step(double rough) {
        if (!(rough > 0)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        if (digit <= 1 + SLACK) {
            return power;
        }
        if (digit <= 2 + SLACK) {
            return 2 * power;
        }
        return digit <= 5 + SLACK ? 5 * power : 10 * power;
    }
}
