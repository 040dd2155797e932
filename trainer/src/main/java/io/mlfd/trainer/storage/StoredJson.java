package io.mlfd.trainer.storage;

import io.mlfd.contract.VersionedJson;
import io.mlfd.contract.VersionedJson.Damaged;
import io.mlfd.contract.VersionedJson.Reading;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads JSON files of one kind from a volume, where another release may have written them. */
public final class StoredJson<T> {
    private final VersionedJson<T> json;
    private final long maxBytes;

    /** @param maxBytes a larger file is none of ours and is not read */
    public StoredJson(VersionedJson<T> json, long maxBytes) {
        this.json = json;
        this.maxBytes = maxBytes;
    }

    /** @throws StorageException when it cannot be told, because the file is not there or cannot be read */
    public Reading<T> read(StoredFiles files, Path file) {
        long bytes = files.find(file)
                .orElseThrow(() -> StorageException.of("cannot read", file, new NoSuchFileException(file.toString())))
                .size();
        if (bytes > maxBytes) {
            return new Damaged<>(
                    "has " + bytes + " bytes, more than the " + maxBytes + " of the largest that there is");
        }
        try {
            return json.read(files.text(file));
        } catch (CharacterCodingException e) {
            return new Damaged<>("is not UTF-8 text");
        }
    }
}
