package io.mlfd.plan.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.api.Dataset;
import io.mlfd.api.NetworkName;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.plan.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkShapesTest {
    static Stream<NetworkShape> everyNetwork() {
        return NetworkShapes.all().stream();
    }

    @Test
    void namesOfRunFilesAreThoseOfTheRegistry() {
        assertThat(NetworkShapes.all())
                .extracting(NetworkShape::name)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(NetworkName.values())
                        .map(NetworkName::label)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("everyNetwork")
    void everyNetworkIsFoundByItsNameAtAnyWidth(NetworkShape network) {
        assertThat(NetworkShapes.named(network.name())).isEqualTo(network);
        assertThat(network.width()).isEqualTo(network.defaultWidth());
        assertThat(network.label()).isEqualTo(network.name());
        assertThat(network.layout()).isNotBlank();

        int wider = network.width() + 1;
        NetworkShape other = NetworkShapes.of(new NetworkSpec(network.name(), wider));
        assertThat(other).isEqualTo(network.withWidth(wider)).isNotEqualTo(network);
        assertThat(other.width()).isEqualTo(wider);
        assertThat(other.defaultWidth()).isEqualTo(network.width());
        assertThat(other.label()).isEqualTo(network.name() + "/" + wider);
        assertThatThrownBy(() -> network.withWidth(0)).hasMessage("width: 0 is not positive");
    }

    @ParameterizedTest
    @MethodSource("everyNetwork")
    void everyLevelIsAStageCountedFromTheEnd(NetworkShape network) {
        List<StageShape> stages = network.stages(32);
        assertThat(stages).hasSize(network.stageCount()).isNotEmpty();
        for (int fromEnd = 0; fromEnd < stages.size(); fromEnd++) {
            assertThat(new Level.FeatureMap(fromEnd).stageOf(network, 32))
                    .contains(stages.get(stages.size() - 1 - fromEnd));
        }
        assertThat(new Level.FeatureMap(stages.size()).stageOf(network, 32)).isEmpty();
        assertThat(new Level.Embedding().stageOf(network, 32)).isEmpty();
        assertThat(network.embeddingLength()).isPositive();
    }

    @Test
    void residualStagesHalveRoundingUpAndDoubleTheChannels() {
        NetworkShape resnet18 = NetworkShapes.named("resnet18").withWidth(3);
        assertThat(resnet18.stages(33))
                .containsExactly(
                        new StageShape(3, 33), new StageShape(6, 17), new StageShape(12, 9), new StageShape(24, 5));
        assertThat(resnet18.embeddingLength()).isEqualTo(24);
        assertThat(resnet18.layout()).isEqualTo("ResNet, 2 basic blocks a stage");
        assertThat(NetworkShapes.named("resnet8").layout()).isEqualTo("ResNet, 1 basic block a stage");
    }

    @Test
    void thePageOnRunFilesListsThem() throws IOException {
        List<String> rows = NetworkShapes.all().stream()
                .map(network -> "| `" + network.name() + "` | " + network.width() + " | " + network.stageCount()
                        + " | `" + new Level.FeatureMap(network.stageCount() - 1) + "` | " + network.layout() + " |")
                .toList();
        assertThat(Files.readAllLines(Path.of("../src/docs/how-to/write-a-run-file.md")))
                .containsSubsequence(rows);
    }

    @Test
    void aRunFileMayLeaveTheWidthToTheNetwork() {
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET18, null, null)))
                .isEqualTo(NetworkShapes.named("resnet18"));
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET18, 8, null))
                        .label())
                .isEqualTo("resnet18/8");
    }

    @ParameterizedTest
    @MethodSource("everyNetwork")
    void everyNetworkMayHaveAStemOfAnotherWidth(NetworkShape network) {
        int stem = network.width() + 3;
        NetworkShape other = NetworkShapes.of(new NetworkSpec(network.name(), network.width(), OptionalInt.of(stem)));
        assertThat(network.stem()).isEqualTo(network.width());
        assertThat(other).isEqualTo(network.withStem(stem)).isNotEqualTo(network);
        assertThat(other.stem()).isEqualTo(stem);
        assertThat(other.stages(32)).isEqualTo(network.stages(32));
        assertThat(other.label()).isEqualTo(network.name() + "-stem" + stem);
        assertThat(NetworkShapes.of(other.spec())).isEqualTo(other);
        assertThat(other.withWidth(2).withStem(4).label()).isEqualTo(network.name() + "/2-stem4");
        assertThat(other.withWidth(2).stem()).isEqualTo(2);
        assertThatThrownBy(() -> network.withStem(0)).hasMessage("stem: 0 is not positive");
    }

    @Test
    void aRunFileMayNameTheStem() {
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET8, 6, 16)))
                .isEqualTo(NetworkShapes.named("resnet8").withWidth(6).withStem(16));
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET8, null, 16)))
                .isEqualTo(NetworkShapes.named("resnet8"));
    }

    @Test
    void aNetworkThatThereIsNotIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> NetworkShapes.of(new NetworkSpec("resnet9", 16)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "network \"resnet9\" is unknown; there are resnet8, resnet14, resnet20, resnet32, resnet18");
    }
}
