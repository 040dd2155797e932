package io.mlfd.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.storage.Manifest;
import io.mlfd.trainer.storage.StoredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedStageTest {
    private static final Path STORED =
            Path.of("src/test/resources/fixtures/stored/v1alpha1-1/stage", VolumeLayout.RESULT);

    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path folder;

    private FinishedStage read(String result) throws IOException {
        StageResult stored = new ContractJson().read(Files.readString(STORED), StageResult.class);
        Files.writeString(folder.resolve(VolumeLayout.RESULT), result);
        Manifest manifest = new Manifest(stored.contentKey(), Map.of());
        return FinishedStage.read(StoredFiles.local(), folder, stored.stage(), stored.planKey(), manifest, told::add);
    }

    @Test
    void whatALaterReleaseAddedToAResultIsPassedOverAndTold() throws IOException {
        String text = Files.readString(STORED);
        StageResult plain = read(text).result();
        assertThat(told).isEmpty();
        assertThat(read(text.replaceFirst("^\\{", "{\"energy\":{\"joule\":1},")).result())
                .isEqualTo(plain);
        assertThat(told)
                .containsExactly(
                        folder.resolve(VolumeLayout.RESULT) + ": has fields that this program does not know (energy)");
    }

    @Test
    void aResultOfAnotherVersionIsRefusedWithTheRemedy() throws IOException {
        String text = Files.readString(STORED).replaceAll("\"version\":[0-9]+", "\"version\":99");
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is of version 99")
                .hasMessageContaining("go on with the release that wrote it");
    }
}
