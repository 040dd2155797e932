package io.mlfd.trainer.loop;

/**
 * Which steps end with an update of weights: the last of every group of steps whose gradients are averaged. Groups lie within an
 * epoch, so an epoch's last one may be smaller. The steps of a group are done or repeated together.
 *
 * @param every steps of a group, at least 1
 * @param stepsPerEpoch at least 1
 */
record UpdateSteps(int every, int stepsPerEpoch) {
    UpdateSteps {
        if (every < 1 || stepsPerEpoch < 1) {
            throw new IllegalArgumentException("accumulate: " + every + " of " + stepsPerEpoch + " steps an epoch");
        }
    }

    /** Whether no gradient is there when the step begins. */
    boolean begins(long step) {
        return step % stepsPerEpoch % every == 0;
    }

    /** Whether the step ends with an update. */
    boolean ends(long step) {
        return begins(step + 1);
    }

    /** How many steps the group of a step consists of. */
    int size(long step) {
        long first = step % stepsPerEpoch / every * every;
        return Math.toIntExact(Math.min(every, stepsPerEpoch - first));
    }

    /** How many updates there are before the one that a step is part of. */
    long before(long step) {
        return step / stepsPerEpoch * perEpoch() + step % stepsPerEpoch / every;
    }

    /** Updates of an epoch. */
    int perEpoch() {
        return (stepsPerEpoch + every - 1) / every;
    }
}
