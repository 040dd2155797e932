package io.mlfd.operator.console;

import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stages of a run from left to right, each in the column after the last of its inputs, for SVG. Lengths are pixels.
 *
 * @param nodes one for each stage
 * @param lines from each stage to those that read what it made
 */
record StageGraph(int width, int height, List<Node> nodes, List<Line> lines) {
    /** More are no picture any more. */
    static final int MOST = 150;

    static final int NODE_WIDTH = 184;
    static final int NODE_HEIGHT = 44;
    private static final int MARGIN = 2;
    private static final int TO_THE_RIGHT = NODE_WIDTH + 56;
    private static final int DOWN = NODE_HEIGHT + 14;
    private static final int NAME = 24;

    StageGraph {
        nodes = List.copyOf(nodes);
        lines = List.copyOf(lines);
    }

    /** @param label of the name what there is room for */
    record Node(int x, int y, String name, String label, String state) {
        public int width() {
            return NODE_WIDTH;
        }

        public int height() {
            return NODE_HEIGHT;
        }
    }

    record Line(String path) {}

    private record Spot(int column, int row) {
        private int x() {
            return MARGIN + column * TO_THE_RIGHT;
        }

        private int y() {
            return MARGIN + row * DOWN;
        }
    }

    /**
     * Empty where there are too many stages to draw.
     *
     * @param states by the name of the stage; one that is not there has none
     */
    static Optional<StageGraph> of(Plan plan, Map<String, String> states) {
        if (plan.stages().size() > MOST) {
            return Optional.empty();
        }
        Map<String, Spot> spots = spots(plan);
        List<Node> nodes = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (Stage stage : plan.stages()) {
            Spot spot = spots.get(stage.name());
            nodes.add(new Node(
                    spot.x(), spot.y(), stage.name(), label(stage.name()), states.getOrDefault(stage.name(), "")));
            stage.inputNames().forEach(input -> lines.add(line(spots.get(input), spot)));
        }
        int columns = spots.values().stream().mapToInt(Spot::column).max().orElse(0);
        int rows = spots.values().stream().mapToInt(Spot::row).max().orElse(0);
        return Optional.of(new StageGraph(
                columns * TO_THE_RIGHT + NODE_WIDTH + 2 * MARGIN,
                rows * DOWN + NODE_HEIGHT + 2 * MARGIN,
                nodes,
                lines));
    }

    /** A plan has every stage after its inputs. */
    private static Map<String, Spot> spots(Plan plan) {
        Map<String, Spot> spots = new HashMap<>();
        Map<Integer, Integer> taken = new HashMap<>();
        for (Stage stage : plan.stages()) {
            int column = stage.inputNames().stream()
                    .mapToInt(input -> spots.get(input).column() + 1)
                    .max()
                    .orElse(0);
            spots.put(stage.name(), new Spot(column, taken.merge(column, 1, Integer::sum) - 1));
        }
        return spots;
    }

    private static Line line(Spot from, Spot to) {
        int x = from.x() + NODE_WIDTH;
        int y = from.y() + NODE_HEIGHT / 2;
        int toY = to.y() + NODE_HEIGHT / 2;
        int bend = TO_THE_RIGHT - NODE_WIDTH;
        return new Line("M" + x + " " + y + " C" + (x + bend) + " " + y + " " + (to.x() - bend) + " " + toY + " "
                + to.x() + " " + toY);
    }

    private static String label(String name) {
        return name.length() <= NAME ? name : name.substring(0, NAME - 1) + "…";
    }
}
