package io.mlfd.site;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;

/** What is beside every page: the links of the documentation's own first page, below the words that stand bold above them. */
record Menu(List<Group> groups) {
    Menu {
        groups = List.copyOf(groups);
    }

    /** @param title without the colon */
    record Group(String title, List<Item> items) {}

    /** @param destination as it stands in the text */
    record Item(String title, String destination) {}

    static Menu of(MarkdownPage first) {
        List<Group> groups = new ArrayList<>();
        for (Node block = first.document().getFirstChild(); block != null; block = block.getNext()) {
            if (block.getFirstChild() instanceof StrongEmphasis title) {
                groups.add(new Group(MarkdownPage.textOf(title).replaceFirst(":$", ""), new ArrayList<>()));
            }
            if (!groups.isEmpty()) {
                groups.get(groups.size() - 1).items().addAll(firstLinks(block));
            }
        }
        return new Menu(groups);
    }

    /** The same from another place. {@code seen}: a destination as it is from there */
    Menu seenFrom(UnaryOperator<String> seen) {
        return new Menu(groups.stream()
                .map(group -> new Group(
                        group.title(),
                        group.items().stream()
                                .map(item -> new Item(item.title(), seen.apply(item.destination())))
                                .toList()))
                .toList());
    }

    /** Of every point of a list, or of a paragraph: what follows the first link tells more of the same. */
    private static List<Item> firstLinks(Node block) {
        List<Item> items = new ArrayList<>();
        block.accept(new AbstractVisitor() {
            private final Set<Node> begun = new HashSet<>();

            @Override
            public void visit(Link link) {
                if (begun.add(link.getParent())) {
                    items.add(new Item(MarkdownPage.textOf(link), link.getDestination()));
                }
            }
        });
        return items;
    }
}
