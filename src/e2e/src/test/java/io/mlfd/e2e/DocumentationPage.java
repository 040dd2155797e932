package io.mlfd.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param text Markdown
 */
record DocumentationPage(Path file, String text) {
    private static final Path PROJECT = Path.of("../..");
    private static final Pattern FENCE = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern IN_A_SENTENCE = Pattern.compile("(?<!`)`([^`\\n]+)`(?!`)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    /** Every page of the project. */
    static List<DocumentationPage> all() throws IOException {
        try (Stream<Path> below = Files.walk(PROJECT.resolve("src/docs"))) {
            Stream<Path> beside = Stream.of("README.md", "CONTRIBUTING.md", "src/images/README.md")
                    .map(PROJECT::resolve);
            return Stream.concat(beside, below)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(DocumentationPage::read)
                    .toList();
        }
    }

    static DocumentationPage read(Path file) {
        try {
            return new DocumentationPage(file.normalize(), Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What its fenced blocks in {@code language} hold. */
    List<String> blocks(String language) {
        return FENCE.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** What stands as code in its sentences and tables. */
    List<String> codeInSentences() {
        return IN_A_SENTENCE
                .matcher(prose())
                .results()
                // A bar would end a table's cell.
                .map(code -> code.group(1).replace("\\|", "|"))
                .toList();
    }

    /** Where its links lead, as they are written. */
    List<String> links() {
        return LINK.matcher(prose()).results().map(link -> link.group(1)).toList();
    }

    /** Names of its headings, as GitHub makes them. */
    List<String> anchors() {
        return HEADING.matcher(prose())
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    private String prose() {
        return FENCE.matcher(text).replaceAll((MatchResult block) -> "");
    }
}
