// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time spent by the server's JVM and by its PostgreSQL. On a machine that others use too, a rate says
 * how much was left over; this says what one request costs.
 */
record CpuTime(double serverSeconds, double postgresSeconds) {

    private static final double TICKS_A_SECOND = 100;
    // Fields of /proc/<pid>/stat after the name, which may hold spaces (man proc): utime, stime, cutime, cstime.
    private static final int OWN = 11;
    private static final int CHILDREN = 13;

    static CpuTime now(Access access) {
        double postgres = ticks(access.postmaster(), OWN) + ticks(access.postmaster(), CHILDREN)
                + ProcessHandle.of(access.postmaster()).stream().flatMap(ProcessHandle::children)
                        .mapToDouble(backend -> ticks(backend.pid(), OWN)).sum();
        return new CpuTime(ticks(access.server(), OWN) / TICKS_A_SECOND, postgres / TICKS_A_SECOND);
    }

    /** What was spent from then to now. */
    CpuTime since(CpuTime then) {
        return new CpuTime(serverSeconds - then.serverSeconds, postgresSeconds - then.postgresSeconds);
    }

    CpuTime plus(CpuTime more) {
        return new CpuTime(serverSeconds + more.serverSeconds, postgresSeconds + more.postgresSeconds);
    }

    private static double ticks(long pid, int field) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[field]) + (double) Long.parseLong(fields[field + 1]);
        } catch (java.nio.file.NoSuchFileException ended) {
            return 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
