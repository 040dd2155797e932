package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.ContractJson.ContractException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OrderPipeTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch gone = new CountDownLatch(1);

    private OrderPipe pipe(String text) {
        OrderPipe pipe =
                new OrderPipe(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), gone::countDown);
        pipe.start();
        return pipe;
    }

    @Test
    void callsComeOneByOneAndThenTheEnd() throws InterruptedException {
        StageCall first = new StageCall("answer-1", "/a", "{}");
        StageCall second = new StageCall("answer-2", "/b", "{\"é\": \"\\n\"}");
        OrderPipe pipe = pipe(first.line() + "\n" + second.line() + "\n");

        assertThat(pipe.next(LONG)).contains(new OrderPipe.Next(Optional.of(first)));
        assertThat(pipe.next(LONG)).contains(new OrderPipe.Next(Optional.of(second)));
        assertThat(pipe.next(LONG)).contains(new OrderPipe.Next(Optional.empty()));
        gone.await();
    }

    @Test
    void whatIsNoCallEndsTheWaiting() {
        OrderPipe pipe = pipe("no call\n");

        assertThatThrownBy(() -> pipe.next(LONG)).isInstanceOf(ContractException.class);
    }
}
