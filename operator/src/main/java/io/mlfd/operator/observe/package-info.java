/** From Kubernetes objects to what the state machine sees. Pure: no client, no clock. Nothing here parses messages. */
package io.mlfd.operator.observe;
