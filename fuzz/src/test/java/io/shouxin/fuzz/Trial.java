// SPDX-License-Identifier: Apache-2.0
package io.shouxin.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.Security;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * One reading of one input. It ends with a result or with the one kind of refusal that was declared, tells
 * nothing of the input in the message, and keeps to a time and an amount of memory.
 */
public final class Trial {

    /** Of one processor, on a slow machine, with every branch counted: an honest input takes a thousandth. */
    private static final long NANOS_MAX = 2_000_000_000L;
    /** What a reading may take whatever it reads, and for each byte of it. */
    private static final long BYTES_BASE = 24L << 20;
    private static final long BYTES_PER_BYTE = 4_096;

    private static final Pattern KEY = Pattern.compile("[a-z0-9.-]+");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static {
        // As the programs do: suite SM is read too.
        Security.addProvider(new BouncyCastleProvider());
    }

    private Trial() {
    }

    /** What a reading gives; empty where it refused in the way declared, with nothing but a key to say. */
    public static <T, R extends RuntimeException> Optional<T> of(int length, Class<R> refusal, Supplier<T> reading) {
        return of(length, refusal, Throwable::getMessage, reading);
    }

    /** As above, for refusals whose key is not their message. */
    public static <T, R extends RuntimeException> Optional<T> of(int length, Class<R> refusal,
            Function<R, String> key, Supplier<T> reading) {
        Optional<T> read = Optional.empty();
        boolean within = false;
        // The first reading also loads and instruments classes: what was too much counts if it is so again.
        for (int time = 0; time < 2 && !within; time++) {
            long nanos = THREADS.getCurrentThreadCpuTime();
            long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            read = readOrRefused(refusal, key, reading);
            within = THREADS.getCurrentThreadCpuTime() - nanos < NANOS_MAX
                    && THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes
                    < BYTES_BASE + BYTES_PER_BYTE * length;
        }
        holds(within, "a reading takes a bounded time and amount of memory");
        return read;
    }

    private static <T, R extends RuntimeException> Optional<T> readOrRefused(Class<R> refusal,
            Function<R, String> key, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (RuntimeException thrown) {
            if (!refusal.isInstance(thrown)) {
                throw thrown;
            }
            holds(KEY.matcher(key.apply(refusal.cast(thrown))).matches(), "a refusal says a key and nothing else");
            holds(thrown.getCause() == null, "a refusal does not carry what a library said");
            return Optional.empty();
        }
    }

    /** What a reading gives that refuses nothing, whatever it is given: what is wrong is part of the answer. */
    public static <T> T always(int length, Supplier<T> reading) {
        return of(length, NeverThrown.class, reading).orElseThrow();
    }

    /** Fails, saying which promise was broken. */
    public static void holds(boolean promise, String what) {
        if (!promise) {
            throw new AssertionError(what);
        }
    }

    private static final class NeverThrown extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
