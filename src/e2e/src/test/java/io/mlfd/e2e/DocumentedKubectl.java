package io.mlfd.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of the list of commands that the documentation gives.
 *
 * @param who may give it, or {@code await}, or {@code named} for a mere mention
 * @param command as it is written, or the state that is waited for
 * @param refusal what is said where it is refused; empty where it works
 */
record DocumentedKubectl(String who, String command, Optional<String> refusal) {
    private static final Path FILE = Path.of("src/test/resources/kubectl-commands.txt");
    private static final Pattern BETWEEN = Pattern.compile(" \\| ");
    /** A command may be a pipe itself; nothing that it is piped to has more words than these begin with. */
    private static final Pattern FILTER = Pattern.compile("(grep|jq) .*");

    static List<DocumentedKubectl> all() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(DocumentedKubectl::read)
                .toList();
    }

    private static DocumentedKubectl read(String line) {
        String[] parts = BETWEEN.split(line, 3);
        Optional<String> third = parts.length < 3 ? Optional.empty() : Optional.of(parts[2]);
        return third.filter(rest -> FILTER.matcher(rest).matches())
                .map(filter -> new DocumentedKubectl(parts[0], parts[1] + " | " + filter, Optional.empty()))
                .orElseGet(() -> new DocumentedKubectl(parts[0], parts[1], third));
    }

    /** The commands in the pages' blocks, without comments, and those in their sentences. */
    static Stream<String> inPages() throws IOException {
        return DocumentationPage.all().stream()
                .flatMap(page -> Stream.concat(
                        page.blocks("").stream().flatMap(String::lines).map(DocumentedKubectl::uncommented),
                        page.codeInSentences().stream()))
                .filter(line -> line.startsWith("kubectl "));
    }

    private static String uncommented(String line) {
        return line.replaceFirst("^\\$ ", "").replaceFirst("\\s+#.*", "").strip();
    }
}
