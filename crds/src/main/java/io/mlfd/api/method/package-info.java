/** What a run says of its method: one record a method. */
package io.mlfd.api.method;
