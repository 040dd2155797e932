/** Adversarial feature map distillation: networks that learn from each other's logits and from discriminators of their maps. */
package io.mlfd.trainer.method.afd;
