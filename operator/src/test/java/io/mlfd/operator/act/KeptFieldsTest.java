package io.mlfd.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.operator.stored.StoredRun;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptFieldsTest {
    private static final String TWO_STAGES =
            "{'phase': 'Running', 'stages': [{'name': 'a', 'message': 'x'}, {'name': 'b', 'checkpoint': {'step': 1}}]}";

    private final ObjectMapper json = new ObjectMapper();
    private final KeptFields kept = new KeptFields();

    private ObjectNode tree(String text) {
        try {
            return (ObjectNode) json.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private StatusPatch patch(String text) {
        return new StatusPatch(tree(text));
    }

    private StoredRun answer(String status) {
        StoredRun run = new StoredRun();
        run.setStatus(tree(status));
        return run;
    }

    private boolean changes(String patch, String before) {
        try {
            return kept.changedBy(patch(patch), Optional.of(json.treeToValue(tree(before), MLFDRunStatus.class)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatAnAnswerHasIsKept() {
        assertThat(kept.heard(patch(TWO_STAGES), answer(TWO_STAGES))).isEmpty();
        assertThat(changes("{'phase': 'Complete'}", TWO_STAGES)).isTrue();
        assertThat(changes("{'phase': 'Running'}", TWO_STAGES)).isFalse();
    }

    @Test
    void whatAnAnswerLacksIsToldOnceByItsPath() {
        StoredRun cut = answer("{'phase': 'Running', 'stages': [{'name': 'a'}, {'name': 'b', 'checkpoint': {}}]}");
        assertThat(kept.heard(patch(TWO_STAGES), cut))
                .containsExactly("status.stages[].checkpoint.step", "status.stages[].message");
        assertThat(kept.heard(patch(TWO_STAGES), cut)).isEmpty();
    }

    @Test
    void aRemovedFieldIsNotMissed() {
        assertThat(kept.heard(patch("{'phase': 'Running', 'current': null}"), answer("{'phase': 'Running'}")))
                .isEmpty();
    }

    @Test
    void whatIsDroppedIsNoReasonToWriteAndWhatIsBesideItIs() {
        kept.heard(patch("{'summary': {'running': 1}, 'current': 'a'}"), answer("{'current': 'a'}"));
        assertThat(changes("{'summary': {'running': 2}}", TWO_STAGES)).isFalse();
        assertThat(changes("{'summary': {'running': 2}, 'current': 'b'}", "{'current': 'a'}"))
                .isTrue();
        assertThat(changes("{'current': null}", "{'current': 'a'}")).isTrue();
        assertThat(changes("{'current': null}", "{'phase': 'Running'}")).isFalse();
    }

    @Test
    void whatALaterAnswerHasIsKeptAgain() {
        StatusPatch patch = patch("{'summary': {'running': 1}}");
        assertThat(kept.heard(patch, answer("{}"))).containsExactly("status.summary");
        assertThat(kept.heard(patch, answer("{'summary': {'running': 1}}"))).isEmpty();
        assertThat(changes("{'summary': {'running': 2}}", "{'phase': 'Running'}"))
                .isTrue();
        assertThat(kept.heard(patch, answer("{}"))).as("taken back once more").containsExactly("status.summary");
    }

    @Test
    void anAnswerWithoutAStatusHasNothing() {
        assertThat(kept.heard(patch("{'phase': 'Running'}"), new StoredRun())).containsExactly("status.phase");
    }
}
