/** Online adversarial feature map distillation as stages. */
package io.mlfd.plan.afd;
