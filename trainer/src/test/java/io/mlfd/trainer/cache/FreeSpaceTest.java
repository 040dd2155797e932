package io.mlfd.trainer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.storage.StorageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {
    @Test
    void whatDoesNotFitIsSaidBeforeTheFirstByte(@TempDir Path folder) {
        FreeSpace small = path -> 5 << 20;
        small.require(folder, 5 << 20, "the cache");
        assertThatThrownBy(() -> small.require(folder, (5 << 20) + 1, "the cache"))
                .isInstanceOf(StorageException.class)
                .hasMessage(folder + ": the cache needs 6 MiB, free are 5 MiB; make the volume larger");
        assertThat(FreeSpace.ofFileSystem().bytes(folder)).isPositive();
    }
}
