package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.TeacherTargets;

/** Targets that can be had without the images. */
@FunctionalInterface
interface IndexedTargets extends TeacherTargets {
    /**
     * @param indices in the train split
     * @param look the epoch, from 0, that the images look as in
     * @param scope holds what is returned
     */
    Targets of(int[] indices, int look, NDManager scope);

    @Override
    default Targets of(ImageBatches.Images images, NDManager scope) {
        return of(images.indices(), images.look(), scope);
    }
}
