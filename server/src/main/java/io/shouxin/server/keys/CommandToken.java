// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.server.caller.Secrets;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What {@code ./shouxin keys} shows for itself: a random word in a file under the home that only the server's
 * own user can read. Each one serves once; the next lies there before the answer goes out. Whoever can read
 * it could read the server's memory too, so it gives nobody more than they had.
 */
@Component
class CommandToken {

    private final Path file;
    private byte[] hash = {};

    CommandToken(@Value("${shouxin.home}") Path home) {
        this.file = home.resolve("secrets/keys-token");
        renew();
    }

    private void renew() {
        String token = Secrets.random();
        try {
            PrivateFiles.write(file, (token + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        hash = Secrets.hash(token);
    }

    /** Whether this is the present one; it is not any more then. */
    synchronized boolean spend(String token) {
        boolean good = Secrets.matches(token, hash);
        if (good) {
            renew();
        }
        return good;
    }
}
