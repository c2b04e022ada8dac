// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.Gcm;
import io.shouxin.core.keyset.Hkdf;
import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.SecretBytes;

import org.springframework.stereotype.Component;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * Seals what waits in the database for its turn: each piece under the key of its work, tied to the work and to its
 * place in it. The first byte says by which suite. With the key destroyed, what backups of the database still hold is
 * noise.
 */
@Component
public class Boxes {

    private static final int BOUND_BYTES = 21;

    private final Keys keys;
    private final SecureRandom random = new SecureRandom();

    Boxes(Keys keys) {
        this.keys = keys;
    }

    /** The integrity of a waiting piece failed: it was changed, moved, or its key is gone. */
    public static final class Damaged extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * Whose box.
     *
     * @param kind such as {@code import}; the key is called by it and the id
     */
    public record Owner(String kind, UUID id) {

        private String key() {
            return kind + "." + id;
        }
    }

    /** Whether the keys are open on this node. */
    public boolean open() {
        return keys.open();
    }

    /** Makes the key before a transaction needs it. */
    public void prepare(Owner owner) {
        keys.named(owner.key());
    }

    /** From here on nothing of this box opens again, here or in a backup. */
    public void destroy(Owner owner) {
        keys.destroy(owner.key());
    }

    public byte[] seal(Owner owner, int place, Suite suite, byte[] plain) {
        byte[] nonce = new byte[Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        try (SecretBytes key = key(suite, owner)) {
            byte[] body = Gcm.seal(suite, key, nonce, bound(suite, owner, place), plain);
            return ByteBuffer.allocate(1 + nonce.length + body.length).put(suite.code()).put(nonce).put(body).array();
        }
    }

    /** @throws Damaged when it is not what was sealed for this owner and place */
    public byte[] open(Owner owner, int place, byte[] sealed) {
        if (sealed.length < 1 + Gcm.NONCE_BYTES) {
            throw new Damaged();
        }
        Suite suite = suite(sealed[0]);
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + Gcm.NONCE_BYTES);
        byte[] body = Arrays.copyOfRange(sealed, 1 + Gcm.NONCE_BYTES, sealed.length);
        try (SecretBytes key = key(suite, owner)) {
            return Gcm.open(suite, key, nonce, bound(suite, owner, place), body).orElseThrow(Damaged::new);
        }
    }

    private static Suite suite(byte code) {
        try {
            return Suite.ofCode(code);
        } catch (KeyDamaged unknown) {
            throw new Damaged();
        }
    }

    /** Of suite AES the box's own key, as it is; of suite SM one derived from it. */
    private SecretBytes key(Suite suite, Owner owner) {
        SecretBytes own = keys.named(owner.key());
        return suite == Suite.AES ? own.copy() : Hkdf.expand(suite, own, "shouxin/1 " + owner.kind(), suite.keyBytes());
    }

    private static byte[] bound(Suite suite, Owner owner, int place) {
        return ByteBuffer.allocate(BOUND_BYTES).put(suite.code()).putLong(owner.id().getMostSignificantBits())
                .putLong(owner.id().getLeastSignificantBits()).putInt(place).array();
    }
}
