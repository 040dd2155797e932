package io.mlfd.contract.mlfd;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mlfd.api.method.MlfdSpec.Afterwards;
import io.mlfd.api.method.MlfdSpec.Precision;
import java.util.OptionalInt;

/**
 * What T* says of the train images is computed once, before the student's first step.
 *
 * @param views augmented views of each image, which the student sees too: in epoch e the one of number e mod views; empty for
 *     images as they are, whatever the student sees
 * @param precision of what is kept
 * @param afterwards what becomes of it when the student is trained
 */
public record CachedOutputs(
        @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalInt views, Precision precision, Afterwards afterwards) {
    /** Bytes of a value. */
    int valueBytes() {
        return switch (precision) {
            case FLOAT32 -> Float.BYTES;
            case FLOAT16 -> Short.BYTES;
        };
    }
}
