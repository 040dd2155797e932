package io.mlfd.trainer.method.mlfd;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.HadamardMatrix;
import io.mlfd.trainer.engine.TorchScript;
import java.util.List;

/**
 * PHI standardisation (Ranzinger et al. 2024, arXiv 2410.01680): {@code y = H U^T (x - mean) / alpha} with the eigenvectors U of
 * the covariance, a Hadamard matrix H of unit rows, and alpha squared the mean of the eigenvalues. Each row of H has weights of
 * one size on all principal axes, so every channel of y has the same variance, 1; a rotation and one scale leave the
 * proportions of distances.
 */
final class PhiS {
    private static final String CLASS = "Symmetric";
    private static final String SCRIPT = """
            class Symmetric(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def eigen(self: __torch__.Symmetric,
                matrices: List[Tensor]) -> Tuple[List[bool], List[Tensor]]:
                values, vectors, = torch.linalg_eigh(matrices[0])
                return (annotate(List[bool], []), [values, vectors])
            """;

    private PhiS() {}

    /**
     * {@code H U^T}, (C, C) row by row: principal axes by falling variance, each with its largest component positive, so that the
     * matrix follows from the covariance wherever no two variances are equal.
     *
     * @param covariance (C, C), symmetric
     */
    static double[] rotation(double[] covariance, int channels, NDManager manager) {
        HadamardMatrix hadamard = HadamardMatrix.of(channels)
                .orElseThrow(() -> new IllegalArgumentException(
                        "PhiS: no Hadamard matrix of " + channels + " channels is made; the plan refuses these"));
        // Small matrices once a stage: a GPU's other algorithm is not worth other bits.
        try (NDManager scratch = manager.newSubManager(Device.cpu());
                TorchScript script = TorchScript.of(scratch, CLASS, SCRIPT)) {
            NDArray symmetric = scratch.create(covariance, new Shape(channels, channels));
            double[] ascending;
            try (TorchScript.Arguments arguments = new TorchScript.Arguments().tensors(List.of(symmetric))) {
                ascending =
                        script.run("eigen", arguments, scratch).tensors().get(1).toDoubleArray();
            }
            NDArray axes = scratch.create(axes(ascending, channels), new Shape(channels, channels));
            NDArray mix = scratch.create(normalised(hadamard), new Shape(channels, channels));
            return mix.matMul(axes).toDoubleArray();
        }
    }

    /** One principal axis a row, from eigenvectors that are columns by rising eigenvalue. */
    private static double[] axes(double[] ascending, int channels) {
        double[] axes = new double[channels * channels];
        for (int axis = 0; axis < channels; axis++) {
            int column = channels - 1 - axis;
            double largest = 0;
            for (int row = 0; row < channels; row++) {
                double component = ascending[row * channels + column];
                if (Math.abs(component) > Math.abs(largest)) {
                    largest = component;
                }
            }
            double sign = largest < 0 ? -1 : 1;
            for (int row = 0; row < channels; row++) {
                axes[axis * channels + row] = sign * ascending[row * channels + column];
            }
        }
        return axes;
    }

    private static double[] normalised(HadamardMatrix hadamard) {
        int order = hadamard.order();
        double size = 1 / Math.sqrt(order);
        double[] entries = new double[order * order];
        for (int row = 0; row < order; row++) {
            for (int column = 0; column < order; column++) {
                entries[row * order + column] = size * hadamard.entry(row, column);
            }
        }
        return entries;
    }
}
