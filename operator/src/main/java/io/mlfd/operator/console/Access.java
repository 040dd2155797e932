package io.mlfd.operator.console;

/** Says whether who has a token may see something. */
interface Access {
    enum Answer {
        ALLOWED,
        /** It is somebody's, who may not. */
        FORBIDDEN,
        /** It is nobody's. */
        UNKNOWN,
        /** Whoever knows could not be asked. */
        UNREACHABLE
    }

    Answer ask(String token, Sight sight);
}
