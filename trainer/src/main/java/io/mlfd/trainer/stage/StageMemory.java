package io.mlfd.trainer.stage;

import io.mlfd.contract.StageOrder;
import io.mlfd.contract.Training;
import io.mlfd.plan.estimate.Bytes;
import io.mlfd.plan.estimate.Estimator;
import io.mlfd.plan.estimate.ImageCount;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a stage's process takes beside what is expected of it.
 *
 * @param images of its data sets, as far as they were loaded
 * @param pixels bytes that it keeps pixels in at most
 * @param own of the process
 */
record StageMemory(StageOrder order, Map<String, ImageCount> images, long pixels, OwnMemory own) {
    /** One line; empty where nothing was computed, or nobody knows what was this stage's. */
    Optional<String> took() {
        OptionalLong peak = own.peak();
        return order.work().imageSize().isEmpty() || peak.isEmpty() || !own.ofOneStage()
                ? Optional.empty()
                : Optional.of("took " + Bytes.text(peak.getAsLong()) + " of memory, estimated were "
                        + Bytes.text(estimator().of(order.work()).memory()));
    }

    /** Words that follow what went wrong: which batch fits what this process got before it got no more; or none. */
    String whatFits() {
        int batch = order.work().trainedWith().map(Training::batchSize).orElse(0);
        OptionalLong peak = own.peak();
        if (batch == 0 || peak.isEmpty()) {
            return "";
        }
        long got = peak.getAsLong();
        long needed = estimator().of(order.work()).memory();
        String compared = "; with batchSize " + batch + " it is estimated at " + Bytes.text(needed) + ", and it got "
                + Bytes.text(got);
        OptionalInt fitting = estimator().largestBatch(order.work(), got);
        if (fitting.equals(OptionalInt.of(batch))) {
            return compared;
        }
        return compared
                + (fitting.isPresent()
                        ? ", in which batchSize " + fitting.getAsInt() + " fits"
                        : ", in which no batch fits: lower input.size");
    }

    private Estimator estimator() {
        return new Estimator(images, pixels);
    }
}
