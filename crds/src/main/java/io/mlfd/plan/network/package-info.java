/** The shapes of all networks that there are. A family is one class here, one in the trainer, and a line in each registry. */
package io.mlfd.plan.network;
