/** How a stage says how far it is, whatever it is doing. */
package io.mlfd.trainer.progress;
