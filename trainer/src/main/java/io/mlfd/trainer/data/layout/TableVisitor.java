package io.mlfd.trainer.data.layout;

import java.util.List;
import java.util.Map;

/** Takes what stands in a table, in its order. */
public interface TableVisitor {
    /**
     * Called once, before all rows.
     *
     * @param names of the columns; of a file without a header those of its first row
     */
    void columns(List<String> names) throws LayoutException;

    /**
     * @param line where the row begins, from 1
     * @param cells by name of the column
     */
    void row(long line, Map<String, String> cells) throws LayoutException;

    /**
     * A row that cannot be read; those behind it can.
     *
     * @param why goes on after the file's name and the line
     */
    void bad(long line, String why) throws LayoutException;
}
