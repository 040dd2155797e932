/** What is told of image folders before anything is trained with them: what is wrong with them, and what is odd. */
package io.mlfd.trainer.check;
