package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EngineExtension.class)
class ResNetTest {
    private final NDManager manager;

    @TempDir
    private Path folder;

    ResNetTest(NDManager manager) {
        this.manager = manager;
    }

    @Test
    void variablesHaveTorchvisionsNames() {
        StateDict state = build("resnet8", 4, 3, 0);
        assertThat(state.variables().keySet())
                .startsWith("conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var")
                .contains("layer1.0.conv1.weight", "layer2.0.downsample.0.weight", "layer3.0.downsample.1.running_var")
                .doesNotContain("layer1.0.downsample.0.weight")
                .endsWith("fc.weight", "fc.bias");
        assertThat(state.parameters().size() + state.buffers().size())
                .isEqualTo(state.variables().size());
        assertThat(state.buffers()).extracting(Buffer::name).allMatch(name -> name.contains(".running_"));
    }

    /** 11,173,962: the count that the ResNet-18 for CIFAR-10 is known by; 78,042 is resnet8 with projections in stages 2 and 3. */
    @Test
    void parameterCountsAreTheKnownOnes() {
        assertThat(build("resnet18", 64, 10, 0).parameterCount()).isEqualTo(11_173_962);
        assertThat(build("resnet8", 16, 10, 0).parameterCount()).isEqualTo(78_042);
    }

    /** Pinned: a change of names, order or first values means that no earlier run can be reproduced. */
    @ParameterizedTest
    @CsvSource({
        "resnet8, de66a61592b7aaa0e7a31eb46461feb4f9db1031452c001f54194bb33f7357bf",
        "resnet14, 57ef8f926ea63e3a19919baa9d0243d6e13628f007fc34dbc97da503cb83c0d7",
        "resnet20, e226c3ce66d8d74a876f620a781806b4df3b7109f4272ce57f8dc000448bd6bf",
        "resnet32, 13168f1d1bcece641fc1206e8d57dc05250445b8ecef5c4e8514b604f89be3fd",
        "resnet18, 32ab94c41a3020f63ab739c43c090e3c3d8105f3c9663ce5192312bced9c20fb",
    })
    void aNewNetworkIsTheSameForever(String name, String digest) {
        assertThat(new WholeFiles(Disk.local())
                        .write(
                                folder.resolve(name),
                                Safetensors.content(build(name, 4, 7, 3).tensors(), Map.of()))
                        .sha256())
                .isEqualTo(digest);
    }

    private StateDict build(String name, int width, int classes, long seed) {
        return Networks.build(NetworkShapes.named(name).withWidth(width), classes, Scope.root(manager, seed))
                .state();
    }
}
