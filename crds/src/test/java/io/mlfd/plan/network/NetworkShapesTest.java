package io.mlfd.plan.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.api.Dataset;
import io.mlfd.api.NetworkEntry;
import io.mlfd.api.NetworkName;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.plan.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
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

    static Stream<NetworkShape> everyNetworkWithWidths() {
        return everyNetwork().filter(NetworkShape::hasWidths);
    }

    static Stream<NetworkShape> everyNetworkWithStems() {
        return everyNetwork().filter(NetworkShape::hasStems);
    }

    @ParameterizedTest
    @MethodSource("everyNetwork")
    void everyNetworkIsFoundByItsName(NetworkShape network) {
        assertThat(NetworkShapes.named(network.name())).isEqualTo(network);
        assertThat(NetworkShapes.of(network.spec())).isEqualTo(network);
        assertThat(network.width()).isEqualTo(network.defaultWidth());
        assertThat(network.stem()).isEqualTo(network.usualStem());
        assertThat(network.label()).isEqualTo(network.name());
        assertThat(network.layout()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("everyNetworkWithWidths")
    void everyNetworkWithWidthsIsFoundAtAnyWidth(NetworkShape network) {
        int wider = network.width() + 1;
        NetworkShape other = NetworkShapes.of(network.withWidth(wider).spec());
        assertThat(other).isEqualTo(network.withWidth(wider)).isNotEqualTo(network);
        assertThat(NetworkShapes.of(new NetworkSpec(network.name(), wider)))
                .isEqualTo(network.withWidth(wider).withStem(wider));
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
                .map(network -> "| `" + network.name() + "` | " + (network.hasWidths() ? network.width() : "-") + " | "
                        + network.stageCount() + " | `" + new Level.FeatureMap(network.stageCount() - 1) + "` | "
                        + network.layout() + " |")
                .toList();
        assertThat(Files.readAllLines(Path.of("../src/docs/how-to/write-a-run-file.md")))
                .containsSubsequence(rows);
    }

    @Test
    void aRunFileMayLeaveTheWidthToTheNetwork() {
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET18, null, null), 32))
                .isEqualTo(NetworkShapes.named("resnet18"));
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET18, 8, null), 32)
                        .label())
                .isEqualTo("resnet18/8");
    }

    @ParameterizedTest
    @MethodSource("everyNetworkWithStems")
    void everyNetworkWithStemsMayHaveOneOfAnotherWidth(NetworkShape network) {
        int stem = network.width() + 3;
        NetworkShape other = NetworkShapes.of(new NetworkSpec(network.name(), network.width(), OptionalInt.of(stem)));
        assertThat(other).isEqualTo(network.withStem(stem)).isNotEqualTo(network);
        assertThat(other.stem()).isEqualTo(stem);
        assertThat(other.stages(32)).isEqualTo(network.stages(32));
        assertThat(other.label()).isEqualTo(network.name() + "-stem" + stem);
        assertThat(NetworkShapes.of(other.spec())).isEqualTo(other);
        assertThat(other.withWidth(2).withStem(4).label()).isEqualTo(network.name() + "/2-stem4");
        assertThat(other.withWidth(2).stem()).isEqualTo(network.withWidth(2).usualStem());
        assertThatThrownBy(() -> network.withStem(0)).hasMessage("stem: 0 is not positive");
    }

    @Test
    void aRunFileMayNameTheStem() {
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET8, 6, 16), 32))
                .isEqualTo(NetworkShapes.named("resnet8").withWidth(6).withStem(16));
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET8, null, 16), 32))
                .isEqualTo(NetworkShapes.named("resnet8"));
    }

    @ParameterizedTest
    @MethodSource("everyNetwork")
    void everyEntryIsPartOfWhatAnOrderSays(NetworkShape network) {
        assertThat(network.entry()).isEqualTo(NetworkEntry.SMALL);
        assertThat(network.usualEntry(64)).isEqualTo(NetworkEntry.SMALL);
        for (NetworkEntry entry : network.entries()) {
            NetworkShape entered = network.withEntry(entry);
            assertThat(entered.entry()).isEqualTo(entry);
            assertThat(NetworkShapes.of(entered.spec())).isEqualTo(entered);
            assertThat(entered.spec().entry().isPresent()).isEqualTo(entry == NetworkEntry.LARGE);
            assertThat(entered.label())
                    .isEqualTo(entry == NetworkEntry.LARGE ? network.name() + "-large" : network.name());
            assertThat(entered.lastChannels()).isEqualTo(network.lastChannels());
            assertThat(entered.lastSize(224)).isLessThanOrEqualTo(network.lastSize(224));
            assertThat(entered.refusal(224)).isEmpty();
        }
    }

    /** What was planned before there were entries is planned as it was. */
    @Test
    void whatThereWasBeforeHasTheSmallEntryWhateverTheSize() {
        for (NetworkName name : List.of(
                NetworkName.RESNET8,
                NetworkName.RESNET14,
                NetworkName.RESNET20,
                NetworkName.RESNET32,
                NetworkName.RESNET18)) {
            assertThat(NetworkShapes.of(new Dataset.Model(name, null, null), 224)
                            .spec())
                    .isEqualTo(NetworkShapes.of(new Dataset.Model(name, null, null), 32)
                            .spec())
                    .isEqualTo(new NetworkSpec(
                            name.label(), NetworkShapes.named(name.label()).width()));
        }
    }

    @Test
    void othersEnterAsTheSizeOfImagesHasItUnlessTheFileSays() {
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET50, null, null), 64)
                        .label())
                .isEqualTo("resnet50");
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET50, null, null), 65)
                        .label())
                .isEqualTo("resnet50-large");
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET50, 8, null, NetworkEntry.LARGE), 32)
                        .label())
                .isEqualTo("resnet50/8-large");
        assertThat(NetworkShapes.of(new Dataset.Model(NetworkName.RESNET50, null, null, NetworkEntry.SMALL), 224)
                        .label())
                .isEqualTo("resnet50");
    }

    @Test
    void whatANetworkCannotHaveIsToldByField() {
        assertThat(NetworkShapes.refusals(new Dataset.Model(NetworkName.RESNET8, null, null, NetworkEntry.LARGE), 32))
                .containsExactly(Map.entry("entry", "resnet8 has the entry Small only; leave it out"));
        assertThat(NetworkShapes.refusals(new Dataset.Model(NetworkName.RESNET50, 8, 4, NetworkEntry.LARGE), 32))
                .isEmpty();
        assertThatThrownBy(() -> NetworkShapes.named("resnet8").withEntry(NetworkEntry.LARGE))
                .hasMessage("entry: Large is none of resnet8, which has Small");
    }

    /** Bottlenecks: 23,528,522 values with ten classes are 25,557,032 with a thousand, which torchvision tells. */
    @Test
    void sizesAreThoseThatAreKnown() {
        NetworkShape large = NetworkShapes.named("resnet50").withEntry(NetworkEntry.LARGE);
        assertThat(large.parameters(1000)).isEqualTo(25_557_032);
        assertThat(large.multiplications(224, 1000)).isEqualTo(4_089_184_256L);
        assertThat(NetworkShapes.named("resnet34").withEntry(NetworkEntry.LARGE).parameters(1000))
                .isEqualTo(21_797_672);
        assertThat(NetworkShapes.named("wrn28").parameters(10)).isEqualTo(36_479_194);
    }

    @Test
    void aNetworkThatThereIsNotIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> NetworkShapes.of(new NetworkSpec("resnet9", 16)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("network \"resnet9\" is unknown; there are "
                        + everyNetwork().map(NetworkShape::name).collect(Collectors.joining(", ")));
    }
}
