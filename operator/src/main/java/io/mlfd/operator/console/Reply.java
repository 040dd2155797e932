package io.mlfd.operator.console;

import java.util.Map;

/**
 * An answer to a request.
 *
 * @param status of HTTP
 * @param headers of this answer, beside those of all
 */
record Reply(int status, String type, String body, Map<String, String> headers) {
    static final String HTML = "text/html; charset=utf-8";

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply page(int status, String html) {
        return new Reply(status, HTML, html, Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, type, body, Map.of(header, value));
    }
}
