package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentedKubectlTest {
    /** A new one has to say who may give it, and is tried as that. */
    @Test
    void everyCommandOfThePagesIsInTheListAndNoOther() throws IOException {
        Set<String> listed = DocumentedKubectl.all().stream()
                .filter(line -> !line.who().equals("await"))
                .map(DocumentedKubectl::command)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> inPages = DocumentedKubectl.inPages().collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(inPages).hasSizeGreaterThan(40);
    }
}
