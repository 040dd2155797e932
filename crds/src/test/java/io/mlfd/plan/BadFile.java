package io.mlfd.plan;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One way to spoil {@link Specs#FULL}.
 *
 * @param pointer JSON pointer of the value that is replaced
 * @param yaml the new value; empty removes the field
 * @param path that a problem must begin with
 * @param server what the API server makes of it
 */
record BadFile(String name, String pointer, String yaml, String path, Server server) {
    /** What an API server does with the file. */
    sealed interface Server {
        /** It is not of the schema. */
        record Structure() implements Server {}

        /** A rule in CEL refuses it with this message. */
        record Rule(String message) implements Server {}

        /** Only this program can tell. */
        record Accepts() implements Server {}
    }

    JsonNode file() {
        return Specs.with(pointer, yaml);
    }

    @Override
    public String toString() {
        return name;
    }
}
