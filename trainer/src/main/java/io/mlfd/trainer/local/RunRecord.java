package io.mlfd.trainer.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.trainer.storage.Seal;
import java.util.Optional;

/**
 * What the runner keeps between two calls, {@code run.json}.
 *
 * @param digest SHA-256 of the identity, hexadecimal
 * @param identity of the run, see {@link RunIdentity}
 * @param status as the operator would write it
 * @param seal of all this; early releases wrote none
 */
record RunRecord(
        int version,
        String digest,
        JsonNode identity,
        MLFDRunStatus status,
        @JsonInclude(Include.NON_ABSENT) Optional<String> seal) {
    static final int VERSION = 1;

    static RunRecord of(RunIdentity identity, MLFDRunStatus status) {
        RunRecord unsealed = new RunRecord(VERSION, identity.digest(), identity.tree(), status, Optional.empty());
        return unsealed.sealedBy(Optional.of(Seal.of(unsealed)));
    }

    /** Whether it is what was written, as far as that can be told. */
    boolean isWhole() {
        return seal.isEmpty() || seal.get().equals(Seal.of(sealedBy(Optional.empty())));
    }

    private RunRecord sealedBy(Optional<String> other) {
        return new RunRecord(version, digest, identity, status, other);
    }
}
