package io.mlfd.run;

/**
 * What keeps a stage from being started although the run is not suspended.
 *
 * @param message one line that names the field or the object, and the remedy where there is one
 */
public record Hindrance(Kind kind, String message) {
    /** What is in the way. */
    public enum Kind {
        /** The run's claim, or one that data sets are read from. */
        VOLUME,
        /** The platform would not take an object. */
        REFUSAL,
        /** A process that is not this run's may still write to the stage's folder. */
        OCCUPIED
    }
}
