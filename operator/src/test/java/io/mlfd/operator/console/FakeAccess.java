package io.mlfd.operator.console;

import java.util.ArrayList;
import java.util.List;

/** Answers as it is told, and remembers what was asked. */
final class FakeAccess implements Access {
    static final String TOKEN = "t0ken";
    static final String BEARER = "Bearer " + TOKEN;

    final List<Sight> asked = new ArrayList<>();
    private Answer answer = Answer.ALLOWED;

    void answer(Answer next) {
        answer = next;
    }

    @Override
    public Answer ask(String token, Sight sight) {
        asked.add(sight);
        return token.equals(TOKEN) ? answer : Answer.UNKNOWN;
    }
}
