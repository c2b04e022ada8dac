// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The disk under PostgreSQL is full: nothing can be written to the ledger, so nothing is revealed; with room
 * again, the server is well by itself. The disk is a small one in memory, which only root may make.
 */
class FullDiskIT {

    private static final int MEGABYTES = 256;
    private static final int BLOCK_BYTES = 4096;
    private static final int REFUSALS = 20;
    private static final long SEED = 7;

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor() == 0;
    }

    @Test
    void revealsNothingWhileTheLedgerCannotBeWritten() throws Exception {
        Path home = Path.of("target", "crash", "full-" + ProcessHandle.current().pid()).toAbsolutePath();
        Path disk = Files.createDirectories(home.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m,mode=711", "tmpfs", disk.toString()))
                .as("a disk of its own can be mounted here (it takes root)").isTrue();
        Stage stage = null;
        try {
            stage = Stage.open(home, disk.resolve("database"));
            fillAndFree(stage, disk.resolve("filler"));
        } finally {
            if (stage != null) {
                stage.close();
            }
            run("umount", "-l", disk.toString());
        }
    }

    private static void fillAndFree(Stage stage, Path filler) throws Exception {
        stage.evidence().keepSigned(stage.node());
        try (Clients clients = stage.clients(stage.node(), SEED)) {
            clients.awaitAnswers(REFUSALS);
            fill(filler);
            clients.awaitRefusals(REFUSALS);
            Files.delete(filler);
            stage.node().awaitWell();
            clients.awaitAnswers(1);
            List<Clients.Answered> receipts = clients.end();
            assertThat(clients.refused()).isGreaterThanOrEqualTo(REFUSALS);
            stage.evidence().require(receipts);
        }
        stage.evidence().requireSigned(stage.node());
    }

    /** Until not one more block goes in. */
    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int blocks = 0; blocks < MEGABYTES * (1 << 20) / BLOCK_BYTES; blocks++) {
                out.write(block);
            }
        } catch (IOException full) {
            // That was wanted.
        }
    }
}
