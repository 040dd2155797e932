/** Work of online adversarial feature map distillation. */
package io.mlfd.contract.afd;
