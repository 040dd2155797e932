/** Pages for people, of what this operator sees of runs. Nothing here writes, and nothing here has the operator's credentials. */
package io.mlfd.operator.console;
