package io.mlfd.trainer.loop;

import io.mlfd.trainer.loss.LossTerms;
import java.util.OptionalInt;

/**
 * One step's loss.
 *
 * @param images in the batch
 * @param correct how many of them were classified rightly, where that is known at no cost
 */
public record StepLoss(LossTerms terms, int images, OptionalInt correct) {}
