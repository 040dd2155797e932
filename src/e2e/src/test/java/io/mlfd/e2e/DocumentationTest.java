package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentationTest {

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> dead = new ArrayList<>();
        int followed = 0;
        for (DocumentationPage page : DocumentationPage.all()) {
            for (String link : page.links()) {
                URI target = URI.create(link);
                if (target.getScheme() == null) {
                    followed++;
                    if (!leadsSomewhere(page, target)) {
                        dead.add(page.file() + ": " + link);
                    }
                }
            }
        }
        assertThat(dead).isEmpty();
        assertThat(followed).isGreaterThan(40);
    }

    private static boolean leadsSomewhere(DocumentationPage page, URI target) {
        Path file = target.getPath().isEmpty() ? page.file() : page.file().resolveSibling(target.getPath());
        return Files.exists(file)
                && (target.getFragment() == null
                        || DocumentationPage.read(file).anchors().contains(target.getFragment()));
    }
}
