package io.mlfd.trainer.data;

import java.util.Optional;

/**
 * What is known of a data set's images before they are looked at.
 *
 * @param contents what is in the files
 * @param statistics of the train images at the size that is asked for; empty where all images have to be decoded first
 */
public record KnownImages(DataSetContents contents, Optional<ChannelStatistics> statistics) {}
