package io.mlfd.trainer.supervised;

import io.mlfd.contract.DatasetWork;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.stage.StageContext;
import java.util.ArrayList;
import java.util.List;

/** The labels of several data sets one after the other, in the order's order: what one softmax over all of them means. */
record LabelSpace(List<Block> blocks) {
    /** One data set's share. */
    record Block(String dataset, LabelBlock labels, LoadedDataSet data) {}

    LabelSpace {
        blocks = List.copyOf(blocks);
    }

    static LabelSpace of(List<DatasetWork> datasets, StageContext context) {
        List<Block> blocks = new ArrayList<>();
        int first = 0;
        for (DatasetWork dataset : datasets) {
            LoadedDataSet data = context.data(dataset.name());
            int classes = data.train().classNames().size();
            blocks.add(new Block(dataset.name(), new LabelBlock(first, classes), data));
            first += classes;
        }
        return new LabelSpace(blocks);
    }

    int classes() {
        return blocks.stream().mapToInt(block -> block.labels().classes()).sum();
    }
}
