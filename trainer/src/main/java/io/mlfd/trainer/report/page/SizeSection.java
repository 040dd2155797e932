package io.mlfd.trainer.report.page;

import io.mlfd.contract.StageKind;
import io.mlfd.result.Interval;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ReportData.Dataset;
import io.mlfd.trainer.report.page.Grid.Cell;
import io.mlfd.trainer.report.page.Grid.Row;
import io.mlfd.trainer.report.page.NetworkSizes.Sized;
import io.mlfd.trainer.report.page.SizeChart.Point;
import io.mlfd.trainer.report.page.SizeChart.Series;
import io.mlfd.trainer.result.StageResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What networks of several sizes come to, where a run has such: accuracy against the number of parameters. */
final class SizeSection {
    private static final double PERCENT = 100;

    /** What tells series apart that are drawn in one colour on paper: as paths, and for the legend. */
    private static final List<Shape> SHAPES = List.of(
            new Shape("\u25cf", "m-4,0 a4,4 0 1,0 8,0 a4,4 0 1,0 -8,0"),
            new Shape("\u25a0", "m-4,-4 h8 v8 h-8 z"),
            new Shape("\u25b2", "m0,-5 l5,9 h-10 z"),
            new Shape("\u25c6", "m0,-5 l5,5 l-5,5 l-5,-5 z"));

    private record Shape(String sign, String path) {}

    private final ReportData data;
    private final Roles roles;

    SizeSection(ReportData data, Roles roles) {
        this.data = data;
        this.roles = roles;
    }

    Section section() {
        NetworkSizes sizes = new NetworkSizes(data);
        List<Block> blocks = new ArrayList<>();
        for (Dataset set : data.datasets()) {
            List<Sized> networks = sizes.of(set);
            if (!networks.isEmpty()) {
                blocks.add(Block.sizes(set.name(), chart(set, networks), grid(set, networks)));
            }
        }
        if (!blocks.isEmpty()) {
            blocks.add(0, Block.text("", intro()));
        }
        return new Section("sizes", "Sizes", blocks);
    }

    private String intro() {
        return "Networks of a data set that are not of one size, weights of the last epoch. Parameters are the values that are "
                + "learned; a file holds the statistics of normalisation and a description, too. A bar is the 95 % interval "
                + "for drawing other test images."
                + (data.seeds().size() > 1 ? " Accuracies are means over the seeds." : "");
    }

    /** A series for each kind of stage, so that what was trained in one way is joined. */
    private SizeChart chart(Dataset set, List<Sized> networks) {
        Map<StageKind, List<Sized>> kinds = new LinkedHashMap<>();
        networks.forEach(network ->
                kinds.computeIfAbsent(network.kind(), kind -> new ArrayList<>()).add(network));
        List<Series> series = new ArrayList<>();
        for (List<Sized> ofKind : kinds.values()) {
            Shape shape = SHAPES.get(series.size() % SHAPES.size());
            series.add(new Series(
                    shape.sign() + " " + label(ofKind),
                    roles.colour(ofKind.get(0).stage()),
                    shape.path(),
                    ofKind.stream()
                            .sorted(Comparator.comparingLong(Sized::parameters))
                            .map(SizeSection::point)
                            .toList()));
        }
        List<StageResult> stages =
                networks.stream().map(Sized::stage).distinct().toList();
        return SizeChart.of(set.name(), Roles.source(set.name(), stages), series);
    }

    private static String label(List<Sized> networks) {
        String first = networks.get(0).role().label();
        String last = networks.get(networks.size() - 1).role().label();
        return networks.size() == 1
                ? first
                : first + " to " + last.substring(0, 1).toLowerCase(Locale.ROOT) + last.substring(1);
    }

    private static Point point(Sized network) {
        return new Point(
                network.role().label(),
                network.parameters(),
                PERCENT * network.accuracy().value(),
                network.accuracy()
                        .interval()
                        .map(reach -> new Interval(PERCENT * reach.low(), PERCENT * reach.high())));
    }

    /** From the largest to the smallest, so that networks of one size stand together. */
    private static Grid grid(Dataset set, List<Sized> networks) {
        List<Cell> head = List.of(
                Cell.text("Network"),
                Cell.text("Architecture"),
                Cell.number("Parameters"),
                Cell.number("File, bytes"),
                Cell.number("Accuracy, %"));
        List<Row> rows = networks.stream()
                .sorted(Comparator.comparingLong(Sized::parameters).reversed())
                .map(SizeSection::row)
                .toList();
        return Grid.of("Networks by size, " + set.name(), head, rows);
    }

    private static Row row(Sized network) {
        Cell accuracy = Cell.number(Numbers.tenths(PERCENT * network.accuracy().value()));
        return Row.of(
                Cell.text(network.role().label()),
                Cell.text(network.network()),
                Cell.count(network.parameters()),
                network.bytes().isPresent() ? Cell.count(network.bytes().getAsLong()) : Cell.none(),
                network.accuracy().deviation().isPresent()
                        ? accuracy.below("SD "
                                + Numbers.tenths(
                                        PERCENT * network.accuracy().deviation().getAsDouble()))
                        : accuracy);
    }
}
