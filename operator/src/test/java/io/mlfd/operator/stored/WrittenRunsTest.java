package io.mlfd.operator.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

class WrittenRunsTest {
    private final WrittenRuns written = new WrittenRuns();

    @Test
    void whatIsSeenOfARunIsOlderThanWhatWasWritten() {
        StoredRun now = run("a", "10");
        written.add(run("a", "8"));
        written.add(now);
        assertThat(written.newest(run("a", "7"))).isSameAs(now);
        assertThat(written.newest(run("a", "9")))
                .as("a watch shows one after the other")
                .isSameAs(now);
        StoredRun shown = run("a", "10");
        assertThat(written.newest(shown)).isSameAs(shown);
        StoredRun old = run("a", "9");
        assertThat(written.newest(old)).as("nothing is kept of what was shown").isSameAs(old);
    }

    @Test
    void somebodyElseWroteLater() {
        written.add(run("a", "9"));
        StoredRun edited = run("a", "11");
        assertThat(written.newest(edited)).isSameAs(edited);
    }

    @Test
    void anotherRunOfTheSameNameIsAnother() {
        written.add(run("a", "9"));
        StoredRun other = run("b", "3");
        assertThat(written.newest(other)).isSameAs(other);
    }

    @Test
    void versionsThatAreNoNumbersAreNotCompared() {
        written.add(run("a", "z"));
        StoredRun seen = run("a", "b");
        assertThat(written.newest(seen)).isSameAs(seen);
    }

    @Test
    void onlySoManyAreRemembered() {
        for (int i = 0; i <= WrittenRuns.MOST; i++) {
            written.add(run("run" + i, "9"));
        }
        StoredRun first = run("run0", "8");
        assertThat(written.newest(first)).isSameAs(first);
        StoredRun second = run("run1", "8");
        assertThat(written.newest(second)).isNotSameAs(second);
    }

    private static StoredRun run(String uid, String version) {
        StoredRun run = new StoredRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName("r")
                .withUid(uid)
                .withResourceVersion(version)
                .build());
        return run;
    }
}
