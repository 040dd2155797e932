package io.mlfd.trainer.data;

/** How the images of a data set lie in its folder. */
public sealed interface ImageLayout permits FolderSplits, ImageTable, NamedImages, CifarFiles, IdxFiles, ShardFiles {}
