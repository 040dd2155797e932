package io.mlfd.operator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.operator.Runs;
import io.mlfd.operator.console.StageGraph.Node;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StageGraphTest {
    @Test
    void aStageIsToTheRightOfAllThatItReads() {
        StageGraph graph = StageGraph.of(Runs.plan(Runs.run("r")), Map.of("joint", "Running"))
                .orElseThrow();
        Map<String, Node> nodes = graph.nodes().stream().collect(Collectors.toMap(Node::name, node -> node));

        assertThat(nodes.keySet())
                .containsExactlyInAnyOrder("teacher/a", "teacher/b", "joint", "distill/a", "distill/b", "report");
        assertThat(nodes.get("teacher/a").x()).isEqualTo(nodes.get("teacher/b").x());
        assertThat(nodes.get("teacher/a").y())
                .isNotEqualTo(nodes.get("teacher/b").y());
        assertThat(List.of("teacher/b", "joint", "distill/b", "report"))
                .extracting(name -> nodes.get(name).x())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(nodes.get("joint").state()).isEqualTo("Running");
        assertThat(nodes.get("report").state()).isEmpty();
        assertThat(graph.lines()).hasSizeGreaterThan(7).doesNotHaveDuplicates();
        assertThat(graph.nodes()).allSatisfy(node -> {
            assertThat(node.x() + StageGraph.NODE_WIDTH).isLessThanOrEqualTo(graph.width());
            assertThat(node.y() + StageGraph.NODE_HEIGHT).isLessThanOrEqualTo(graph.height());
        });
    }

    @Test
    void tooManyStagesAreNotDrawn() {
        String seeds = IntStream.range(0, StageGraph.MOST / 5)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        assertThat(StageGraph.of(Runs.plan(Runs.run("r", Runs.SPEC + "seeds: [" + seeds + "]")), Map.of()))
                .isEmpty();
    }
}
