package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Maven finds tests by the names of their classes: one with another name compiles and never runs. */
class TestNamesTest {
    private static final Path PROJECT = Path.of("../..");
    private static final Pattern TEST =
            Pattern.compile("^\\s+@(Test|ParameterizedTest|Property)\\b", Pattern.MULTILINE);

    @Test
    void everyClassWithTestsIsFoundByItsName() throws IOException {
        List<Path> tests;
        try (Stream<Path> files = Files.walk(PROJECT)) {
            tests = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/test/"))
                    .filter(TestNamesTest::holdsTests)
                    .toList();
        }
        assertThat(tests)
                .hasSizeGreaterThan(50)
                .allSatisfy(file -> assertThat(file.getFileName().toString()).matches(".*(Test|IT)\\.java"));
    }

    /** Without it a scenario is in neither of the two runs. */
    @Test
    void everyScenarioSaysWhetherOthersMayRunBesideIt() throws IOException {
        Pattern sharing = Pattern.compile("@(PartOf|Whole)(The)?Cluster\\b");
        List<Path> scenarios;
        try (Stream<Path> files = Files.list(Path.of("src/test/java/io/mlfd/e2e"))) {
            scenarios = files.filter(file -> file.getFileName().toString().endsWith("IT.java"))
                    .toList();
        }
        assertThat(scenarios).isNotEmpty().allSatisfy(file -> {
            String source = Files.readString(file);
            long tests = TEST.matcher(source).results().count();
            long told = sharing.matcher(source).results().count();
            boolean ofTheClass = source.contains("Cluster\nclass ");
            assertThat(told).as("%s: of the class, or of each test", file).isEqualTo(ofTheClass ? 1 : tests);
        });
    }

    private static boolean holdsTests(Path file) {
        try {
            return TEST.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
