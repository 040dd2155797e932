package io.mlfd.trainer.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * A GPU that was computed on, and what stands between it and the program. Where something does not tell its version, the
 * version is left out.
 *
 * @param name as its maker calls it
 * @param driver version of the kernel's driver
 * @param cuda version of the CUDA runtime
 * @param cudnn version of the library that convolutions come from
 * @param tf32 whether products of float32 numbers were rounded to TF32's ten bits
 */
public record Accelerator(
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> name,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> driver,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> cuda,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> cudnn,
        boolean tf32) {
    /** In one line, as in {@code NVIDIA H100 (driver 580.159.04, CUDA 12.8, cuDNN 9.5.1, TF32 off)}. */
    public String text() {
        StringBuilder text = new StringBuilder(name.orElse("GPU")).append(" (");
        driver.ifPresent(version -> text.append("driver ").append(version).append(", "));
        cuda.ifPresent(version -> text.append("CUDA ").append(version).append(", "));
        cudnn.ifPresent(version -> text.append("cuDNN ").append(version).append(", "));
        return text.append(tf32 ? "TF32 on)" : "TF32 off)").toString();
    }
}
