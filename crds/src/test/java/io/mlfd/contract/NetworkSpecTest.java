package io.mlfd.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.api.NetworkEntry;
import io.mlfd.contract.ContractJson.ContractException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plan keys are hashes of this JSON, and files of weights hold it. */
class NetworkSpecTest {
    private static final String PLAIN = "{\"name\":\"resnet8\",\"width\":16}";
    private static final String STEM = "{\"name\":\"resnet8\",\"stem\":16,\"width\":6}";

    private final ContractJson json = new ContractJson();

    @Test
    void aStemAsWideAsTheFirstStageIsNotWritten() {
        assertThat(json.write(new NetworkSpec("resnet8", 16))).isEqualTo(PLAIN);
        assertThat(json.write(new NetworkSpec("resnet8", 16, OptionalInt.of(16))))
                .isEqualTo(PLAIN);
        assertThat(json.write(new NetworkSpec("resnet8", 6, OptionalInt.of(16))))
                .isEqualTo(STEM);
    }

    @Test
    void theSmallEntryIsNotWritten() {
        assertThat(json.write(new NetworkSpec("resnet8", 16, OptionalInt.empty(), Optional.of(NetworkEntry.SMALL))))
                .isEqualTo(PLAIN);
        NetworkSpec large = new NetworkSpec("resnet50", 64, OptionalInt.empty(), Optional.of(NetworkEntry.LARGE));
        assertThat(json.write(large)).isEqualTo("{\"entry\":\"Large\",\"name\":\"resnet50\",\"width\":64}");
        assertThat(json.read(json.write(large), NetworkSpec.class)).isEqualTo(large);
    }

    @Test
    void whatWasWrittenWithoutAStemIsReadAsBefore() {
        assertThat(json.read(PLAIN, NetworkSpec.class))
                .isEqualTo(new NetworkSpec("resnet8", 16))
                .isEqualTo(new NetworkSpec("resnet8", 16, OptionalInt.of(16)));
        assertThat(json.read(STEM, NetworkSpec.class)).isEqualTo(new NetworkSpec("resnet8", 6, OptionalInt.of(16)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"resnet8\"}",
                "{\"width\":16}",
                "{\"name\":\"resnet8\",\"width\":16,\"stem\":\"16\"}",
                "{\"name\":\"resnet8\",\"width\":16,\"stm\":16}",
                "{\"name\":\"resnet8\",\"width\":16,\"entry\":\"Huge\"}",
                "{\"name\":\"resnet8\",\"width\":16,\"stem\":1,\"stem\":2}"
            })
    void everythingElseIsRefusedAsBefore(String text) {
        assertThatThrownBy(() -> json.read(text, NetworkSpec.class)).isInstanceOf(ContractException.class);
    }
}
