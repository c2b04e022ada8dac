// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.problem.Refused;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Counts and hashes what comes in, and stops at the limit whether or not a length was announced. */
final class UploadStream extends InputStream {

    static final long BYTES_MAX = 2L << 30;

    private final InputStream source;
    private final MessageDigest digest;
    private long count;

    UploadStream(InputStream source) {
        this.source = source;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int got = source.read(target, from, length);
        if (got > 0) {
            count += got;
            if (count > BYTES_MAX) {
                throw new Refused(Refused.Kind.TOO_LARGE, "intake.file-too-large",
                        Long.toString(BYTES_MAX >> 30));
            }
            digest.update(target, from, got);
        }
        return got;
    }

    long count() {
        return count;
    }

    /** Of everything read; call it once, at the end. */
    byte[] hash() {
        return digest.digest();
    }
}
