package io.mlfd.trainer.report.page;

import io.mlfd.trainer.report.page.Axis.Tick;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Values by epoch. The page's script draws them anew, with hover and zoom; what is drawn here is for paper and for readers without
 * script. Public for the template engine.
 *
 * @param id of its figure
 * @param epochs from 1 to the last of the longest line
 * @param logarithmic whether values that span more than a factor of ten are drawn so
 */
public record Chart(
        String id, String title, String description, String source, int epochs, boolean logarithmic, List<Line> lines) {
    private static final double WIDTH = 400;
    private static final double HEIGHT = 200;
    private static final double LEFT = 48;
    private static final double EDGE = 12;
    private static final double BOTTOM = 22;
    private static final int STEPS = 4;

    /**
     * @param colour number of its role in the order of the run, from 0 to 7
     * @param values one an epoch from the first
     * @param marked the epoch that was selected
     */
    public record Line(String label, int colour, List<Double> values, Optional<Integer> marked) {
        public Line {
            values = List.copyOf(values);
        }
    }

    public record Mark(String x, String y) {}

    static Chart of(String id, String title, String about, String source, List<Line> lines, boolean loss) {
        boolean logarithmic = loss && Axis.spansDecades(values(lines));
        int epochs = lines.stream().mapToInt(line -> line.values().size()).max().orElse(1);
        String shown = title + (logarithmic ? " (logarithmic)" : "");
        return new Chart(id, shown, title + " by epoch, " + about, source, epochs, logarithmic, lines);
    }

    public List<Tick> heights() {
        return upwards().ticks(STEPS, Numbers::shortest);
    }

    public List<Tick> across() {
        return Stream.of(1, (1 + epochs) / 2, epochs)
                .distinct()
                .map(epoch -> new Tick(x(epoch), Integer.toString(epoch)))
                .toList();
    }

    /** Of an SVG polyline. */
    public String points(Line line) {
        return IntStream.range(0, line.values().size())
                .mapToObj(i -> x(i + 1) + "," + y(line.values().get(i)))
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }

    /** The epoch that was selected, and the only one. */
    public List<Mark> marks(Line line) {
        Optional<Integer> only = line.values().size() == 1 ? Optional.of(1) : Optional.empty();
        return line.marked().or(() -> only).stream()
                .filter(epoch -> epoch <= line.values().size())
                .map(epoch -> new Mark(x(epoch), y(line.values().get(epoch - 1))))
                .toList();
    }

    private String x(int epoch) {
        double share = epochs == 1 ? 0.5 : (epoch - 1.0) / (epochs - 1);
        return Numbers.pixels(LEFT + (WIDTH - LEFT - EDGE) * share);
    }

    private String y(double value) {
        return upwards().at(value);
    }

    private Axis upwards() {
        return Axis.over(values(lines), logarithmic, HEIGHT - BOTTOM, EDGE);
    }

    private static double[] values(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(value -> value)
                .toArray();
    }
}
