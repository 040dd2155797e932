package io.mlfd.operator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @Test
    void aTokenIsABearersOrAPassword() {
        assertThat(Credentials.token("Bearer a.b-c")).contains("a.b-c");
        assertThat(Credentials.token("bearer  a.b-c")).contains("a.b-c");
        assertThat(Credentials.token(basic("ann:a:b"))).contains("a:b");
        assertThat(Credentials.token(basic(":a.b "))).as("pasted with a blank").contains("a.b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer a b", "Bearer a\tb", "Bearer ä", "Basic a:b", "Negotiate abc"})
    void anythingElseIsNone(String header) {
        assertThat(Credentials.token(header)).isEmpty();
    }

    @Test
    void aPasswordThatCannotBeATokenIsNone() {
        assertThat(Credentials.token(basic("ann"))).isEmpty();
        assertThat(Credentials.token(basic("ann:"))).isEmpty();
        assertThat(Credentials.token(basic("ann:a\r\nImpersonate-User: admin"))).isEmpty();
        assertThat(Credentials.token(basic("ann:" + "x".repeat(20_000)))).isEmpty();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
