package io.mlfd.trainer.optim;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learning rates that fall from layer to layer, as {@code timm.optim.param_groups_layer_decay} gives them (after BEiT, Bao et al.
 * 2022, appendix). Of a network with a stem, blocks 1 to B and a head, the rate is
 *
 * <pre>
 * decay^(B + 1)        for the stem
 * decay^(B + 1 - b)    for block b, with what brings maps down in front of it; for the norm behind all blocks as for block B
 * 1                    for the head
 * </pre>
 *
 * Parameters are known by their names, which are timm's, in front of which may stand a prefix for each of several networks.
 */
final class LayerRates {
    private static final Comparator<Block> IN_ORDER =
            Comparator.comparingInt(Block::stage).thenComparingInt(Block::number);

    private static final String PREFIX = "^(?:(?<network>.*?)\\.)??";
    private static final Pattern STEM = Pattern.compile(PREFIX + "(?:patch_embed|cls_token|pos_embed|stem)(?:\\.|$)");
    private static final Pattern BLOCK = Pattern.compile(PREFIX
            + "(?:(?:(?:layers|stages)\\.(?<stage>\\d+)\\.)?blocks\\.(?<number>\\d+)"
            + "|(?:layers|stages)\\.(?<before>\\d+)\\.downsample)\\.");
    private static final Pattern BEHIND = Pattern.compile(PREFIX + "norm\\.");

    private final Map<String, TreeSet<Block>> blocks = new HashMap<>();

    /** The number of a block in its stage, each from 0; one stage where a network has none. */
    private record Block(int stage, int number) {}

    private LayerRates(List<String> names) {
        for (String name : names) {
            match(BLOCK, name).ifPresent(match -> blocks.computeIfAbsent(network(match), any -> new TreeSet<>(IN_ORDER))
                    .add(block(match)));
        }
    }

    /**
     * Factors of the learning rate, by parameter.
     *
     * @param names of all parameters that are updated together
     * @param decay what a layer's rate is of the next one's, above 0 and at most 1
     */
    static Map<String, Double> of(List<String> names, double decay) {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("layerDecay: " + decay + " is not above 0 and at most 1");
        }
        LayerRates rates = new LayerRates(names);
        Map<String, Double> factors = new LinkedHashMap<>();
        names.forEach(name -> factors.put(name, StrictMath.pow(decay, rates.below(name))));
        return factors;
    }

    /** How many layers a parameter lies below the head. */
    private int below(String name) {
        Optional<Matcher> block = match(BLOCK, name);
        if (block.isPresent()) {
            return blocks.get(network(block.get())).tailSet(block(block.get())).size();
        }
        Optional<Integer> stem = match(STEM, name).map(this::blocksOf).filter(count -> count > 0);
        if (stem.isPresent()) {
            return stem.get() + 1;
        }
        return match(BEHIND, name).filter(match -> blocksOf(match) > 0).isPresent() ? 1 : 0;
    }

    private int blocksOf(Matcher match) {
        return Optional.ofNullable(blocks.get(network(match)))
                .map(TreeSet::size)
                .orElse(0);
    }

    private static Optional<Matcher> match(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }

    private static String network(Matcher match) {
        return Optional.ofNullable(match.group("network")).orElse("");
    }

    /** What brings maps down belongs to the first block of the stage that it stands before. */
    private static Block block(Matcher match) {
        return match.group("before") != null
                ? new Block(Integer.parseInt(match.group("before")), 0)
                : new Block(
                        Optional.ofNullable(match.group("stage"))
                                .map(Integer::parseInt)
                                .orElse(0),
                        Integer.parseInt(match.group("number")));
    }
}
