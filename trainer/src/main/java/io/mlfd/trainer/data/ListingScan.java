package io.mlfd.trainer.data;

/** One listing of a data set: goes on after a problem, so that all are told at once. */
interface ListingScan {
    /**
     * What there is, with what is wrong noted in {@link #problems}; the images that are listed are still worth a look.
     *
     * @throws BadInputException when nothing can be listed
     */
    ImageFolderListing tolerant();

    Problems problems();

    /** @throws BadInputException with every problem */
    default ImageFolderListing run() {
        ImageFolderListing listing = tolerant();
        problems().throwIfAny();
        return listing;
    }
}
