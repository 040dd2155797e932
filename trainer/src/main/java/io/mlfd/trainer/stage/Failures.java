package io.mlfd.trainer.stage;

import ai.djl.engine.EngineException;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.LimitedText;
import io.mlfd.trainer.failure.KnownFailure;
import java.util.Locale;
import java.util.Optional;

/** From what went wrong to the exit status and the one line that says it. */
final class Failures {
    /** Not in the table of {@link ExitCode}: a failure that may be retried. */
    static final int UNKNOWN = 1;

    private static final int MAX_MESSAGE = 1000;

    private Failures() {}

    /** Empty for what nobody expected. */
    static Optional<ExitCode> code(Throwable failure) {
        if (failure instanceof KnownFailure known) {
            return Optional.of(known.exit());
        }
        if (failure instanceof OutOfMemoryError || isAllocationFailure(failure)) {
            return Optional.of(ExitCode.OUT_OF_MEMORY);
        }
        return isMappedFileFault(failure) ? Optional.of(ExitCode.STORAGE) : Optional.empty();
    }

    static String message(Throwable failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        Optional<ExitCode> code = code(failure);
        if (code.equals(Optional.of(ExitCode.OUT_OF_MEMORY)) && !(failure instanceof KnownFailure)) {
            text = "out of memory: give the stage more, or use a smaller batchSize (" + text + ")";
        } else if (isMappedFileFault(failure)) {
            text = "a file that is mapped into memory cannot be read: " + text + "; look at the volume";
        } else if (code.isEmpty()) {
            text = failure.getClass().getSimpleName() + ": " + text;
        }
        String line = text.replaceAll("[\\p{Cntrl}]+", " ").strip();
        return LimitedText.inCharacters(line, MAX_MESSAGE);
    }

    /** What an I/O error becomes in a page of a mapped file; Java has words for it only. */
    private static boolean isMappedFileFault(Throwable failure) {
        return failure instanceof InternalError
                && failure.getMessage() != null
                && failure.getMessage().contains("unsafe memory access");
    }

    /**
     * PyTorch has no type for it, only words: "DefaultCPUAllocator: can't allocate memory", "CUDA out of memory", and oneDNN's
     * "could not create a primitive" where a convolution finds no room.
     */
    private static boolean isAllocationFailure(Throwable failure) {
        if (!(failure instanceof EngineException) || failure.getMessage() == null) {
            return false;
        }
        String text = failure.getMessage().toLowerCase(Locale.ROOT);
        return text.contains("not enough memory")
                || text.contains("can't allocate memory")
                || text.contains("out of memory")
                || text.contains("could not create a primitive");
    }
}
