package io.mlfd.trainer.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlfd.api.MLFDRunStatus;

/**
 * What the runner keeps between two calls, {@code run.json}.
 *
 * @param digest SHA-256 of the identity, hexadecimal
 * @param identity of the run, see {@link RunIdentity}
 * @param status as the operator would write it
 */
record RunRecord(int version, String digest, JsonNode identity, MLFDRunStatus status) {
    static final int VERSION = 1;
}
