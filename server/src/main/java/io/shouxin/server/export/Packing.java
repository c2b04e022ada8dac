// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.server.problem.Refused;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;

/**
 * Encrypts to the recipient (C2SP age, X25519 and ChaCha20-Poly1305) and cuts the result into pieces as large as a row
 * of a database likes to be.
 */
final class Packing implements AutoCloseable {

    private static final int PIECE_BYTES = 256 * 1024;

    /** Takes the pieces in their order. */
    interface Pieces {

        void add(int seq, byte[] bytes);
    }

    private final Out out;
    private final WritableByteChannel encrypting;

    /** @throws Refused {@code export.refused.key} when nothing can be encrypted to this key */
    Packing(String recipientKey, Pieces pieces) {
        this.out = new Out(pieces);
        try {
            RecipientStanzaWriter writer = X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipientKey);
            this.encrypting = new StandardEncryptingChannelFactory()
                    .newEncryptingChannel(out, Collections.singletonList(writer));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException unusable) {
            throw new Refused(Refused.Kind.INVALID, "export.refused.key");
        }
    }

    void write(byte[] plain) {
        ByteBuffer buffer = ByteBuffer.wrap(plain);
        try {
            while (buffer.hasRemaining()) {
                encrypting.write(buffer);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Memory takes everything.", e);
        }
    }

    /** Ends the file; without it what was written opens for nobody. */
    void finish() {
        try {
            encrypting.close();
        } catch (IOException e) {
            throw new IllegalStateException("Memory takes everything.", e);
        }
        out.flush();
    }

    /** SHA-256 of the encrypted file. */
    byte[] digest() {
        return out.digest.digest();
    }

    long bytes() {
        return out.bytes;
    }

    @Override
    public void close() {
        out.buffer.clear();
    }

    private static final class Out implements WritableByteChannel {

        private final Pieces pieces;
        private final ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES);
        private final MessageDigest digest;
        private int seq;
        private long bytes;

        private Out(Pieces pieces) {
            this.pieces = pieces;
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256.", e);
            }
        }

        @Override
        public int write(ByteBuffer source) {
            int before = source.remaining();
            while (source.hasRemaining()) {
                if (!buffer.hasRemaining()) {
                    flush();
                }
                int part = Math.min(source.remaining(), buffer.remaining());
                buffer.put(source.slice(source.position(), part));
                source.position(source.position() + part);
            }
            return before;
        }

        private void flush() {
            if (buffer.position() > 0) {
                byte[] piece = new byte[buffer.position()];
                buffer.flip();
                buffer.get(piece);
                buffer.clear();
                digest.update(piece);
                bytes += piece.length;
                pieces.add(seq++, piece);
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // The last piece goes with finish(), which knows that the file is whole.
        }
    }
}
