// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.GcmWrap;
import io.shouxin.core.keyset.KeyPlace;
import io.shouxin.core.keyset.KeyWrap;
import io.shouxin.core.secret.SecretBytes;

/**
 * One root version while it is open: it wraps the tree's root node and the named secrets, and nobody
 * gets it itself. What was wrapped opens at its own place or under its own name only.
 */
sealed interface Root extends AutoCloseable {

    byte[] wrap(SecretBytes key, KeyPlace place);

    SecretBytes unwrap(byte[] wrapped, KeyPlace place);

    byte[] wrapNamed(SecretBytes secret, String name);

    SecretBytes unwrapNamed(byte[] wrapped, String name);

    @Override
    void close();

    /** A root version whose 32 bytes are in memory, from a key file or from custodians: AES-KWP. */
    record InMemory(SecretBytes key) implements Root {

        @Override
        public byte[] wrap(SecretBytes wrapped, KeyPlace place) {
            return KeyWrap.wrap(key, wrapped, place);
        }

        @Override
        public SecretBytes unwrap(byte[] wrapped, KeyPlace place) {
            return KeyWrap.unwrap(key, wrapped, place);
        }

        @Override
        public byte[] wrapNamed(SecretBytes secret, String name) {
            return KeyWrap.wrapNamed(key, secret, name);
        }

        @Override
        public SecretBytes unwrapNamed(byte[] wrapped, String name) {
            return KeyWrap.unwrapNamed(key, wrapped, name);
        }

        @Override
        public void close() {
            key.close();
        }
    }

    /** A root version that never leaves its security module: AES-GCM inside it. */
    record InModule(GcmWrap handle) implements Root {

        @Override
        public byte[] wrap(SecretBytes key, KeyPlace place) {
            return handle.wrap(key, place);
        }

        @Override
        public SecretBytes unwrap(byte[] wrapped, KeyPlace place) {
            return handle.unwrap(wrapped, place);
        }

        @Override
        public byte[] wrapNamed(SecretBytes secret, String name) {
            return handle.wrapNamed(secret, name);
        }

        @Override
        public SecretBytes unwrapNamed(byte[] wrapped, String name) {
            return handle.unwrapNamed(wrapped, name);
        }

        /** The session with the module ends with its custody, not with one key. */
        @Override
        public void close() {}
    }
}
