package io.mlfd.operator.console;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The token of a request: as a bearer's (RFC 6750), which programs and proxies send, or as the password of any user (RFC 7617), which a
 * browser asks for by itself and keeps until it is closed.
 */
final class Credentials {
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,16384}");

    private Credentials() {}

    /** Empty for a header that holds none. */
    static Optional<String> token(String header) {
        String[] parts = header.strip().split(" +", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        Optional<String> token =
                switch (parts[0].toLowerCase(Locale.ROOT)) {
                    case "bearer" -> Optional.of(parts[1]);
                    case "basic" -> password(parts[1]);
                    default -> Optional.empty();
                };
        return token.filter(text -> TOKEN.matcher(text).matches());
    }

    private static Optional<String> password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(pair.substring(colon + 1).strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
