package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParentWatchTest {
    /** Ends, or fails, only when told to. */
    private static final class Pipe extends InputStream {
        private final CountDownLatch reading = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
        private final boolean fails;

        Pipe(boolean fails) {
            this.fails = fails;
        }

        @Override
        public int read() throws IOException {
            reading.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (fails) {
                throw new IOException("broken");
            }
            return -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    @Test
    void tellsOnceThePipeEndsAndNotBefore() throws InterruptedException {
        tellsOnce(new Pipe(false));
    }

    @Test
    void aBrokenPipeIsAnEnd() throws InterruptedException {
        tellsOnce(new Pipe(true));
    }

    private static void tellsOnce(Pipe pipe) throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        new ParentWatch(pipe, gone::countDown).start();
        pipe.reading.await();
        assertThat(gone.getCount()).isEqualTo(1);

        pipe.end.countDown();

        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
