package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation tells people to write and to call. */
class DocumentedCommandsTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FENCE = Pattern.compile("^```\\w*\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

    @TempDir
    private Path folder;

    @Test
    void everyRunFileCanBePlanned() throws IOException {
        List<String> files =
                blocks().filter(block -> block.contains("kind: MLFDRun")).toList();

        assertThat(files).isNotEmpty();
        for (String text : files) {
            Path file = Files.writeString(folder.resolve("documented.yaml"), text);
            Shell shell = new Shell(folder);
            assertThat(shell.call("plan", file.toString()))
                    .as(shell.err() + "\n" + text)
                    .isZero();
        }
    }

    @Test
    void everyCommandIsOneAndPlansCanBeMade() throws IOException {
        List<String> commands = blocks().flatMap(String::lines)
                .filter(line -> line.startsWith("./mlfd "))
                .toList();

        assertThat(commands).hasSizeGreaterThan(4);
        for (String command : commands) {
            String[] words = WORD.matcher(command)
                    .results()
                    .skip(1)
                    .map(word -> word.group(1) == null ? word.group() : word.group(1))
                    .toArray(String[]::new);
            Shell shell = new Shell(PROJECT);
            assertThat(shell.commandLine().parseArgs(words).subcommand())
                    .as(command)
                    .isNotNull();
            if (words[0].equals("plan")) {
                assertThat(shell.call(words)).as(command + "\n" + shell.err()).isZero();
            }
        }
    }

    private static Stream<String> blocks() throws IOException {
        List<Path> pages;
        try (Stream<Path> below = Files.walk(PROJECT.resolve("src/docs"))) {
            pages = Stream.concat(Stream.of(PROJECT.resolve("README.md")), below)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
        Stream.Builder<String> blocks = Stream.builder();
        for (Path page : pages) {
            FENCE.matcher(Files.readString(page)).results().forEach(block -> blocks.add(block.group(1)));
        }
        return blocks.build();
    }
}
