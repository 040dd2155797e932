package io.mlfd.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.operator.Runs;
import io.mlfd.run.Action.Importance;
import io.mlfd.run.Action.Tell;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server takes 1024 bytes of a note and refuses an event that has more. */
class RunEventsTest {
    private static final String REST = "... (the run's status has all of it)";

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "漢", "😀", "e\u0301"})
    void aNoteIsCutByBytesBetweenCharacters(String character) {
        for (int length = 200; length <= 1100; length++) {
            String message = "a" + character.repeat(length);
            String note = note(message);
            assertThat(note.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1024);
            if (message.getBytes(StandardCharsets.UTF_8).length <= 1024) {
                assertThat(note).isEqualTo(message);
            } else {
                assertThat(note).endsWith(REST);
                assertThat(message).startsWith(note.substring(0, note.length() - REST.length()));
                assertThat(new String(note.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                        .isEqualTo(note);
            }
        }
    }

    private static String note(String message) {
        return new RunEvents("operator-0")
                .build(Runs.run("r"), new Tell(Importance.WARNING, "StageFailed", message), Instant.EPOCH)
                .getNote();
    }
}
