package io.mlfd.trainer.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A process that carries out one stage after another. What it says is added to the log of the stage that it is at; its
 * answer that a stage is done comes behind all of that.
 */
final class SharedProcess {
    private static final int DONE = 0;

    private final Process process;
    private Optional<CalledStage> current = Optional.empty();
    /** A signal that comes after a stage's answer ends the process all the same, with the next stage where it got one. */
    private boolean signalled;

    private SharedProcess(Process process) {
        this.process = process;
    }

    /** Starts to listen to a process that was just started. */
    static SharedProcess of(Process process) {
        SharedProcess shared = new SharedProcess(process);
        Thread listener = new Thread(shared::listen, "stage-output");
        listener.setDaemon(true);
        listener.start();
        return shared;
    }

    /**
     * Has it carry out a stage.
     *
     * @throws IOException when the log cannot be opened, or the process is gone
     */
    synchronized Child carryOut(StageCall call, Path log) throws IOException {
        if (current.isPresent()) {
            throw new IllegalStateException("a stage is being carried out");
        }
        OutputStream stream = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        CalledStage stage = new CalledStage(call.answer(), stream);
        current = Optional.of(stage);
        try {
            OutputStream orders = process.getOutputStream();
            orders.write((call.line() + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
        } catch (IOException e) {
            current = Optional.empty();
            stage.close();
            throw e;
        }
        return stage;
    }

    /** Whether another stage may follow. */
    synchronized boolean free() {
        return current.isEmpty() && !signalled && process.isAlive();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Says that there will be no further stage, which ends it. */
    void end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    /** Kills it where its end takes longer. */
    void awaitEnd(Duration most) {
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        // Bytes are passed on as they are, whatever their encoding.
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                heard(line);
            }
        } catch (IOException e) {
            // Its end says the same.
        }
        gone();
    }

    private synchronized void heard(String line) {
        if (current.isEmpty()) {
            return;
        }
        CalledStage stage = current.get();
        if (!line.endsWith(stage.answer)) {
            stage.log(line);
            return;
        }
        // Libraries also leave lines without an end.
        String open = line.substring(0, line.length() - stage.answer.length());
        if (!open.isEmpty()) {
            stage.log(open);
        }
        ended(DONE);
    }

    private void gone() {
        int exit;
        try {
            exit = process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
        synchronized (this) {
            if (current.isPresent()) {
                ended(exit);
            }
        }
    }

    private void ended(int exit) {
        CalledStage stage = current.orElseThrow();
        current = Optional.empty();
        stage.ended(exit);
    }

    /** What it is asked after its end would reach the stage that follows. */
    private final class CalledStage implements Child {
        private final String answer;
        private final OutputStream log;
        private boolean full;
        private OptionalInt exit = OptionalInt.empty();

        CalledStage(String answer, OutputStream log) {
            this.answer = answer;
            this.log = log;
        }

        @Override
        public OptionalInt exit() {
            synchronized (SharedProcess.this) {
                return exit;
            }
        }

        @Override
        public void stop() {
            synchronized (SharedProcess.this) {
                if (exit.isEmpty()) {
                    signalled = true;
                    // Not Process.destroy(), which also closes the pipe: the signal alone says what is meant.
                    process.toHandle().destroy();
                }
            }
        }

        @Override
        public void kill() {
            synchronized (SharedProcess.this) {
                if (exit.isEmpty()) {
                    signalled = true;
                    process.toHandle().destroyForcibly();
                }
            }
        }

        private void log(String line) {
            if (full) {
                return;
            }
            try {
                log.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // As with a log that the stage writes itself: what it does is not held up by what it says.
                full = true;
            }
        }

        private void close() {
            try {
                log.close();
            } catch (IOException e) {
                full = true;
            }
        }

        private void ended(int status) {
            close();
            exit = OptionalInt.of(status);
        }
    }
}
