// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.keys;

import static io.shouxin.cli.CommandLineFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.CommandLineFixture.Ended;
import io.shouxin.cli.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

    @TempDir
    private Path folder;
    private Path keys;
    private Path passphrase;

    @BeforeEach
    void write() throws IOException {
        keys = folder.resolve("releases.keys");
        passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery\n");
        assertThat(keys("create", "cdr-2026-11").exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void makesAFileForItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys))).isEqualTo("rw-------");
        assertThat(keys("list").out()).contains("cdr-2026-11");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void leavesAnExistingFileAsItIs() throws IOException {
        byte[] before = Files.readAllBytes(keys);
        assertThat(keys("create", "other").exit()).isEqualTo(Exit.OUTPUT);
        assertThat(Files.readAllBytes(keys)).isEqualTo(before);
    }

    @Test
    void addsAndDestroysReleases() {
        assertThat(keys("add", "bills").exit()).isEqualTo(Exit.DONE);
        assertThat(keys("add", "bills").err()).contains("has a key already");
        assertThat(keys("list", "--json").out()).contains("\"release\": \"bills\"", "cdr-2026-11");
        assertThat(keys("destroy", "bills").exit()).isEqualTo(Exit.USAGE);
        assertThat(keys("destroy", "bills", "--yes").exit()).isEqualTo(Exit.DONE);
        assertThat(keys("list").out()).contains("cdr-2026-11").doesNotContain("bills");
    }

    @Test
    void opensWithTheNewPassphraseOnly() throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), "another twelve and more");
        assertThat(keys("passphrase", "--new-passphrase-file", fresh).exit()).isEqualTo(Exit.DONE);
        Ended old = keys("list");
        assertThat(old.exit()).isEqualTo(Exit.INPUT);
        assertThat(old.err()).contains("passphrase is wrong");
        passphrase = fresh;
        assertThat(keys("list").exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void refusesAFileThatOthersMayRead() throws IOException {
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r-----"));
        Ended refused = keys("list");
        assertThat(refused.exit()).isEqualTo(Exit.INPUT);
        assertThat(refused.err()).contains("can be read by others");
    }

    @Test
    void refusesAShortPassphraseAndABadName() throws IOException {
        Files.writeString(passphrase, "elevenchars");
        keys = folder.resolve("second.keys");
        assertThat(keys("create", "cdr").err()).contains("at least 12 characters").doesNotContain("elevenchars");
        assertThat(keys("create", "CDR 2026").exit()).isEqualTo(Exit.USAGE);
        assertThat(keys).doesNotExist();
    }

    private Ended keys(String command, Object... more) {
        Object[] all = new Object[6 + more.length];
        System.arraycopy(new Object[] {"keys", command, "--keys", keys, "--passphrase-file", passphrase}, 0, all, 0, 6);
        System.arraycopy(more, 0, all, 6, more.length);
        return run(all);
    }
}
