package io.mlfd.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The pages of a repository's texts. They lie as the texts do, so that links between them and to files hold: files that are
 * linked come along, and of a folder that is linked a list of what is in it.
 */
final class Site {
    private static final Path FIRST = Path.of("README.md");
    private static final Path MENU = Path.of("src/docs/README.md");
    private static final String TEXT = ".md";
    private static final String STYLE = "site.css";

    private final Path root;
    private final Path out;
    private final PageTemplate template;
    private final Map<Path, MarkdownPage> pages = new TreeMap<>();
    private final Set<Path> files = new TreeSet<>();
    private final Set<Path> folders = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    Site(Path root, String version, Path out) {
        this.root = root;
        this.out = out;
        this.template = new PageTemplate(version);
    }

    /**
     * Writes all pages.
     *
     * @return links that lead nowhere, a line each with the text that they stand in; nothing is written where there are any
     */
    List<String> write() throws IOException {
        for (Path text : texts()) {
            pages.put(text, new MarkdownPage(Files.readString(root.resolve(text))));
        }
        Map<Path, Set<String>> anchors = new TreeMap<>();
        pages.forEach((path, page) -> anchors.put(path, page.anchors()));
        pages.forEach((path, page) -> page.refer(destination -> referred(path, destination, anchors)));
        if (!problems.isEmpty()) {
            return List.copyOf(problems);
        }
        Menu menu = Menu.of(pages.get(MENU));
        for (Map.Entry<Path, MarkdownPage> page : pages.entrySet()) {
            MarkdownPage text = page.getValue();
            write(pagePath(page.getKey()), text.title(), text.html(), menu);
        }
        for (Path folder : folders) {
            write(folder.resolve("index.html"), folder.toString(), list(folder), menu);
        }
        for (Path file : files) {
            copy(root.resolve(file), out.resolve(file));
        }
        try (InputStream style = Objects.requireNonNull(Site.class.getResourceAsStream("/site/" + STYLE))) {
            Files.write(out.resolve(STYLE), style.readAllBytes());
        }
        return List.of();
    }

    private List<Path> texts() throws IOException {
        List<Path> texts = new ArrayList<>();
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.walk(root.resolve("src/docs"));
                Stream<Path> images = Files.list(root.resolve("src/images"))) {
            Stream.of(top, docs, images)
                    .flatMap(each -> each)
                    .filter(file -> file.toString().endsWith(TEXT))
                    .map(root::relativize)
                    .forEach(texts::add);
        }
        return texts;
    }

    private String referred(Path text, String destination, Map<Path, Set<String>> anchors) {
        if (destination.matches("[a-z]+:.*")) {
            return destination;
        }
        int hash = destination.indexOf('#');
        String path = hash < 0 ? destination : destination.substring(0, hash);
        String anchor = hash < 0 ? "" : destination.substring(hash + 1);
        Path folder = Objects.requireNonNullElse(text.getParent(), Path.of(""));
        Path target = path.isEmpty() ? text : folder.resolve(path).normalize();
        Path readme = target.resolve(FIRST);
        Path page = pages.containsKey(readme) ? readme : target;
        if (pages.containsKey(page)) {
            if (!anchor.isEmpty() && !anchors.get(page).contains(anchor)) {
                problems.add(text + ": " + destination + ": " + page + " has no heading of that name");
            }
            return relative(text, pagePath(page)) + (anchor.isEmpty() ? "" : "#" + anchor);
        }
        if (target.startsWith("..") || !Files.exists(root.resolve(target))) {
            problems.add(text + ": " + destination + ": there is no such file or folder");
            return destination;
        }
        if (Files.isDirectory(root.resolve(target))) {
            folders.add(target);
            addFiles(target);
            return relative(text, target.resolve("index.html"));
        }
        files.add(target);
        return destination;
    }

    private void addFiles(Path folder) {
        try {
            files.addAll(entries(folder).stream()
                    .filter(file -> !pages.containsKey(file))
                    .toList());
        } catch (IOException e) {
            problems.add(folder + ": cannot be read: " + e.getMessage());
        }
    }

    private List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(root.resolve(folder))) {
            return entries.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .sorted()
                    .toList();
        }
    }

    private String list(Path folder) throws IOException {
        return template.folder(
                folder.toString(),
                entries(folder).stream()
                        .map(file -> pages.containsKey(file)
                                ? item(pagePath(file), pages.get(file).title())
                                : item(file, file.getFileName().toString()))
                        .toList());
    }

    private static Menu.Item item(Path file, String title) {
        return new Menu.Item(title, file.getFileName().toString());
    }

    private static Path pagePath(Path text) {
        if (text.equals(FIRST)) {
            return Path.of("index.html");
        }
        String name = text.getFileName().toString();
        return text.resolveSibling(name.substring(0, name.length() - TEXT.length()) + ".html");
    }

    private static String relative(Path from, Path to) {
        Path folder = Objects.requireNonNullElse(from.getParent(), Path.of(""));
        return folder.relativize(to).toString();
    }

    private void write(Path page, String title, String html, Menu menu) throws IOException {
        Path file = out.resolve(page);
        Files.createDirectories(file.getParent());
        // The menu's text has been referred already, from where it lies.
        Path menuFolder = Objects.requireNonNull(MENU.getParent());
        Menu fromHere = menu.seenFrom(
                destination -> relative(page, menuFolder.resolve(destination).normalize()));
        String text = template.page(
                title, html, fromHere, relative(page, Path.of("index.html")), relative(page, Path.of(STYLE)));
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.write(to, Files.readAllBytes(from));
    }
}
