// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.tabulate;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.core.release.PrivacyBudget;
import io.shouxin.core.release.ReleaseRefused;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A budget of epsilon for the answers about some people, kept in a file: its total on the second line, then a line for
 * each answer. A line is on the disk before its answer is out, so a run that dies in between has spent and said
 * nothing; the other way round it would have said more than the budget allows. Lines are only ever added.
 */
final class BudgetFile implements AutoCloseable {

    private static final String FORMAT = "shouxin-budget/1";
    private static final String TOTAL = "total ";
    private static final int BYTES_MAX = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final PrivacyBudget budget;
    private final BigDecimal before;

    private BudgetFile(Path path, FileChannel channel, PrivacyBudget budget) {
        this.path = path;
        this.channel = channel;
        this.budget = budget;
        this.before = budget.spent();
    }

    /**
     * Opens a budget, for one run at a time.
     *
     * @param total of a new one; null for one that is there. A total that is not that of the file is refused, because
     *     a budget that is made anew is none
     */
    static BudgetFile open(Path path, BigDecimal total) {
        boolean there = Files.exists(path);
        if (!there && total == null) {
            throw new Failure(Exit.INPUT, "tabulate.budget.absent", path.toString());
        }
        FileChannel channel = null;
        try {
            channel = there ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE_NEW);
            lock(channel, path);
            if (!there) {
                PrivacyBudget.of(total, BigDecimal.ZERO);
                append(channel, FORMAT + "\n" + TOTAL + total.toPlainString() + "\n");
            }
            PrivacyBudget budget = read(channel, path);
            if (total != null && budget.spent().add(budget.left()).compareTo(total) != 0) {
                throw new Failure(Exit.INPUT, "tabulate.budget.other-total", path.toString());
            }
            return new BudgetFile(path, channel, budget);
        } catch (IOException failed) {
            close(channel);
            throw new Failure(Exit.OUTPUT, "output.failed", path.toString());
        } catch (Failure | ReleaseRefused refused) {
            close(channel);
            throw refused;
        }
    }

    private static void lock(FileChannel channel, Path path) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException here) {
            // The same as a lock of another process.
        }
        if (lock == null) {
            throw new Failure(Exit.OUTPUT, "protect.busy", path.toString());
        }
    }

    private static PrivacyBudget read(FileChannel channel, Path path) throws IOException {
        if (channel.size() > BYTES_MAX) {
            throw damaged(path);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        channel.position(0);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Until all is there.
        }
        String text = new String(bytes.array(), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        // A line that was broken off counts as damage: what it spent is not known.
        if (lines.size() < 2 || !text.endsWith("\n") || !lines.get(0).equals(FORMAT)
                || !lines.get(1).startsWith(TOTAL)) {
            throw damaged(path);
        }
        try {
            BigDecimal spent = BigDecimal.ZERO;
            for (String line : lines.subList(2, lines.size())) {
                BigDecimal one = new BigDecimal(line.split(" ", 3)[1]);
                if (one.signum() <= 0) {
                    throw damaged(path);
                }
                spent = spent.add(one);
            }
            return PrivacyBudget.of(new BigDecimal(lines.get(1).substring(TOTAL.length())), spent);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException | ReleaseRefused damaged) {
            throw damaged(path);
        }
    }

    private static Failure damaged(Path path) {
        return new Failure(Exit.INPUT, "tabulate.budget.damaged", path.toString());
    }

    PrivacyBudget budget() {
        return budget;
    }

    /**
     * Puts what was spent since it was opened on the disk.
     *
     * @param what was asked, in words without values and line ends
     */
    void keep(String what) {
        try {
            append(channel, Instant.now().truncatedTo(ChronoUnit.SECONDS) + " "
                    + budget.spent().subtract(before).toPlainString() + " " + what + "\n");
        } catch (IOException failed) {
            throw new Failure(Exit.OUTPUT, "output.failed", path.toString());
        }
    }

    private static void append(FileChannel channel, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        channel.position(channel.size());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException stays) {
            // What had to be on the disk was forced there before.
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
