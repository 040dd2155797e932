package io.mlfd.operator.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Does not ask again for a while what was allowed, so that a page that looks live costs a call now and then. Safe for several threads. */
final class RememberedAccess implements Access {
    /** A right that is taken away goes on for so long. */
    static final Duration WHILE = Duration.ofSeconds(30);

    static final int MOST = 1000;

    private record Asked(String digest, Sight sight) {}

    private final Access access;
    private final Clock clock;
    private final Map<Asked, Instant> allowed = new LinkedHashMap<>();

    RememberedAccess(Access access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    @Override
    public Answer ask(String token, Sight sight) {
        Asked asked = new Asked(digest(token), sight);
        Instant now = clock.instant();
        if (isAllowed(asked, now)) {
            return Answer.ALLOWED;
        }
        Answer answer = access.ask(token, sight);
        if (answer == Answer.ALLOWED) {
            remember(asked, now.plus(WHILE));
        }
        return answer;
    }

    private synchronized boolean isAllowed(Asked asked, Instant now) {
        Instant until = allowed.get(asked);
        return until != null && now.isBefore(until);
    }

    private synchronized void remember(Asked asked, Instant until) {
        allowed.remove(asked);
        allowed.put(asked, until);
        if (allowed.size() > MOST) {
            allowed.remove(allowed.keySet().iterator().next());
        }
    }

    /** Tokens themselves are not kept. */
    private static String digest(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
