package io.mlfd.trainer.report.page;

import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.page.Grid.Cell;
import io.mlfd.trainer.report.page.Grid.Row;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Input;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the stages hang together and what each took. */
final class StageSection {
    private final ReportData data;
    private final Roles roles;

    StageSection(ReportData data, Roles roles) {
        this.data = data;
        this.roles = roles;
    }

    Section section() {
        List<Cell> head = new ArrayList<>(List.of(
                Cell.text("Stage"),
                Cell.text("Makes"),
                Cell.text("Reads"),
                Cell.number("Seed"),
                Cell.number("Time"),
                Cell.number("Attempts"),
                Cell.number("Epochs")));
        if (data.selected()) {
            head.add(Cell.number("Selected epoch"));
        }
        head.addAll(List.of(Cell.number("Images per second"), Cell.number("Began (UTC)")));
        Grid grid = Grid.of(
                "Stages in the order of the run",
                head,
                data.stages().stream().map(this::row).toList());
        return new Section(
                "stages", "Stages", data.stages().isEmpty() ? List.of() : List.of(Block.grids("", summary(), grid)));
    }

    private String summary() {
        Instant start = data.stages().stream()
                .map(stage -> Instant.parse(stage.times().start()))
                .min(Instant::compareTo)
                .orElseThrow();
        Instant end = data.stages().stream()
                .map(stage -> Instant.parse(stage.times().end()))
                .max(Instant::compareTo)
                .orElseThrow();
        Duration work =
                data.stages().stream().map(stage -> stage.times().total()).reduce(Duration.ZERO, Duration::plus);
        return String.format(
                Locale.ROOT,
                "%d stages, %s from the first one's start to the last one's end, %s when their times are added up. A stage's "
                        + "time runs from its first attempt to its result; waiting between attempts counts.",
                data.stages().size(),
                Numbers.duration(Duration.between(start, end)),
                Numbers.duration(work));
    }

    private Row row(StageResult stage) {
        String reads = stage.inputs().stream().map(Input::stage).collect(Collectors.joining(", "));
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.text(stage.stage()),
                Cell.text(Roles.made(stage.work())).styled("role c" + roles.colour(stage)),
                Cell.text(reads.isEmpty() ? "images" : reads).styled("reads"),
                Cell.number(Long.toString(stage.seed())),
                Cell.number(Numbers.duration(stage.times().total())),
                Cell.count(Math.max(1, stage.times().attempts().size())),
                stage.curve().isEmpty() ? Cell.none() : Cell.count(stage.curve().size())));
        if (data.selected()) {
            cells.add(stage.selection()
                    .map(ModelSelection::epoch)
                    .map(Cell::count)
                    .orElse(Cell.none()));
        }
        cells.addAll(List.of(
                stage.imagesPerSecond().isPresent()
                        ? Cell.count(Math.round(stage.imagesPerSecond().getAsDouble()))
                        : Cell.none(),
                Cell.number(Times.minute(stage.times().start()))));
        return Row.of("", cells);
    }
}
