package io.mlfd.run;

import io.mlfd.plan.Stage;

/** Something to be done by one of the hands. Doing it twice is the same as doing it once. */
public sealed interface Action {
    /** Makes the run's storage. */
    record PrepareVolume() implements Action {}

    /** Creates the process of an attempt. */
    record StartStage(Stage stage, int attempt) implements Action {}

    /** Asks the process of an attempt to write a checkpoint and end. */
    record StopStage(Stage stage, int attempt) implements Action {}

    /** Tells people: an event, or a line. */
    record Tell(Importance importance, String reason, String message) implements Action {}

    enum Importance {
        NORMAL,
        WARNING
    }
}
