package io.mlfd.plan.network;

import io.mlfd.contract.Pass;

/** What blocks of transformers come to, which differ in how many tokens each of them attends to. */
final class TransformerTally {
    /** Channels between a block's dense layers for each of its own. */
    private static final int EXPANSION = 4;

    private TransformerTally() {}

    /**
     * A block: normalisation, attention, sum, normalisation, two dense layers, sum.
     *
     * @param tokens of an image
     * @param attended how many of them each one attends to
     * @param biases learned ones of the attention
     */
    static Tally block(Tally maps, long tokens, long attended, int heads, long biases) {
        long channels = maps.channels();
        long ofAttention = 4 * (channels * channels + channels);
        long ofDense = 2 * EXPANSION * channels * channels + (EXPANSION + 1) * channels;
        long values = tokens * channels;
        long scores = tokens * attended * heads;
        return maps.learning(2 * 2 * channels + ofAttention + ofDense + biases)
                // Two normalisations, the three of the attention, its outcome, the projection, two sums, the dense
                // layers' last.
                .computing(new Pass(10 * values + 2 * EXPANSION * values, EXPANSION * values))
                .computing(new Pass(3 * scores, scores))
                .multiplying(tokens * (4 + 2 * EXPANSION) * channels * channels + 2 * tokens * attended * channels);
    }
}
