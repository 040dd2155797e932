package io.mlfd.trainer.data;

/** The part of a data set that an image belongs to. */
public enum Split {
    /** What networks are fitted to; its statistics normalise all splits. */
    TRAIN("train"),
    /** Held back from the train images to select a model. */
    VALIDATION("validation"),
    /** Looked at to report, never to select. */
    TEST("test");

    private final String label;

    Split(String label) {
        this.label = label;
    }

    /** The word for messages, reports and fingerprints; for train and test also the folder's name. */
    public String label() {
        return label;
    }
}
