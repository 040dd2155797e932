/** Feature-level ensemble distillation (Park and Kwak 2019), and factor transfer (Kim et al. 2018) as its control. */
package io.mlfd.trainer.method.feed;
