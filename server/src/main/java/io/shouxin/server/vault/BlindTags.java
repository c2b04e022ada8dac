// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Index;
import io.shouxin.core.policy.Register;
import io.shouxin.core.secret.SecretText;
import io.shouxin.core.token.BlindIndex;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.ledger.Ruled;
import io.shouxin.server.ledger.RuledCache;
import io.shouxin.server.ledger.Rulings;

import org.springframework.stereotype.Component;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Search tags of the indexed fields. A field and epoch have a key of their own, so a tag says nothing
 * about another field, and is gone with its key (FORMATS: blind-index pitfalls).
 *
 * <p>While a field changes its suite it has two epochs: both are written and both are asked for, until all
 * tags are made anew and the older epoch is dropped with its key. Epochs come and go by a ruling, so that no
 * write commits which did not know of the newest.
 */
@Component
class BlindTags {

    /** An index key in use: tags of one field under one suite. */
    record Epoch(String field, int number, Suite suite) {

        static String keyName(String field, int number) {
            return "index." + field + "." + number;
        }

        String keyName() {
            return keyName(field, number);
        }
    }

    record Tag(String field, int epoch, byte[] bytes) {}

    record Of(Tag tag, UUID customer) {}

    private final IndexTable table;
    private final Keys keys;
    private final RuledCache<Boolean, Map<String, List<Epoch>>> epochs;

    BlindTags(IndexTable table, Keys keys, Rulings rulings) {
        this.table = table;
        this.keys = keys;
        this.epochs = new RuledCache<>(rulings, 1, only -> table.epochs());
    }

    /** Whether values of the field have tags: to be searched by, or to tell a customer's number. */
    static boolean isTagged(Field field) {
        return field.index() == Index.EXACT || field.name().equals(Intake.NUMBER_FIELD);
    }

    /**
     * The tags as they are now. Makes the first epoch and the keys of fields that have none, so call it before
     * the transaction.
     */
    Live live(Register register) {
        List<Field> tagged = register.fields().values().stream().filter(BlindTags::isTagged).toList();
        Ruled<Map<String, List<Epoch>>> known = epochs.get(true);
        if (tagged.stream().anyMatch(field -> !known.value().containsKey(field.name()))) {
            tagged.forEach(field -> table.addFirst(field.name(), field.suite()));
            return prepared(epochs.fresh(true));
        }
        return prepared(known);
    }

    private Live prepared(Ruled<Map<String, List<Epoch>>> known) {
        known.value().values().forEach(all -> all.forEach(epoch -> keys.named(epoch.keyName())));
        return new Live(known.value(), known.ruled());
    }

    Tag tag(Epoch epoch, SecretText normal) {
        return new Tag(epoch.field(), epoch.number(),
                BlindIndex.tag(keys.named(epoch.keyName()), epoch.field(), normal, epoch.suite()));
    }

    static String hex(byte[] tag) {
        return HexFormat.of().formatHex(tag);
    }

    /** The epochs of one moment. */
    final class Live {

        private final Map<String, List<Epoch>> fields;
        private final long ruled;

        private Live(Map<String, List<Epoch>> fields, long ruled) {
            this.fields = fields;
            this.ruled = ruled;
        }

        /** Every ruling with a number below this one is in it. */
        long ruled() {
            return ruled;
        }

        /** The tags of a value under every epoch of its field, the newest last. */
        List<Tag> all(String field, SecretText normal) {
            return of(field).stream().map(epoch -> tag(epoch, normal)).toList();
        }

        /** The tag that stays. */
        Tag newest(String field, SecretText normal) {
            List<Epoch> epochs = of(field);
            return tag(epochs.get(epochs.size() - 1), normal);
        }

        private List<Epoch> of(String field) {
            return Objects.requireNonNull(fields.get(field), "Tags of a field that has none.");
        }
    }
}
