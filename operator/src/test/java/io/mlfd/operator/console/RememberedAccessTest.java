package io.mlfd.operator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.operator.console.Access.Answer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RememberedAccessTest {
    private final FakeAccess asked = new FakeAccess();
    private final Ticking clock = new Ticking();
    private final RememberedAccess access = new RememberedAccess(asked, clock);

    private static final class Ticking extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void whatWasAllowedIsForAWhile() {
        assertThat(ask("a")).isEqualTo(Answer.ALLOWED);
        asked.answer(Answer.FORBIDDEN);
        clock.now = clock.now.plus(RememberedAccess.WHILE).minusMillis(1);
        assertThat(ask("a")).isEqualTo(Answer.ALLOWED);
        clock.now = clock.now.plusMillis(1);
        assertThat(ask("a")).isEqualTo(Answer.FORBIDDEN);
        assertThat(asked.asked).hasSize(2);
    }

    @Test
    void nothingElseIsAllowedByIt() {
        ask("a");
        asked.answer(Answer.FORBIDDEN);
        assertThat(ask("b")).as("another namespace").isEqualTo(Answer.FORBIDDEN);
        assertThat(access.ask(FakeAccess.TOKEN, Sight.run("a", "r"))).isEqualTo(Answer.FORBIDDEN);
        assertThat(access.ask("other", Sight.list("a"))).as("another token").isEqualTo(Answer.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.class,
            names = {"FORBIDDEN", "UNKNOWN", "UNREACHABLE"})
    void whatIsRefusedIsAskedAgain(Answer answer) {
        asked.answer(answer);
        assertThat(ask("a")).isEqualTo(answer);
        asked.answer(Answer.ALLOWED);
        assertThat(ask("a")).isEqualTo(Answer.ALLOWED);
    }

    @Test
    void itDoesNotGrow() {
        IntStream.rangeClosed(0, RememberedAccess.MOST).forEach(i -> ask("n" + i));
        int before = asked.asked.size();
        ask("n" + RememberedAccess.MOST);
        assertThat(asked.asked).hasSize(before);
        ask("n0");
        assertThat(asked.asked).as("the oldest is forgotten").hasSize(before + 1);
    }

    private Answer ask(String namespace) {
        return access.ask(FakeAccess.TOKEN, Sight.list(namespace));
    }
}
