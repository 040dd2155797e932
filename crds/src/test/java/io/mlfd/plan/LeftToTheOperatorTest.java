package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mlfd.plan.BadFile.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Bad files that an API server takes, alone and many in one, with the paths that are to be told of each. The operator's tests read them.
 * {@code -Dmlfd.crd.write=true} writes them anew.
 */
class LeftToTheOperatorTest {
    private static final Path FILE = Path.of("src/test/resources/io/mlfd/plan/left-to-the-operator.yaml");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    /** Files that are bad in parts of their own, as one. */
    private record Together(List<BadFile> files) {
        /** As many of the others, from the first on, as are about other parts of a file. */
        static Together of(List<BadFile> from) {
            List<BadFile> chosen = new ArrayList<>();
            for (BadFile next : from) {
                if (chosen.stream().noneMatch(other -> overlap(other.pointer(), next.pointer()))) {
                    chosen.add(next);
                }
            }
            return new Together(chosen);
        }

        private static boolean overlap(String one, String other) {
            return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
        }

        JsonNode file() {
            JsonNode file = Specs.full();
            for (BadFile bad : files) {
                file = Specs.with(file, bad.pointer(), bad.yaml());
            }
            return file;
        }

        List<String> paths() {
            return files.stream().map(BadFile::path).toList();
        }

        String name() {
            return files.stream().map(BadFile::name).collect(Collectors.joining("; "));
        }

        /** RFC 6902. */
        ArrayNode patch() {
            ArrayNode patch = YAML.createArrayNode();
            files.forEach(bad -> patch.addObject()
                    .put("op", Specs.full().at(bad.pointer()).isMissingNode() ? "add" : "replace")
                    .put("path", bad.pointer())
                    .set("value", Specs.parse(bad.yaml())));
            return patch;
        }
    }

    @Test
    void theFileIsTheGeneratedOne() throws IOException {
        String generated = YAML.writeValueAsString(generated());
        if (Boolean.getBoolean("mlfd.crd.write")) {
            Files.writeString(FILE, generated);
        }
        assertThat(Files.readString(FILE)).isEqualTo(generated);
    }

    @Test
    void allProblemsOfAFileAreTold() {
        assertThat(together()).hasSizeGreaterThan(5).allSatisfy(together -> {
            List<Problem> problems = Specs.problems(together.file());
            assertThat(together.paths()).hasSizeGreaterThan(1).allSatisfy(path -> assertThat(problems)
                    .as(together.name())
                    .anySatisfy(problem -> assertThat(problem.path()).startsWith(path)));
        });
    }

    private static ObjectNode generated() {
        ObjectNode file = YAML.createObjectNode();
        file.set("good", Specs.full().get("spec"));
        ArrayNode bad = file.putArray("bad");
        Stream.concat(alone().map(alone -> new Together(List.of(alone))), together().stream())
                .forEach(together -> {
                    ObjectNode entry = bad.addObject().put("name", together.name());
                    together.paths().forEach(entry.putArray("paths")::add);
                    entry.set("patch", together.patch());
                });
        return file;
    }

    /** Without what no API server keeps of a file. */
    private static Stream<BadFile> alone() {
        return BadFiles.all()
                .filter(bad -> bad.server() instanceof Server.Accepts)
                .filter(bad -> bad.pointer().startsWith("/spec/"));
    }

    private static List<Together> together() {
        List<BadFile> all = alone().toList();
        return IntStream.range(0, all.size())
                .mapToObj(first -> Together.of(all.subList(first, all.size())))
                .filter(together -> together.files().size() > 1)
                .toList();
    }
}
