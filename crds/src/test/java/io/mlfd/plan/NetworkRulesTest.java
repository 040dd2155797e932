package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.NetworkEntry;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.plan.Checked.Invalid;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.network.NetworkShapes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run file may say of networks, what of it is told by field, and what comes of it in orders. */
class NetworkRulesTest {
    private static String file(String model, int size, String method) {
        return """
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: networks}
                spec:
                  datasets:
                    - name: a
                      source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}
                      model: %s
                    - name: b
                      source: {generated: {kind: glyphs}, trainPerClass: 5, testPerClass: 5}
                      model: {name: resnet8}
                  input: {size: %d}
                  training: {epochs: 1}
                  method: %s
                """.formatted(model, size, method);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{name: resnet8, entry: Large}        | 32 | {dml: {}} | spec.datasets[0].model.entry: resnet8 has the entry Small only; leave it out",
                "{name: mobilenetv2, width: 16}       | 32 | {dml: {}} | spec.datasets[0].model.width: mobilenetv2 comes in one width; leave it out",
                "{name: mobilenetv2, stem: 16}        | 32 | {dml: {}} | spec.datasets[0].model.stem: mobilenetv2 has a stem that cannot be chosen; leave it out",
                "{name: vgg11, stem: 16}              | 32 | {dml: {}} | spec.datasets[0].model.stem: vgg11 has a stem that cannot be chosen; leave it out",
                "{name: vgg11}                        | 16 | {dml: {}} | spec.datasets[0].model: vgg11: images of 16 pixels are smaller than what its layers take at once; choose another spec.input.size, network or entry",
                "{name: vit-tiny}                     | 30 | {dml: {}} | spec.datasets[0].model: vit-tiny: images of 30 pixels cannot be cut into patches of 4, of which the size has to be a multiple; choose another spec.input.size, network or entry",
                "{name: vit-tiny, entry: Large}       | 32 | {feed: {mode: Parallel, teachers: 2, controls: [FactorTransfer]}} | spec.datasets[0].model: vit-tiny-large has more than maps between its stages, and the control FactorTransfer puts others in their place; name another network, or leave the control out",
                "{name: convnextv2-atto}              | 32 | {ensembleCompression: {widthFractions: [1, 0.5]}} | spec.datasets[0].model: convnextv2-atto has not several widths over one stem, which are what is trained here; name another network",
                "{name: resnet8}                      | 32 | {dml: {networks: [{name: resnet8}, {name: swin-tiny, width: 8}]}} | spec.method.dml.networks[1].width: swin-tiny comes in one width; leave it out",
            })
    void whatCannotBeIsToldByField(String model, int size, String method, String problem) {
        Checked<Plan> planned = Specs.planned(file(model, size, method));
        assertThat(planned).isInstanceOf(Invalid.class);
        assertThat(((Invalid<Plan>) planned).problems())
                .extracting(Problem::toString)
                .containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet50, 32, resnet50, Small",
        "resnet50, 224, resnet50-large, Large",
        "resnet18, 224, resnet18, Small",
        "vit-small, 96, vit-small-large, Large",
        "wrn16, 96, wrn16, Small",
    })
    void anOrderSaysHowImagesEnter(String name, int size, String label, String entry) {
        Checked<Plan> planned = Specs.planned(file("{name: " + name + "}", size, "{dml: {}}"));
        assertThat(planned).isInstanceOf(Valid.class);
        DatasetWork first = ((Valid<Plan>) planned).value().datasets().get(0);
        assertThat(first.network().entry())
                .isEqualTo(Optional.of(NetworkEntry.LARGE)
                        .filter(large -> large.label().equals(entry)));
        assertThat(NetworkShapes.of(first.network()).label()).isEqualTo(label);
    }

    @Test
    void anEntryThatIsUsualMakesTheSameKeys() {
        assertThat(keys("{name: resnet18}", 32)).isEqualTo(keys("{name: resnet18, entry: Small}", 32));
        assertThat(keys("{name: resnet50}", 96)).isEqualTo(keys("{name: resnet50, entry: Large}", 96));
        assertThat(keys("{name: resnet50}", 96)).isNotEqualTo(keys("{name: resnet50, entry: Small}", 96));
        assertThat(new NetworkSpec("resnet18", 64, OptionalInt.empty(), Optional.of(NetworkEntry.SMALL)))
                .isEqualTo(new NetworkSpec("resnet18", 64));
    }

    private static List<String> keys(String model, int size) {
        return ((Valid<Plan>) Specs.planned(file(model, size, "{dml: {}}")))
                .value().stages().stream().map(Stage::planKey).toList();
    }
}
