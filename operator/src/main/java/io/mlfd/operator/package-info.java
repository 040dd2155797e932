/**
 * One of the two hands: sees Jobs, pods and claims, asks the state machine, and does what it says on a cluster. Nothing
 * is remembered here between two looks.
 */
package io.mlfd.operator;
