package io.mlfd.trainer.stored;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.loop.StoredState;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.Manifest;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The manifest of a checkpoint that holds nothing but its state. */
final class StoredManifest implements StoredFormat {
    @Override
    public String file() {
        return "checkpoint/" + VolumeLayout.MANIFEST;
    }

    @Override
    public String written() {
        StoredState state = new StoredState();
        byte[] text = state.written().getBytes(StandardCharsets.UTF_8);
        String digest = HexFormat.of().formatHex(FileDigest.newSha256().digest(text));
        String name = Path.of(state.file()).getFileName().toString();
        return new ContractJson()
                .write(new Manifest("a1".repeat(16), Map.of(name, new FileDigest(digest, text.length))));
    }

    @Override
    public Optional<String> refusal(Path file) {
        Manifest.Reading reading = Manifest.read(file.getParent(), StoredFiles.local());
        return reading instanceof Manifest.Complete
                ? Optional.empty()
                : Optional.of(reading instanceof Manifest.Damaged damaged ? damaged.problem() : reading.toString());
    }
}
