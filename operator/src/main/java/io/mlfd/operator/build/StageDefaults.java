package io.mlfd.operator.build;

import io.mlfd.api.DeviceChoice;
import io.mlfd.api.PodSettings;
import io.mlfd.plan.Stage;
import java.util.stream.Stream;

/**
 * What stages have where their run says nothing.
 *
 * @param image of their containers; empty for none
 * @param cudaImage of those that may compute on a GPU; empty for the same
 * @param pod what else is said about their pods
 */
public record StageDefaults(String image, String cudaImage, PodSettings pod) {
    /** As resources of NVIDIA's device plugin begin, shared and cut ones too. */
    private static final String GPU = "nvidia.com/";

    /** One image for all, and nothing else. */
    public static StageDefaults of(String image) {
        return new StageDefaults(image, "", PodSettings.NONE);
    }

    /** The image of a stage's container, empty where there is none. */
    String imageOf(Stage stage) {
        if (stage.pod().image() != null) {
            return stage.pod().image();
        }
        return cudaImage.isEmpty() || !mayUseGpu(stage) ? image : cudaImage;
    }

    private static boolean mayUseGpu(Stage stage) {
        DeviceChoice device = stage.device().orElse(DeviceChoice.AUTO);
        return device == DeviceChoice.CUDA
                || (device == DeviceChoice.AUTO
                        && Stream.of(
                                        stage.pod().resources().limits(),
                                        stage.pod().resources().requests())
                                .flatMap(quantities -> quantities.keySet().stream())
                                .anyMatch(resource -> resource.startsWith(GPU)));
    }
}
