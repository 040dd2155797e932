package io.mlfd.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private static EventBuilder event(String reason, String message, String last) {
        return new EventBuilder()
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp(last);
    }

    @Test
    void theNewestIsToldOnOneLine() {
        Event older = event("FailedMount", "a", "2026-01-01T00:00:01Z").build();
        Event newer =
                event("FailedAttachVolume", "b\n  c", "2026-01-01T00:00:02Z").build();

        assertThat(Warnings.newest(List.of(newer, older))).isEqualTo("FailedAttachVolume: b c");
        assertThat(Warnings.newest(List.of())).isEmpty();
    }

    @Test
    void newerClientsHaveATimeOfTheirOwn() {
        Event older = event("Old", "a", "2026-01-01T00:00:01Z").build();
        Event newer = event("New", "b", null)
                .withEventTime(new MicroTime("2026-01-01T00:00:02.000000Z"))
                .build();
        Event whenever = event("Odd", "c", "yesterday").build();

        assertThat(Warnings.newest(List.of(older, newer, whenever))).isEqualTo("New: b");
        assertThat(Warnings.newest(List.of(whenever))).isEqualTo("Odd: c");
    }

    @Test
    void whatIsOverOrNoWarningIsNotTold() {
        Event scheduling =
                event("FailedScheduling", "0/1 nodes", "2026-01-01T00:00:02Z").build();
        Event pulling = event("Pulling", "image", "2026-01-01T00:00:03Z")
                .withType("Normal")
                .build();

        assertThat(Warnings.newest(List.of(scheduling, pulling))).isEmpty();
    }
}
