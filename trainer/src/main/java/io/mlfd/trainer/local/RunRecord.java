package io.mlfd.trainer.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.contract.ContractJson;
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

    RunRecord {
        if (digest == null || identity == null || status == null) {
            throw new IllegalArgumentException("digest, identity and status cannot be missing");
        }
    }

    static RunRecord of(RunIdentity identity, MLFDRunStatus status) {
        RunRecord unsealed = new RunRecord(VERSION, identity.digest(), identity.tree(), status, Optional.empty());
        return unsealed.sealedBy(Optional.of(Seal.of(unsealed)));
    }

    /**
     * Whether a record's text is what was written, as far as that can be told. The seal is of the fields that the release had
     * which wrote it, so it is held to the text and not to what was read of that.
     */
    static boolean isWhole(String text) {
        ObjectNode written = new ContractJson().read(text, ObjectNode.class);
        JsonNode seal = written.remove("seal");
        return seal == null || seal.asText().equals(Seal.of(written));
    }

    private RunRecord sealedBy(Optional<String> other) {
        return new RunRecord(version, digest, identity, status, other);
    }
}
