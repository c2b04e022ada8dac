// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.keyset.Gcm;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.SecretText;
import io.shouxin.core.token.BlindIndex;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.problem.Refused;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** Seals what a provider said of a person, tied to the number, and makes the keyed hashes by which it is found. */
@Component
class PersonBox {

    private static final String KEY = "scim-person";
    private static final String INDEX = "scim-index";
    private static final byte VERSION = 1;

    private final Keys keys;
    private final JsonMapper json = JsonMapper.shared();
    private final SecureRandom random = new SecureRandom();

    PersonBox(Keys keys) {
        this.keys = keys;
    }

    /** Makes the keys, which are not made within a transaction. */
    void prepare() {
        keys.named(KEY);
        keys.named(INDEX);
    }

    byte[] seal(String number, ObjectNode said) {
        byte[] nonce = new byte[Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] body = Gcm.seal(Suite.AES, keys.named(KEY), nonce, bound(number), json.writeValueAsBytes(said));
        return ByteBuffer.allocate(1 + nonce.length + body.length).put(VERSION).put(nonce).put(body).array();
    }

    ObjectNode open(String number, byte[] sealed) {
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + Gcm.NONCE_BYTES);
        byte[] body = Arrays.copyOfRange(sealed, 1 + Gcm.NONCE_BYTES, sealed.length);
        return (ObjectNode) json.readTree(Gcm.open(Suite.AES, keys.named(KEY), nonce, bound(number), body)
                .orElseThrow(() -> new Refused(Refused.Kind.UNAVAILABLE, "scim.refused.damaged")));
    }

    /** Names compare in any case of letters (RFC 7643 4.1.1), identifiers of the client exactly. */
    byte[] userTag(String userName) {
        return tag("user-name", Normalizer.normalize(userName, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
    }

    byte[] externalTag(String externalId) {
        return tag("external-id", externalId);
    }

    private byte[] tag(String field, String normal) {
        return BlindIndex.tag(keys.named(INDEX), field, SecretText.of(normal), Suite.AES);
    }

    private static byte[] bound(String number) {
        return ("shouxin/1 scim-person " + number).getBytes(UTF_8);
    }
}
