package io.mlfd.trainer.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mlfd.trainer.engine.Accelerator;
import java.util.Optional;

/**
 * What made a result. The machine's name is left out on purpose.
 *
 * @param program version of this program
 * @param numerics raised whenever the same work gives other numbers
 * @param engine version of the tensor library
 * @param java version and maker of the JVM
 * @param system operating system and architecture
 * @param processor model of the CPU
 * @param threads CPU threads; results are bit-equal at the same number only
 * @param accelerator the GPU that was computed on; left out for the CPU
 */
public record Provenance(
        String program,
        int numerics,
        String engine,
        String java,
        String system,
        String processor,
        int threads,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Accelerator> accelerator) {}
