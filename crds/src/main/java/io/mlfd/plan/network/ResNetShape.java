package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Residual networks (He et al. 2016): stages of blocks, of which every one but the first halves the maps, rounding up, and
 * doubles the channels, behind a 3x3 convolution (the small entry), or one of 7x7 and stride 2 and a pooling of stride 2.
 *
 * @param block what stages consist of
 * @param blocks how many of them a stage has
 * @param reach which entries there are, and which is the usual one
 * @param width channels of the first stage's 3x3 convolutions
 * @param stem channels of the stem
 */
public record ResNetShape(
        String name,
        Block block,
        int defaultWidth,
        List<Integer> blocks,
        Reach reach,
        int width,
        int stem,
        NetworkEntry entry)
        implements LayeredShape {
    /** Kinds of blocks (fig. 5). */
    public enum Block {
        /** Two convolutions of 3x3. */
        BASIC("basic block", 1),
        /** 1x1, 3x3 and 1x1, the last with four times the channels; the stride is the second's, as in torchvision. */
        BOTTLENECK("bottleneck", 4);

        private final String label;
        private final int expansion;

        Block(String label, int expansion) {
            this.label = label;
            this.expansion = expansion;
        }
    }

    /** What images a network is for. */
    public enum Reach {
        /** Those of CIFAR: it has the small entry. */
        SMALL_IMAGES,
        /** Any; where nothing is said, it has the small entry whatever the size, as it was before there was another. */
        SMALL_UNLESS_SAID,
        /** Any. */
        ANY
    }

    /** CIFAR ResNets have depth 6n+2 with n blocks a stage (§4.2), the others are those of ImageNet (table 1). */
    static final List<NetworkShape> ALL = List.of(
            new ResNetShape("resnet8", 1),
            new ResNetShape("resnet14", 2),
            new ResNetShape("resnet20", 3),
            new ResNetShape("resnet32", 5),
            new ResNetShape("resnet18", Block.BASIC, List.of(2, 2, 2, 2), Reach.SMALL_UNLESS_SAID),
            new ResNetShape("resnet34", Block.BASIC, List.of(3, 4, 6, 3), Reach.ANY),
            new ResNetShape("resnet50", Block.BOTTLENECK, List.of(3, 4, 6, 3), Reach.ANY));

    public ResNetShape {
        Positive.require("width", width);
        Positive.require("stem", stem);
        blocks = List.copyOf(blocks);
    }

    private ResNetShape(String name, int blocks) {
        this(name, Block.BASIC, 16, List.of(blocks, blocks, blocks), Reach.SMALL_IMAGES, 16, 16, NetworkEntry.SMALL);
    }

    private ResNetShape(String name, Block block, List<Integer> blocks, Reach reach) {
        this(name, block, 64, blocks, reach, 64, 64, NetworkEntry.SMALL);
    }

    @Override
    public ResNetShape withWidth(int width) {
        return new ResNetShape(name, block, defaultWidth, blocks, reach, width, width, entry);
    }

    @Override
    public ResNetShape withStem(int stem) {
        return new ResNetShape(name, block, defaultWidth, blocks, reach, width, stem, entry);
    }

    @Override
    public List<NetworkEntry> entries() {
        return reach == Reach.SMALL_IMAGES
                ? List.of(NetworkEntry.SMALL)
                : List.of(NetworkEntry.SMALL, NetworkEntry.LARGE);
    }

    @Override
    public NetworkEntry usualEntry(int inputSize) {
        return reach == Reach.ANY ? LayeredShape.super.usualEntry(inputSize) : NetworkEntry.SMALL;
    }

    @Override
    public ResNetShape withEntry(NetworkEntry entry) {
        return new ResNetShape(name, block, defaultWidth, blocks, reach, width, stem, Entries.require(this, entry));
    }

    @Override
    public String layout() {
        List<Integer> distinct = blocks.stream().distinct().toList();
        if (distinct.size() == 1) {
            return "ResNet, " + distinct.get(0) + " " + block.label + (distinct.get(0) == 1 ? "" : "s") + " a stage";
        }
        return "ResNet, " + blocks.stream().map(String::valueOf).collect(Collectors.joining("-")) + " " + block.label
                + "s";
    }

    @Override
    public int stageCount() {
        return blocks.size();
    }

    @Override
    public int channels(int stage) {
        return narrow(stage) * block.expansion;
    }

    /** Channels of a stage's 3x3 convolutions. {@code stage}: from 0 */
    public int narrow(int stage) {
        return width << stage;
    }

    @Override
    public Tally stem(Tally images) {
        return entry == NetworkEntry.SMALL
                ? normalised(images.convolution(stem, 3, 1))
                : normalised(images.convolution(stem, 7, 2)).pooled(3, 2, 1);
    }

    @Override
    public Tally stage(int stage, Tally maps) {
        Tally tally = maps;
        for (int at = 0; at < blocks.get(stage); at++) {
            tally = block(stage, stage > 0 && at == 0 ? 2 : 1, tally);
        }
        return tally;
    }

    private Tally block(int stage, int stride, Tally maps) {
        int outputs = channels(stage);
        boolean projected = stride > 1 || maps.channels() != outputs;
        Tally beside = projected
                ? maps.beside(
                        shortcut -> shortcut.convolution(outputs, 1, stride).normalised())
                : maps;
        Tally residual = block == Block.BASIC
                ? normalised(beside.convolution(outputs, 3, stride)).convolution(outputs, 3, 1)
                : normalised(normalised(beside.convolution(narrow(stage), 1, 1)).convolution(narrow(stage), 3, stride))
                        .convolution(outputs, 1, 1);
        return residual.normalised().activated().activated();
    }

    private static Tally normalised(Tally convolved) {
        return convolved.normalised().activated();
    }
}
