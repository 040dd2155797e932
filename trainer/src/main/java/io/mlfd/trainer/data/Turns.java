package io.mlfd.trainer.data;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets threads that take numbers from 0 on, and do most of the work for each whenever they like, do one part of it in the order
 * of the numbers. Every number that is taken has to take its turn too, or those after it wait for ever.
 */
final class Turns {
    private final Lock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private int next;

    /** Returns when the turns of all lower numbers are over and {@code part} is done. */
    void take(int number, Runnable part) {
        lock.lock();
        try {
            while (next != number) {
                moved.awaitUninterruptibly();
            }
            part.run();
        } finally {
            next = number + 1;
            moved.signalAll();
            lock.unlock();
        }
    }
}
