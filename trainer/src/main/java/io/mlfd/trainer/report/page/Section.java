package io.mlfd.trainer.report.page;

import java.util.List;

/**
 * A section of the page; one without blocks is not shown. Public for the template engine.
 *
 * @param id what links to it name
 */
public record Section(String id, String title, List<Block> blocks) {
    public Section {
        blocks = List.copyOf(blocks);
    }
}
