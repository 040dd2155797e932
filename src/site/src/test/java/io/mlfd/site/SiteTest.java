package io.mlfd.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of small repositories, and of this one. */
class SiteTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"#]*)");

    @TempDir
    private Path folder;

    private Path root;
    private Path out;

    @BeforeEach
    void repository() throws IOException {
        root = folder.resolve("repository");
        out = folder.resolve("site");
        Files.createDirectories(root.resolve("src/images"));
        text("README.md", "# mlfd\n[Docs](src/docs/README.md)");
        text(
                "src/docs/README.md",
                "# Docs\n**Start here:** [One](one.md): more\n\n**How to**\n\n* [Deep](how-to/deep.md)");
        text("src/docs/one.md", "# One\n## What it is, in short\n");
        text("src/docs/how-to/deep.md", "# Deep <1>\n");
    }

    @Test
    void linksBetweenTextsLeadToPages() throws IOException {
        text("src/docs/how-to/deep.md", "# Deep\n[up](../one.md#what-it-is-in-short), [first](../../../README.md)");

        assertThat(write()).isEmpty();
        assertThat(Files.readString(out.resolve("src/docs/how-to/deep.html")))
                .contains("<title>Deep - mlfd 1.2</title>")
                .contains("<a href=\"../one.html#what-it-is-in-short\">up</a>")
                .contains("<a href=\"../../../index.html\">first</a>")
                .contains("<link rel=\"stylesheet\" href=\"../../../site.css\">");
    }

    @Test
    void theMenuIsTheDocumentationsFirstPageSeenFromEachPage() throws IOException {
        assertThat(write()).isEmpty();

        assertThat(Files.readString(out.resolve("index.html")))
                .containsSubsequence(
                        "<h2>Start here</h2>",
                        "<a href=\"src/docs/one.html\">One</a>",
                        "<h2>How to</h2>",
                        "<a href=\"src/docs/how-to/deep.html\">Deep</a>");
        assertThat(Files.readString(out.resolve("src/docs/how-to/deep.html")))
                .contains("<a href=\"../one.html\">One</a>", "<a href=\"deep.html\">Deep</a>");
    }

    @Test
    void filesAndFoldersThatAreLinkedComeAlong() throws IOException {
        text("manifests/a.yaml", "kind: A");
        text("src/docs/adr/0001-why.md", "# Why & how\n");
        text("src/docs/one.md", "# One\n[file](../../manifests/a.yaml), [folder](adr), [all](../../manifests)");

        assertThat(write()).isEmpty();
        assertThat(out.resolve("manifests/a.yaml")).hasContent("kind: A");
        assertThat(Files.readString(out.resolve("src/docs/one.html")))
                .contains("href=\"../../manifests/a.yaml\"", "href=\"adr/index.html\"");
        assertThat(Files.readString(out.resolve("src/docs/adr/index.html")))
                .contains("<li><a href=\"0001-why.html\">Why &amp; how</a></li>");
        assertThat(Files.readString(out.resolve("manifests/index.html"))).contains("<a href=\"a.yaml\">a.yaml</a>");
    }

    @Test
    void everyLinkThatLeadsNowhereIsTold() throws IOException {
        text("src/docs/one.md", "# One\n[a](two.md), [b](how-to/deep.md#shallow), ![c](../../../outside.svg)\n");

        assertThat(write())
                .containsExactly(
                        "src/docs/one.md: two.md: there is no such file or folder",
                        "src/docs/one.md: how-to/deep.md#shallow: src/docs/how-to/deep.md has no heading of that name",
                        "src/docs/one.md: ../../../outside.svg: there is no such file or folder");
        assertThat(out).doesNotExist();
    }

    /** What a page shows comes from where it lies: no font, script or picture of somebody else. */
    @Test
    void thisRepositorysPagesHaveNoLinkThatLeadsNowhere() throws IOException {
        root = Path.of("../..").toRealPath();

        assertThat(write()).isEmpty();
        List<Path> pages;
        try (Stream<Path> all = Files.walk(out)) {
            pages = all.filter(file -> file.toString().endsWith(".html")).toList();
        }
        assertThat(pages).hasSizeGreaterThan(50);
        for (Path page : pages) {
            String html = Files.readString(page);
            assertThat(html).doesNotContain("<script", "src=\"http");
            Matcher reference = REFERENCE.matcher(html);
            while (reference.find()) {
                String to = reference.group(1);
                if (!to.isEmpty() && !to.matches("[a-z]+:.*")) {
                    assertThat(page.resolveSibling(to)).as("%s of %s", to, page).exists();
                }
            }
        }
    }

    private List<String> write() throws IOException {
        return new Site(root, "1.2", out).write();
    }

    private void text(String path, String content) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), content);
    }
}
