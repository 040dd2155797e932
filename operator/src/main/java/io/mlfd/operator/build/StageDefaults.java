package io.mlfd.operator.build;

import io.mlfd.api.DeviceChoice;
import io.mlfd.api.PodSettings;
import io.mlfd.plan.Gpus;
import io.mlfd.plan.Stage;

/**
 * What stages have where their run says nothing.
 *
 * @param image of their containers; empty for none
 * @param cuda whether that image computes on GPUs; no image can be asked
 * @param cudaImage of those that may compute on a GPU; empty for the same
 * @param pod what else is said about their pods
 */
public record StageDefaults(String image, boolean cuda, String cudaImage, PodSettings pod) {
    /** As resources of NVIDIA's device plugin begin, shared and cut ones too. */
    private static final String NVIDIA = "nvidia.com/";

    /** One image for all, and nothing else. */
    public static StageDefaults of(String image) {
        return new StageDefaults(image, false, "", PodSettings.NONE);
    }

    /** The image of a stage's container, empty where there is none. */
    String imageOf(Stage stage) {
        if (stage.pod().image() != null) {
            return stage.pod().image();
        }
        return usesCudaImage(stage) ? cudaImage : image;
    }

    /** Whether a GPU may be of use to a stage; of an image that its run names nothing is known. */
    boolean mayHaveCuda(Stage stage) {
        return cuda || stage.pod().image() != null || usesCudaImage(stage);
    }

    private boolean usesCudaImage(Stage stage) {
        return !cudaImage.isEmpty() && mayUseGpu(stage);
    }

    private static boolean mayUseGpu(Stage stage) {
        DeviceChoice device = stage.device().orElse(DeviceChoice.AUTO);
        return device == DeviceChoice.CUDA
                || (device == DeviceChoice.AUTO
                        && Gpus.of(stage.pod().resources())
                                .filter(resource -> resource.startsWith(NVIDIA))
                                .isPresent());
    }
}
