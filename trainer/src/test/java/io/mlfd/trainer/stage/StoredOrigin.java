package io.mlfd.trainer.stage;

import io.mlfd.contract.ContractJson;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.stored.StoredFormat;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a stage was made from. */
public final class StoredOrigin implements StoredFormat {
    @Override
    public String file() {
        return "stage/" + Origin.FILE;
    }

    @Override
    public String written() {
        return new ContractJson()
                .write(new Origin(
                        "0123456789abcdef0123456789abcdef",
                        Map.of("coins", "c0".repeat(32), "experts/coins.safetensors", "ef".repeat(32)),
                        Map.of("teacher/coins", "a1".repeat(16))));
    }

    @Override
    public Optional<String> refusal(Path file) {
        try {
            return Origin.read(file.getParent(), StoredFiles.local(), line -> {})
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of("was taken for damaged");
        } catch (BadInputException e) {
            return Optional.of(e.getMessage());
        }
    }
}
