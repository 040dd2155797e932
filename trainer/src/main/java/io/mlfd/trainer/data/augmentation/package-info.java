/**
 * Random changes of train images with the semantics of torchvision's transforms (version 2, on 8-bit tensors): what is drawn, and what becomes
 * of the pixels then, apart. Nothing here knows data sets, batches or the engine.
 */
package io.mlfd.trainer.data.augmentation;
