/** What a finished stage leaves for people and for the report: one JSON record that says everything about its numbers. */
package io.mlfd.trainer.result;
