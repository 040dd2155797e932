package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Leaves out a residual branch for some samples in training, and divides it by 1 - p for the others (Huang et al. 2016); the
 * identity otherwise. Draws from PyTorch's generator.
 *
 * @param p probability that a sample's branch is left out, at least 0 and below 1
 */
record DropPath(double p) implements Module {
    DropPath {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException("drop path: " + p + " is not in [0, 1)");
        }
    }

    /**
     * That of a block where the probability grows evenly from 0 in a network's first block.
     *
     * @param last the one in its last block
     * @param depths blocks of each stage
     * @param stage from 0
     * @param block of the stage, from 0
     */
    static DropPath growing(double last, List<Integer> depths, int stage, int block) {
        int number = count(depths.subList(0, stage)) + block;
        return new DropPath(last * number / (count(depths) - 1));
    }

    private static int count(List<Integer> depths) {
        return depths.stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public NDArray forward(NDArray branch, Mode mode) {
        if (!mode.isTraining() || p == 0) {
            return branch;
        }
        long[] ones = new long[branch.getShape().dimension()];
        Arrays.fill(ones, 1);
        ones[0] = branch.getShape().get(0);
        NDArray samples = branch.getManager().ones(new Shape(ones), branch.getDataType());
        return branch.mul(Functional.dropout(samples, p));
    }
}
