// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.secret.SecretText;
import io.shouxin.core.token.BlindIndex;
import io.shouxin.server.keys.Keys;

import org.springframework.stereotype.Component;

import java.util.HexFormat;
import java.util.UUID;

/**
 * Search tags of the indexed fields. A field and epoch have a key of their own, so a tag says nothing
 * about another field, and is gone with its key (FORMATS: blind-index pitfalls).
 */
@Component
class BlindTags {

    /** The epoch in use. A later one is written beside it until all tags are made anew. */
    static final int EPOCH = 1;

    record Tag(String field, int epoch, byte[] bytes) {}

    record Of(Tag tag, UUID customer) {}

    private final Keys keys;

    BlindTags(Keys keys) {
        this.keys = keys;
    }

    Tag tag(String field, SecretText normal) {
        return new Tag(field, EPOCH, BlindIndex.tag(keys.named("index." + field + "." + EPOCH), field, normal));
    }

    /** Makes the keys of these fields before a transaction needs them. */
    void prepare(Iterable<String> fields) {
        fields.forEach(field -> keys.named("index." + field + "." + EPOCH));
    }

    static String hex(byte[] tag) {
        return HexFormat.of().formatHex(tag);
    }
}
